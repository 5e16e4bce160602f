// Projects by dimensions of one questionnaire: where many are weak, a column is pale; a gap is hatched, never nought.
import { make } from "./dom.js"
import { Pager } from "./portfolio_pager.js"
import { by, share } from "./portfolio_rows.js"
import { count, dimensionWords, nameLink } from "./portfolio_words.js"

const ROWS = 30
const LEVELS = 5
const SHOWS = { claimed: "Claimed", today: "With evidence today" }

/** The place of the dimension that decides; what is evidenced decides nothing. */
function weakest(row, which) {
  return which ? null : row.weakest
}

export class Heat {
  constructor({ change, go, asked }) {
    Object.assign(this, { change, go, asked, column: null, down: false })
    this.pager = new Pager((page) => change({ page: String(page) }, { up: true }))
    this.choice = make("select", { "aria-label": "Questionnaire", onchange: () => this.choose() })
    this.shows = Object.entries(SHOWS).map(([name, words]) => make("button", { type: "button", onclick: () => change({ shows: name }) }, words))
    this.table = make("table", { class: "heat" })
    const bar = make("div", { class: "above" }, this.choice, make("div", { class: "switch", role: "group", "aria-label": "What is shown" }, ...this.shows))
    const levels = [1, 2, 3, 4, 5].map((level) => make("i", { class: `level-${level}` }))
    this.decides = make("span", { class: "legend" }, make("i", { class: "level-3 deciding" }), "the weakest decides")
    const legend = make("p", { class: "legend" }, "low ", ...levels, " high", make("i", { class: "gap" }), "no score", make("i", { class: "away" }), "not asked", this.decides)
    this.element = make("div", {}, bar, make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Heat map" }, this.table), legend, this.pager.element)
  }

  choose() {
    this.chosen = this.choice.value
    this.column = null
    this.change({ page: "1" })
  }

  show(rows, state) {
    const of = new Map()
    for (const row of rows) if (row.form) of.set(row.form, [...(of.get(row.form) ?? []), row])
    const forms = [...of.keys()].sort((one, other) => of.get(other).length - of.get(one).length)
    const form = forms.find((each) => each.id === this.chosen) ?? forms[0]
    this.choice.replaceChildren(...forms.map((each) => make("option", { value: each.id, selected: each === form }, `${each.title} · ${count(of.get(each).length)}`)))
    this.choice.hidden = forms.length < 2
    const which = state.shows === "today" ? 1 : 0
    this.decides.hidden = Boolean(which)
    this.shows.forEach((button, place) => button.setAttribute("aria-pressed", String(place === which)))
    const found = form ? of.get(form) : []
    const value = (place) => (row) => share(row.dimensions[place]?.[which] ?? null, form.sections[place].most)
    const ordered = this.column === null || this.column >= (form?.sections.length ?? 0) ? found : by(found, value(this.column), this.down)
    const shown = this.pager.part(ordered, state.page, ROWS)
    this.table.style.maxWidth = form ? `${18 + 11 * form.sections.length}rem` : ""
    this.table.style.minWidth = form ? `${10 + 5.5 * form.sections.length}rem` : ""
    if (!form) return this.table.replaceChildren(make("caption", {}, "None of these projects is assessed yet."))
    this.table.replaceChildren(make("caption", { class: "unseen" }, `${form.title}: ${SHOWS[which ? "today" : "claimed"]}, by project and dimension`), this.head(form, found, which), make("tbody", {}, ...shown.map((row) => this.row(row, which))))
  }

  head(form, rows, which) {
    const heads = form.sections.map((section, place) => {
      const weakestIn = rows.filter((row) => weakest(row, which) === place).length
      const sorted = this.column === place
      const button = make("button", { type: "button", onclick: () => this.sortBy(place) }, section.title, make("i", { "aria-hidden": "true" }, sorted ? (this.down ? " ↓" : " ↑") : ""))
      const told = make("small", {}, weakestIn ? `weakest in ${count(weakestIn)}` : "")
      return make("th", { scope: "col", "aria-sort": sorted ? (this.down ? "descending" : "ascending") : "none" }, button, told)
    })
    return make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Project"), ...heads))
  }

  /** The lowest first, then the highest, then as it was. */
  sortBy(place) {
    if (this.column !== place) Object.assign(this, { column: place, down: false })
    else if (!this.down) this.down = true
    else this.column = null
    this.change({ page: "1" })
  }

  row(row, which) {
    const least = weakest(row, which)
    const cells = row.form.sections.map((section, place) => {
      const found = row.dimensions[place]
      const value = found ? found[which] : null
      const kind = !found ? "away" : value === null ? "gap" : `level-${Math.min(LEVELS, 1 + Math.floor(share(value, section.most) * LEVELS))}`
      const says = !found ? make("span", { class: "unseen" }, "not asked") : value === null ? make("span", { class: "unseen" }, "no score") : value
      return make("td", { title: dimensionWords(section, found) }, make("span", { class: `cell ${kind}${least === place ? " deciding" : ""}` }, says))
    })
    return make("tr", {}, make("th", { scope: "row" }, nameLink(row, this.go)), ...cells)
  }
}
