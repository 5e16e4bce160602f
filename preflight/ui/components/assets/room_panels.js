// The panels over the screen: one at a time, each a dialog that keeps the focus and gives it back.
import { make, show } from "./dom.js"
import { ACTIONS } from "./room_actions.js"
import { JoinCard } from "./room_join.js"
import { QuestionList } from "./room_list.js"
import { People } from "./room_people.js"
import { line } from "./room_talk.js"
import { wifiForm } from "./room_wifi.js"

export class Panels {
  constructor(desk) {
    this.desk = desk
    this.kinds = {
      list: { title: "All questions", part: new QuestionList(desk), wide: true },
      people: { title: "People", part: new People(desk), wide: true },
      join: { title: "Join", part: card(desk), wide: true },
      lines: { title: "What people wrote", part: lines(), wide: true },
      wifi: { title: "Wi-Fi for the phones", part: holding(() => wifiForm(() => (this.close(), desk.draw()))) },
      help: { title: "Keys", part: help(), wide: true },
      complete: { title: "Complete the assessment?", part: asking("It can’t be changed afterwards. The room is closed, and the results open on this screen.", "Complete", () => desk.finish("complete", "results")) },
      close: { title: "Close without completing?", part: asking("The room is closed. What was agreed is kept in the draft, and can be completed later.", "Close the room", () => desk.finish("close", "assess")) },
    }
  }

  get open() {
    return this.dialog ? this.name : ""
  }

  /** Opens a panel, or closes it where it is open already. */
  show(name, view) {
    const same = this.open === name
    this.close()
    if (same) return
    const { title, part, wide } = this.kinds[name]
    const close = make("button", { type: "button", class: "quiet close", onclick: () => this.close() }, "Close", make("kbd", { "aria-hidden": "true" }, "Esc"))
    const heading = make("div", { class: "heading" }, make("h2", { id: "room-panel" }, title), part.tools ?? null, close)
    this.dialog = make("dialog", { class: wide ? "panel wide" : "panel", tabindex: "-1", "aria-labelledby": "room-panel", onclose: (event) => this.closed(event.target), onclick: (event) => this.outside(event) }, make("div", { class: "sheet" }, heading, part.element))
    this.name = name
    part.begin?.(view)
    part.update?.(view)
    this.desk.stage.append(this.dialog)
    this.dialog.showModal()
    this.dialog.focus()
    part.focus?.()
  }

  update(view) {
    if (this.open) this.kinds[this.name].part.update?.(view)
  }

  close() {
    this.dialog?.close()
    this.closed(this.dialog)
  }

  /** A click beside the panel closes it. */
  outside(event) {
    if (event.target === this.dialog) this.close()
  }

  /** A dialog tells of its end late: another one may be open by then. */
  closed(dialog) {
    dialog?.remove()
    if (dialog === this.dialog) this.dialog = null
  }
}

/** A part that is built anew each time it opens. */
function holding(build) {
  const element = make("div")
  return { element, begin: () => element.replaceChildren(build()), focus: () => element.querySelector("input")?.focus() }
}

function card(desk) {
  const join = new JoinCard(desk)
  return { element: make("div", { class: "join-large" }, join.element), update: ({ room }) => join.update(room) }
}

function lines() {
  const element = make("div", { class: "all-lines" })
  const update = ({ shown }) => {
    const key = JSON.stringify(shown?.lines)
    if (element.dataset.of === key) return
    element.dataset.of = key
    element.replaceChildren(...(shown?.lines ?? []).map(line))
  }
  return { element, update }
}

function help() {
  const rows = ACTIONS.filter((action) => action.keys && action.says).map((action) => make("tr", {}, make("td", {}, ...(action.shown ?? action.keys.join(" ")).split(" ").map((key) => make("kbd", {}, key))), make("td", {}, action.says)))
  rows.push(make("tr", {}, make("td", {}, make("kbd", {}, "1"), "–", make("kbd", {}, "9"), " ", make("kbd", {}, "u")), make("td", {}, "while agreeing: a level; nobody knows")))
  const half = Math.ceil(rows.length / 2)
  return { element: make("div", { class: "all-keys" }, ...[rows.slice(0, half), rows.slice(half)].map((part) => make("table", { class: "keys" }, ...part))) }
}

function asking(words, label, act) {
  const yes = make("button", { type: "button", class: "primary", onclick: () => act() }, label)
  return { element: make("div", {}, make("p", {}, words), make("div", { class: "ways" }, yes)), focus: () => yes.focus() }
}
