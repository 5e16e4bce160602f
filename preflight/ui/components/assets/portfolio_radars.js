// Small radars side by side: the shape of every project, its spokes numbered as the key above them says.
import { make } from "./dom.js"
import { Pager } from "./portfolio_pager.js"
import { radar } from "./portfolio_drawings.js"
import { chip, dimensionWords, nameLink, purgatory } from "./portfolio_words.js"

const TILES = 24

export class Radars {
  constructor({ change, go }) {
    this.go = go
    this.pager = new Pager((page) => change({ page: String(page) }, { up: true }))
    this.key = make("div", { class: "spokes" })
    this.grid = make("ul", { class: "tiles" })
    this.none = make("p", { class: "none" })
    const legend = make("p", { class: "legend" }, make("i", { class: "claimed" }), "claimed", make("i", { class: "evidenced" }), "with evidence today")
    this.element = make("div", {}, legend, this.key, this.grid, this.none, this.pager.element)
  }

  show(rows, state) {
    const assessed = rows.filter((row) => row.assessment)
    const shown = this.pager.part(assessed, state.page, TILES)
    this.key.replaceChildren(...this.keys([...new Set(shown.map((row) => row.form))]))
    this.grid.replaceChildren(...shown.map((row) => this.tile(row)))
    const left = rows.length - assessed.length
    this.none.textContent = left ? `${left === 1 ? "One project is" : `${left} projects are`} not assessed yet and ${left === 1 ? "has" : "have"} no radar.` : ""
  }

  /** What the spokes' numbers stand for; questionnaires with the same dimensions have one key. */
  keys(forms) {
    const alike = new Map()
    for (const form of forms) {
      const names = form.sections.map(({ title }) => title)
      const known = alike.get(names.join("\n"))
      if (known) known.titles.push(form.title)
      else alike.set(names.join("\n"), { names, titles: [form.title] })
    }
    return [...alike.values()].map(({ names, titles }) => {
      const numbered = names.map((name, place) => make("span", {}, make("b", {}, `${place + 1}`), ` ${name}`))
      return make("p", {}, alike.size > 1 ? make("em", {}, titles.join(", ")) : null, ...numbered)
    })
  }

  tile(row) {
    const words = row.form.sections.map((section, place) => dimensionWords(section, row.dimensions[place])).join("; ")
    const more = purgatory(row) ?? (row.form && row.undated ? make("small", { class: "warns" }, "No decision date") : null)
    return make("li", {}, radar(row.dimensions, row.form.sections, `Radar of ${row.name}. ${words}`), make("div", { class: "under" }, nameLink(row, this.go), chip(row), more))
  }
}
