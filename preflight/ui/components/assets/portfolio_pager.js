// One page after another of what is too much for one screen; its buttons stay, so that focus does.
import { make, say } from "./dom.js"
import { icon } from "./export_icons.js"
import { count } from "./portfolio_words.js"

export class Pager {
  /** `turn(page)` is told which page is wanted, from 1. */
  constructor(turn) {
    this.turn = turn
    this.words = make("span", { class: "told", "aria-live": "polite" })
    this.back = make("button", { type: "button", class: "button", onclick: () => this.go(-1) }, icon("earlier"), "Earlier")
    this.on = make("button", { type: "button", class: "button", onclick: () => this.go(1) }, "Later", icon("later"))
    this.element = make("nav", { class: "pager", "aria-label": "Pages" }, this.back, this.words, this.on)
  }

  /** Of `all` things the part that stands on the page that the state names. */
  part(all, page, size) {
    this.pages = Math.max(1, Math.ceil(all.length / size))
    this.page = Math.min(Math.max(1, Math.trunc(Number(page)) || 1), this.pages)
    const from = (this.page - 1) * size
    const shown = all.slice(from, from + size)
    this.element.hidden = this.pages === 1
    say(this.words, `${count(from + 1)} to ${count(from + shown.length)} of ${count(all.length)}`)
    // Not `disabled`: a button that is would lose the focus on the last page.
    this.back.setAttribute("aria-disabled", String(this.page === 1))
    this.on.setAttribute("aria-disabled", String(this.page === this.pages))
    return shown
  }

  go(step) {
    const wanted = this.page + step
    if (wanted >= 1 && wanted <= this.pages) this.turn(wanted)
  }
}
