// All questions: where each stands and how far apart the room was; a click goes there.
import { make, say } from "./dom.js"
import { STANDINGS, capital } from "./room_words.js"

const MARKS = { open: "", voted: "·", revealed: "◐", agreed: "✓" }

export class QuestionList {
  constructor(desk) {
    this.desk = desk
    this.orders = [["section", "By section"], ["disagreement", "Far apart first"]].map(([order, label]) => ({ order, button: make("button", { type: "button", class: "choice", onclick: () => desk.do("order", { order }) }, label) }))
    const closing = make("button", { type: "button", class: "choice", onclick: () => desk.runById("closing") }, "To the closing")
    this.tools = make("div", { class: "setting", role: "group", "aria-label": "Order" }, ...this.orders.map((each) => each.button), closing)
    this.element = make("div", { class: "questions" })
  }

  update({ room, question }) {
    const ordered = room.order === "section" ? room.questions : [...room.questions].sort((one, other) => (other.spread ?? -1) - (one.spread ?? -1))
    const key = ordered.map((each) => `${each.section}/${each.id}/${each.short}`).join("\n") + room.order
    if (key !== this.built) this.build(ordered, room.order)
    this.built = key
    for (const { order, button } of this.orders) button.setAttribute("aria-pressed", String(order === room.order))
    for (const each of room.questions) this.patch(each, question)
  }

  build(questions, order) {
    this.buttons = new Map(questions.map((each) => [each.id, this.button(each, order)]))
    const groups = order === "section" ? [...new Set(questions.map((each) => each.section))] : [""]
    this.element.replaceChildren(...groups.map((section) => {
      const own = questions.filter((each) => !section || each.section === section)
      return make("section", {}, section ? make("h3", {}, section) : null, make("ol", {}, ...own.map((each) => make("li", {}, this.buttons.get(each.id)))))
    }))
  }

  button(each, order) {
    const name = make("span", { class: "name" }, each.short, order === "section" ? null : make("small", {}, each.section))
    const button = make("button", { type: "button", onclick: () => this.go(each.id) }, make("span", { class: "standing", "aria-hidden": "true" }), name, make("span", { class: "apart" }), make("span", { class: "sr" }))
    button.onkeydown = (event) => this.arrow(event, button)
    return button
  }

  patch(each, question) {
    const button = this.buttons.get(each.id)
    const [mark, , apart, hidden] = button.children
    button.dataset.standing = each.standing
    say(mark, MARKS[each.standing])
    say(apart, each.spread === null ? "" : capital(each.words))
    button.style.setProperty("--spread", each.spread ?? 0)
    button.toggleAttribute("data-spread", each.spread !== null)
    say(hidden, `, ${STANDINGS[each.standing]}${each.rounds > 1 ? `, ${each.rounds} rounds` : ""}`)
    if (each.id === question?.id) button.setAttribute("aria-current", "step")
    else button.removeAttribute("aria-current")
  }

  focus() {
    const here = this.element.querySelector("[aria-current]") ?? this.element.querySelector("button")
    here?.focus()
  }

  arrow(event, button) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const all = [...this.buttons.values()]
    all[(all.indexOf(button) + step + all.length) % all.length].focus()
  }

  go(question) {
    this.desk.closePanel()
    this.desk.do("go", { question })
  }
}
