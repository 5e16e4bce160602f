// The same actions as a table, sorted by the column whose head is pressed.
import { saying, statusOf } from "./action_card.js"
import { make } from "./dom.js"

const text = (name) => (action) => action[name].toLocaleLowerCase()
const LAST = "\uffff"
const HEADS = [
  { id: "title", words: "Action", by: text("title") },
  { id: "owner", words: "Owner", by: (action) => action.owner.toLocaleLowerCase() || LAST },
  { id: "due", words: "Due", by: (action) => action.due || LAST },
  { id: "status", words: "Status", by: (action, order) => order.get(action.status) },
  { id: "asked", words: "Question" },
  { id: "says", words: "What the assessments say" },
]

const closed = (action) => ["done", "dropped"].includes(action.status)

export class Table {
  constructor(acts) {
    this.acts = acts
    this.sorted = { id: "due", down: false }
    this.heads = new Map()
    this.body = make("tbody")
    const table = make("table", { "aria-label": "Actions" }, make("thead", {}, make("tr", {}, ...HEADS.map((head) => this.head(head)))), this.body)
    this.root = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Actions as a table" }, table)
    this.rows = new Map()
  }

  head({ id, words, by }) {
    if (!by) return make("th", { scope: "col" }, words)
    const mark = make("span", { class: "mark", "aria-hidden": "true" })
    const button = make("button", { type: "button" }, words, mark)
    const cell = make("th", { scope: "col" }, button)
    button.onclick = () => {
      this.sorted = { id, down: this.sorted.id === id && !this.sorted.down }
      this.place()
    }
    this.heads.set(id, { cell, mark })
    return cell
  }

  update(columns, actions) {
    this.order = new Map(columns.map(({ id }, at) => [id, at]))
    this.actions = actions
    const ids = new Set(actions.map((action) => action.id))
    for (const [id, row] of this.rows) if (!ids.has(id)) this.rows.delete(id) && row.element.remove()
    for (const action of actions) {
      const row = this.rows.get(action.id) ?? this.row(action, columns)
      this.fill(row, action)
    }
    this.place()
  }

  row(action, columns) {
    const title = make("button", { type: "button", class: "title" })
    const cells = Object.fromEntries(HEADS.map(({ id }) => [id, make("td", { class: `cell-${id}` })]))
    const row = { title, cells, element: make("tr", {}, ...Object.values(cells)) }
    title.onclick = () => this.acts.edit(row.action.id)
    row.status = statusOf(columns, (to) => this.acts.move(row.action, to))
    cells.title.append(title)
    cells.status.append(row.status)
    this.rows.set(action.id, row)
    return row
  }

  fill(row, action) {
    const key = JSON.stringify(action)
    row.action = action
    if (key === row.key) return
    row.key = key
    const { cells } = row
    row.title.textContent = action.title
    cells.owner.textContent = action.owner || "–"
    cells.due.replaceChildren(action.day || "–", action.overdue ? make("span", { class: "due late" }, action.due_words) : "")
    row.status.value = action.status
    row.status.setAttribute("aria-label", `Status of ${action.title}`)
    cells.asked.replaceChildren(...(action.question ? [make("b", {}, action.dimension), ` ${action.question}`] : ["–"]))
    cells.says.replaceChildren(make("p", { class: `says ${action.tone}` }, ...(action.says ? saying(action) : ["–"])))
  }

  place() {
    const { id, down } = this.sorted
    const by = HEADS.find((head) => head.id === id).by
    const sorted = [...this.actions].sort((one, other) => {
      const [a, b] = [by(one, this.order), by(other, this.order)]
      // What is done is due no more: it stands below what is.
      if (id === "due" && closed(one) !== closed(other)) return closed(one) - closed(other)
      // What has no owner or no day stands last, whichever way it is sorted.
      if (a === LAST || b === LAST) return (a === LAST) - (b === LAST)
      const way = typeof a === "number" ? a - b : a.localeCompare(b)
      return down ? -way : way
    })
    const focused = this.root.getRootNode().activeElement
    this.body.append(...sorted.map((action) => this.rows.get(action.id).element))
    if (focused && this.root.contains(focused)) focused.focus({ preventScroll: true })
    for (const [name, { cell, mark }] of this.heads) {
      cell.setAttribute("aria-sort", name !== id ? "none" : down ? "descending" : "ascending")
      mark.textContent = name !== id ? "" : down ? "↓" : "↑"
    }
  }
}
