// One step of the plan: its name, and its bar, which a mouse, a finger or keys move by whole days.
import { make, say } from "./dom.js"
import { shortSpan, weeks } from "./gantt_days.js"

const KEYS_MS = 700
const STILL_PX = 4

export class Bar {
  /** `chart` is the Gantt that it stands in: {data, change(row, at, days, delay), open(id), step(id, by)}. */
  constructor(chart) {
    this.chart = chart
    this.title = make("span", { class: "title" })
    this.when = make("span", { class: "when", "aria-hidden": "true" })
    this.about = make("span", { class: "about" })
    this.name = make("div", { class: "name", onclick: () => this.chart.open(this.row.id) }, this.title, this.when, this.about)
    this.says = make("span", { class: "says" })
    this.shape = make("span", { class: "shape", "aria-hidden": "true" })
    this.bar = make("div", { class: "bar", tabindex: "0", role: "button", "aria-describedby": "keys" }, this.shape, this.says)
    this.track = make("div", { class: "track" }, this.bar)
    this.element = make("li", {}, this.name, this.track)
    this.bar.onkeydown = (event) => this.key(event)
    this.bar.onblur = () => this.chart.saving.hurry()
    this.bar.onpointerdown = (event) => this.grab(event)
  }

  /** Shows a row, at the days that are on their way to the server where there are such. */
  update(row, moved) {
    this.row = row
    this.at = moved ? moved.at : row.at
    this.days = moved ? moved.days : row.days
    this.element.className = ["row", row.kind, row.done ? "done" : "", row.milestone ? "milestone" : "", moved ? "moved" : "", row.undecided ? "undecided" : ""].join(" ")
    say(this.title, row.title)
    say(this.about, row.about)
    this.edges(!row.milestone)
    this.zone(row)
    if (!this.dragged) this.place()
  }

  edges(wanted) {
    if (wanted === Boolean(this.ends)) return
    this.ends?.forEach((edge) => edge.remove())
    this.ends = wanted ? ["start", "end"].map((side) => make("span", { class: `edge ${side}`, "data-side": side, "aria-hidden": "true" })) : null
    if (this.ends) this.bar.append(...this.ends)
  }

  /** Where a review may no longer start, and how long a decision has been waited for. */
  zone(row) {
    const wanted = row.too_late ?? row.undecided
    if (!wanted) {
      this.extra?.remove()
      this.extra = null
      return
    }
    if (!this.extra) this.track.prepend((this.extra = make("div", { class: "zone" }, make("span", {}))))
    this.extra.className = `zone ${row.too_late ? "late" : "wait"}`
    this.extra.style.setProperty("--at", wanted.at)
    this.extra.style.setProperty("--len", wanted.days)
    say(this.extra.firstChild, row.too_late ? wanted.words : "")
  }

  place() {
    const { first, origin } = this.chart.data
    const { row, at, days } = this
    this.bar.style.setProperty("--at", at)
    this.bar.style.setProperty("--len", days)
    const span = shortSpan(first, at, days)
    const mark = row.done ? "✓ " : ""
    const tail = row.undecided && !this.shifted ? `: ${row.undecided.words}` : this.dragged ? ` · ${weeks(origin, at, days)}` : ""
    for (const place of [this.says, this.when]) say(place, `${mark}${span}${tail}`)
    const name = `${row.title}, ${span}, ${weeks(origin, at, days)}. ${row.standing}`
    if (this.bar.getAttribute("aria-label") !== name) this.bar.setAttribute("aria-label", name)
    this.fit()
  }

  get shifted() {
    return this.at !== this.row.at || this.days !== this.row.days
  }

  /** The dates stand in the bar where they fit, else to the right of it, else to the left. */
  fit() {
    const room = this.track.clientWidth
    if (!room) return
    const px = room / this.chart.data.days
    const wide = this.says.offsetWidth + 14
    const shape = this.row.milestone ? 16 : 0
    const right = this.row.undecided && !this.shifted ? Math.max(this.row.undecided.at + this.row.undecided.days, this.at) : this.at + (this.row.milestone ? 0.5 : this.days)
    const left = this.row.too_late && wide < this.at * px
    const place = !this.row.milestone && wide < this.days * px ? "in" : !left && wide + shape < room - right * px ? "right" : "left"
    this.bar.dataset.says = place
    this.bar.style.setProperty("--past", `${Math.max(0, (right - this.at - (this.row.milestone ? 0.5 : this.days)) * px)}px`)
  }

  key(event) {
    const by = (event.shiftKey ? 7 : 1) * ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0)
    const longer = { "+": 1, "=": 1, "-": -1, "_": -1 }[event.key] ?? 0
    const up = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (by) this.put(this.at + by, this.days, KEYS_MS)
    else if (longer && !this.row.milestone) this.put(this.at, Math.max(1, this.days + longer), KEYS_MS)
    else if (up) this.chart.step(this.row.id, up)
    else if (event.key === "Enter" || event.key === " ") this.chart.open(this.row.id)
    else if (event.key === "Escape" && this.shifted) this.chart.takeBack(this.row)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  put(at, days, delay) {
    this.at = at
    this.days = days
    this.chart.change(this.row, at, days, delay)
    this.place()
  }

  grab(event) {
    if (event.button !== 0 || this.chart.data.readonly) return
    const from = { x: event.clientX, at: this.at, days: this.days, side: event.target.dataset?.side }
    let far = false
    this.bar.setPointerCapture(event.pointerId)
    const move = (moved) => {
      far ||= Math.abs(moved.clientX - from.x) > STILL_PX
      if (!far) return
      this.dragged = true
      this.chart.root.classList.add("dragging")
      this.element.classList.add("dragged")
      const by = Math.round(((moved.clientX - from.x) / this.track.clientWidth) * this.chart.data.days)
      this.at = from.side === "end" ? from.at : from.at + (from.side === "start" ? Math.min(by, from.days - 1) : by)
      this.days = from.side === "end" ? Math.max(1, from.days + by) : from.side === "start" ? from.days - Math.min(by, from.days - 1) : from.days
      this.place()
    }
    const end = (kept) => {
      this.bar.onpointermove = this.bar.onpointerup = this.bar.onpointercancel = null
      removeEventListener("keydown", escape, true)
      this.dragged = false
      this.chart.root.classList.remove("dragging")
      this.element.classList.remove("dragged")
      const changed = this.at !== from.at || this.days !== from.days
      if (!kept) [this.at, this.days] = [from.at, from.days]
      if (kept && far && changed) this.put(this.at, this.days, 0)
      else this.place()
      if (kept && !far) this.chart.open(this.row.id)
    }
    const escape = (pressed) => {
      if (pressed.key !== "Escape") return
      pressed.stopPropagation()
      end(false)
    }
    this.bar.onpointermove = move
    this.bar.onpointerup = () => end(true)
    this.bar.onpointercancel = () => end(false)
    addEventListener("keydown", escape, true)
  }
}
