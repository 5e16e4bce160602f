// The plan on the calendar: weeks and months above, a bar for each step, today's line. Every change goes to the server
// with the version that was seen; what is refused goes back to where it was, and says why.
import { make, say, show } from "./dom.js"
import { Bar } from "./gantt_bar.js"
import { dayOf, iso } from "./gantt_days.js"
import { Saving } from "./gantt_saving.js"
import { giveBack } from "./giving_back.js"

const charts = new WeakMap()
const [LONG_PX, SHORT_PX, YEAR_PX, WEEK_PX] = [150, 44, 40, 21]
const KEYS = "Drag a bar to move it, its ends to make it longer or shorter. By keys: ← → move it by a day, with Shift by a week, + − make it longer or shorter, Enter opens it."

class Gantt {
  constructor(parent) {
    this.bars = new Map()
    this.saving = new Saving((entry) => this.send("moved", entry), (step, message) => this.refuse(step, message))
    this.months = make("div", { class: "months" })
    this.weeks = make("div", { class: "weeks" })
    this.lines = make("div", { class: "lines", "aria-hidden": "true" })
    this.today = make("div", { class: "today" }, make("span", {}, "Today"))
    this.rows = make("ol", { "aria-label": "Steps" })
    this.alert = make("p", { class: "alert", role: "alert", hidden: true })
    this.status = make("span", { class: "status", role: "status" })
    this.keys = make("span", { id: "keys" }, KEYS)
    const head = make("div", { class: "head", "aria-hidden": "true" }, make("span", { class: "corner" }, "Week"), make("div", { class: "scale" }, this.months, this.weeks))
    this.root = make("section", { class: "gantt", "aria-label": "Plan" }, make("div", { class: "field" }, this.lines, head, this.rows), this.alert, make("p", { class: "foot" }, this.keys, this.status))
    parent.append(this.root)
    new ResizeObserver(() => this.fit()).observe(this.rows)
  }

  update({ data, setTriggerValue }) {
    this.send = setTriggerValue
    this.data = data
    this.saving.settle(data.outcomes)
    this.root.classList.toggle("readonly", Boolean(data.readonly))
    say(this.keys, data.readonly ? "" : KEYS)
    this.root.style.setProperty("--days", data.days)
    this.scale(data)
    this.draw()
  }

  scale(data) {
    const key = JSON.stringify([data.months, data.weeks, data.today])
    if (key === this.key) return
    this.key = key
    const named = (each, place) => (place === 0 || each.words.startsWith("Jan") ? ` ${each.words.slice(-4)}` : "")
    const placed = (each) => `--at:${each.at};--len:${each.days}`
    this.months.replaceChildren(...data.months.map((each, place) => make("span", { style: placed(each), "data-days": each.days, "data-at": each.at, "data-year": named(each, place) }, make("b", {}, each.words), make("abbr", {}, each.words.slice(0, 3), named(each, place)))))
    this.weeks.replaceChildren(...data.weeks.map((each) => make("span", { style: placed(each) }, each.words)))
    const lines = data.weeks.map((each) => make("i", { style: placed(each) }))
    if (data.today !== null) this.today.style.setProperty("--at", data.today)
    this.lines.replaceChildren(...lines, ...(data.today === null ? [] : [this.today]))
    this.fit()
  }

  /** Months in full, in three letters or not at all, and as many week numbers as stand apart. */
  fit() {
    const wide = this.weeks.clientWidth
    if (!wide || !this.data) return
    let taken = 0
    for (const month of this.months.children) {
      const px = wide / this.data.days
      const [at, room] = [px * Number(month.dataset.at), px * Number(month.dataset.days)]
      const long = room > LONG_PX
      const need = SHORT_PX + (month.dataset.year ? YEAR_PX : 0)
      month.className = long ? "long" : at >= taken && at < wide - need ? "" : "bare"
      if (month.className !== "bare") taken = at + (long ? 0 : need)
    }
    const each = (wide / this.data.days) * (this.data.weeks.find((week) => week.days > 0)?.days ?? 7)
    this.weeks.className = `weeks ${each < WEEK_PX / 2 ? "fourth" : each < WEEK_PX ? "second" : ""}`
    this.bars.forEach((bar) => bar.fit())
  }

  draw() {
    const ids = this.data.rows.map((row) => row.id)
    for (const row of this.data.rows) {
      if (!this.bars.has(row.id)) this.bars.set(row.id, new Bar(this))
    }
    if (JSON.stringify(ids) !== this.order) {
      this.order = JSON.stringify(ids)
      for (const id of this.bars.keys()) if (!ids.includes(id)) this.bars.delete(id)
      this.rows.replaceChildren(...ids.map((id) => this.bars.get(id).element))
    }
    for (const row of this.data.rows) this.bars.get(row.id).update(row, this.onItsWay(row.id))
    say(this.status, this.saving.busy ? "Saving…" : this.said ? "Saved" : "")
    this.opened()
  }

  onItsWay(id) {
    const { first } = this.data
    const entry = this.saving.of(id)
    return entry && { at: dayOf(first, entry.start), days: dayOf(first, entry.end) - dayOf(first, entry.start) + 1 }
  }

  change(row, at, days, delay) {
    const { first } = this.data
    if (this.data.readonly) return this.draw()
    show(this.alert, false)
    this.said = true
    this.saving.put(row.id, { seen: row.version, start: iso(first, at), end: iso(first, at + days - 1) }, delay)
    say(this.status, "Saving…")
    this.bars.get(row.id).element.classList.add("moved")
  }

  takeBack(row) {
    this.saving.drop(row.id)
    this.draw()
  }

  refuse(step, message) {
    this.said = false
    this.opening = null
    say(this.alert, message)
    show(this.alert, true)
    const element = this.bars.get(step)?.element
    element?.classList.add("refused")
    setTimeout(() => element?.classList.remove("refused"), 1200)
  }

  /** Opens a step once what was changed is kept, so that its dialog shows that. */
  open(id) {
    if (this.data.readonly) return
    this.opening = id
    this.saving.hurry()
    this.opened()
  }

  opened() {
    if (!this.opening || this.saving.busy) return
    const id = this.opening
    this.opening = null
    giveBack(() => this.bars.get(id)?.bar)
    this.send("opened", id)
  }

  step(id, by) {
    const ids = this.data.rows.map((row) => row.id)
    this.bars.get(ids[ids.indexOf(id) + by])?.bar.focus()
  }
}

export default function (component) {
  const { parentElement } = component
  if (!charts.has(parentElement)) charts.set(parentElement, new Gantt(parentElement))
  charts.get(parentElement).update(component)
}
