// One action: what is to be done, who does it, by when, and what the assessments say to it.
import { make, say } from "./dom.js"
import { icon } from "./export_icons.js"

const GLYPHS = { good: "done", short: "done", bad: "away" }
const BACK = ["ArrowLeft"]
const ON = ["ArrowRight"]

export class Card {
  /** `acts` has edit(id), move(action, status), hold(event) and step(by). */
  constructor(columns, acts) {
    this.title = make("button", { type: "button", class: "title", "aria-keyshortcuts": "Alt+ArrowLeft Alt+ArrowRight" })
    this.title.onclick = () => this.dragged || acts.edit(this.action.id)
    this.who = make("p", { class: "who" })
    this.asked = make("p", { class: "asked" })
    this.says = make("p", { class: "says" })
    this.offer = make("button", { type: "button", class: "button" }, "Mark as done")
    this.offer.onclick = () => acts.move(this.action, "done")
    this.status = statusOf(columns, (to) => acts.move(this.action, to))
    this.element = make("li", { class: "card" }, this.title, this.who, this.asked, this.says, make("div", { class: "foot" }, this.status, this.offer))
    this.element.onkeydown = (event) => {
      const by = BACK.includes(event.key) ? -1 : ON.includes(event.key) ? 1 : 0
      if (!by || !event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      acts.step(by)
    }
    this.element.onpointerdown = (event) => event.target.closest("select, .button") || acts.hold(event)
    this.element.ondragstart = (event) => event.preventDefault()
  }

  fill(action) {
    const key = JSON.stringify(action)
    this.action = action
    if (key === this.key) return
    this.key = key
    say(this.title, action.title)
    this.element.classList.toggle("closed", ["done", "dropped"].includes(action.status))
    this.who.replaceChildren(...whoAndWhen(action))
    this.asked.replaceChildren(...(action.question ? [make("b", {}, action.dimension), ` ${action.question}`] : []))
    this.asked.hidden = !action.question
    if (action.aim) this.asked.append(make("span", { class: "aim" }, `Aims at ${action.aim}`))
    this.says.className = `says ${action.tone}`
    this.says.replaceChildren(...saying(action))
    this.says.hidden = !action.says
    this.offer.hidden = !action.offer || ["done", "dropped"].includes(action.status)
    this.offer.setAttribute("aria-label", `Mark as done: ${action.title}`)
    this.status.value = action.status
    this.status.setAttribute("aria-label", `Status of ${action.title}`)
  }
}

/** The menu of where an action stands. */
export function statusOf(columns, move) {
  const select = make("select", { class: "status" }, ...columns.map(({ id, title }) => make("option", { value: id }, title)))
  select.onchange = () => move(select.value)
  return select
}

/** What the assessments say, with a sign before it that says the same. */
export function saying(action) {
  return action.tone in GLYPHS ? [icon(GLYPHS[action.tone]), make("span", {}, action.says)] : [make("span", {}, action.says)]
}

function whoAndWhen(action) {
  const owner = make("span", { class: action.owner ? "owner" : "owner nobody" }, action.owner || "No owner yet")
  const late = action.overdue ? "due late" : "due"
  const due = action.due_words ? make("span", { class: late, title: action.day }, action.due_words) : null
  return [owner, due, action.effort ? make("span", { class: "effort" }, action.effort) : null].filter(Boolean)
}
