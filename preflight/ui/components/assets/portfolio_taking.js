// The projects that are looked at as slides, as a report or as a table to take along.
import { make } from "./dom.js"
import { Making } from "./export_making.js"
import { expected } from "./export_orders.js"

const FILES = [
  ["Deck", "these projects as slides", "portfolio-deck"],
  ["Report", "these projects as a PDF", "portfolio-report"],
  ["CSV", "these projects as a table", "portfolio-csv"],
]

export class Taking {
  /** `which()` is the filter, as the address says it. */
  constructor(which) {
    this.makings = FILES.map(([label, name, format]) => new Making({ label, name, order: () => ({ format, which: which() }) }))
    const buttons = make("div", { class: "buttons" }, ...this.makings.map(({ button }) => button))
    buttons.addEventListener("pointerenter", () => expected(), { once: true })
    this.element = make("div", { class: "taking", role: "group", "aria-label": "Take along" }, buttons)
    this.told = make("div", { class: "standings" }, ...this.makings.map(({ standing }) => standing))
  }

  /** What was said about files of other projects no longer holds. */
  forget() {
    for (const making of this.makings) making.forget()
  }

  end() {
    for (const making of this.makings) making.end()
  }
}
