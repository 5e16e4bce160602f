// What was taken on: a board to move along, and the same as a table; what was moved is sent until it is acknowledged.
import { Columns } from "./action_columns.js"
import { Table } from "./action_table.js"
import { Tools } from "./action_tools.js"
import { make, say } from "./dom.js"
import { giveBack } from "./giving_back.js"
import { Outbox } from "./outbox.js"

const RESEND_MS = 5000
const boards = new WeakMap()

class Board {
  constructor(parent) {
    const acts = { edit: (id) => this.edit(id), move: (action, to) => this.move(action, to) }
    this.tools = new Tools(() => this.draw())
    this.columns = new Columns(acts)
    this.table = new Table(acts)
    this.alert = make("p", { class: "alert", role: "alert" })
    this.live = make("p", { class: "sr", role: "status" })
    this.none = make("p", { class: "none", hidden: true }, "None of the actions is like that.")
    this.root = make("div", { class: "actions" }, this.tools.root, this.alert, this.none, this.columns.root, this.table.root, this.live)
    parent.append(this.root)
  }

  update({ data, setTriggerValue }) {
    this.set = setTriggerValue
    if (this.data?.project !== data.project) this.outbox = new Outbox(`actions-${data.project}`, data.whose)
    this.data = data
    const settled = this.outbox.settle(data.acknowledged)
    for (const { entry, outcome } of settled) {
      if (outcome.outcome !== "saved") say(this.alert, `“${entry.title}” stays where it is. ${outcome.message}`)
    }
    this.draw()
    this.send()
  }

  /** The actions as they stand here: what was moved stands in its new column before the server knows. */
  get actions() {
    const moved = new Map(this.outbox.waiting.map((entry) => [entry.question, entry.value]))
    return this.data.actions.map((action) => ({ ...action, status: moved.get(action.id) ?? action.status }))
  }

  draw() {
    const all = this.actions
    this.tools.update(all)
    const shown = all.filter((action) => this.tools.takes(action))
    const board = this.tools.view === "board"
    this.none.hidden = shown.length > 0
    this.columns.root.hidden = !board || !shown.length
    this.table.root.hidden = board || !shown.length
    if (board) this.columns.update(this.data.columns, shown)
    else this.table.update(this.data.columns, shown)
    this.root.classList.toggle("readonly", Boolean(this.data.readonly))
    for (const status of this.root.querySelectorAll("select.status")) status.disabled = Boolean(this.data.readonly)
  }

  edit(id) {
    if (this.data.readonly) return
    const held = this.root.getRootNode().activeElement
    giveBack(() => held)
    this.set("edit", id)
  }

  move(action, to) {
    if (action.status === to) return
    if (this.data.readonly) return this.draw()
    const column = this.data.columns.find((each) => each.id === to)
    say(this.alert, "")
    this.outbox.put({ do: "move", question: action.id, value: to, seen: action.seen, title: action.title })
    this.draw()
    say(this.live, `${action.title}: ${column.title}.`)
    this.send(true)
  }

  send(now = false) {
    clearTimeout(this.again)
    if (!this.outbox.waiting.length) return
    const entries = this.outbox.waiting.map(({ nonce, question, value, seen }) => ({ nonce, question, value, seen }))
    if (now || !this.sent) this.set("acts", entries)
    this.sent = true
    this.again = setTimeout(() => this.send(true), RESEND_MS)
  }

  end() {
    clearTimeout(this.again)
  }
}

export default function (component) {
  const { parentElement } = component
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement))
  const board = boards.get(parentElement)
  board.update(component)
  return () => board.end()
}
