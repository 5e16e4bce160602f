// A show of hands: the counts are typed beside the levels, where the bars will be.
import { make, show } from "./dom.js"

export class Hands {
  constructor(desk) {
    this.desk = desk
    this.total = make("b")
    this.takeBack = make("button", { type: "button", class: "quiet", onclick: () => this.send(null) }, "Take the count back")
    this.element = make("div", { class: "hands-help", role: "group", "aria-label": "Show of hands" }, make("h2", {}, "Show of hands"), make("p", {}, "Ask for each level, count, and type the number beside it. Enter goes to the next; these votes come beside those of the phones."), make("p", { class: "ways" }, this.total, this.takeBack))
  }

  begin({ mode, room, question }) {
    if (mode !== "hands") return
    const { rows } = this.desk.scenes.ask
    const known = room.by_hand
    this.levels = new Set(question.options.map((option) => option.id))
    for (const row of rows) {
      const number = known && (row.side ? known[row.id] : known.counts[row.id])
      row.hand.value = number ? String(number) : ""
      row.hand.oninput = () => this.add(rows)
      row.hand.onkeydown = (event) => this.key(event, rows, row)
    }
    requestAnimationFrame(() => rows[0]?.hand.focus())
  }

  update({ mode, room }, rows) {
    const open = mode === "hands"
    show(this.element, open)
    show(this.takeBack, Boolean(room.by_hand))
    for (const row of rows) {
      show(row.hand, open)
      row.element.classList.toggle("counting", open)
    }
    if (open) this.add(rows)
  }

  add(rows) {
    const total = rows.reduce((sum, row) => sum + number(row), 0)
    this.total.textContent = `${total} by hand`
  }

  key(event, rows, row) {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const next = rows[rows.indexOf(row) + step]
    if (next) next.hand.select()
    else if (step > 0) this.desk.runById("forward")
  }

  save() {
    const { rows } = this.desk.scenes.ask
    const counts = Object.fromEntries(rows.filter((row) => !row.side).map((row) => [row.id, number(row)]))
    const [unknown, not_applicable] = ["unknown", "not_applicable"].map((id) => number(rows.find((row) => row.id === id)))
    return this.send({ counts, unknown, not_applicable })
  }

  async send(hands) {
    const done = await this.desk.do("hands", hands ?? { counts: null })
    if (done && this.desk.view?.mode === "hands") this.desk.mode("")
  }
}

function number(row) {
  return Math.max(0, Math.trunc(Number(row.hand.value)) || 0)
}
