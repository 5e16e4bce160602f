// Every project as a row: where it stands, since when, and until when it is to be decided. A row opens to say why.
import { make } from "./dom.js"
import { icon } from "./export_icons.js"
import { bar, spark } from "./portfolio_drawings.js"
import { details } from "./portfolio_details.js"
import { Pager } from "./portfolio_pager.js"
import { sorted, sorting } from "./portfolio_rows.js"
import { ahead, chip, link, many, nameLink, percent, purgatory } from "./portfolio_words.js"

const ROWS = 25
const ARROWS = { up: "▲", down: "▼", level: "●" }
const RISES = { up: "Rose", down: "Fell", level: "Stayed" }

export class Table {
  columns = [
    { sort: "name", title: "Project", cell: (row) => this.project(row) },
    { sort: "verdict", title: "Verdict", cell: (row) => this.verdict(row) },
    { sort: "weakest", title: "Weakest", cell: (row) => this.weakest(row) },
    { sort: "trend", title: "Trend", cell: (row) => this.trend(row) },
    { sort: "today", title: "Mean with evidence today", cell: (row) => this.evidence(row) },
    { sort: "age", title: "Assessed", cell: (row) => this.assessed(row), side: "k" },
    { sort: "pilot", title: "In pilot", cell: (row) => [row.pilot === null ? "–" : many(row.pilot, "day")], side: "n" },
    { sort: "date", title: "Decision", cell: (row) => this.decision(row), side: "k" },
  ]

  constructor({ change, go, stages }) {
    Object.assign(this, { change, go, stages, open: new Set() })
    this.pager = new Pager((page) => this.change({ page: String(page) }, { up: true }))
    this.heads = this.columns.map((column) => this.head(column))
    this.body = make("tbody", { role: "rowgroup" })
    const opener = make("th", { scope: "col", role: "columnheader" }, make("span", { class: "unseen" }, "More"))
    const head = make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...this.heads, opener))
    this.table = make("table", { role: "table", "aria-label": "Projects" }, head, this.body)
    this.element = make("div", {}, this.sorter(), make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Projects" }, this.table), this.pager.element)
  }

  /** Narrow screens have no heads to sort by. */
  sorter() {
    const select = make("select", { "aria-label": "Sort by", onchange: () => this.change({ sort: select.value, page: "1" }) })
    select.append(make("option", { value: "" }, "What wants attention first"), ...this.columns.map(({ sort, title }) => make("option", { value: sort }, title)))
    this.select = select
    return make("label", { class: "sorter" }, "Sorted by ", select)
  }

  head({ sort, title, side = "" }) {
    const button = make("button", { type: "button", onclick: () => this.sortBy(sort) }, title, make("i", { "aria-hidden": "true" }))
    return make("th", { scope: "col", role: "columnheader", class: side }, button)
  }

  /** The first press sorts as wants attention, the second the other way round, the third as it was. */
  sortBy(name) {
    const now = sorting(this.sort)
    this.change({ sort: now.name !== name ? name : now.turned ? "" : `-${name}`, page: "1" })
  }

  show(rows, state) {
    this.sort = state.sort
    const now = sorting(state.sort)
    this.select.value = now.name
    this.columns.forEach(({ sort }, place) => {
      const active = sort === now.name
      this.heads[place].setAttribute("aria-sort", active ? (now.down ? "descending" : "ascending") : "none")
      this.heads[place].querySelector("i").textContent = active ? (now.down ? "↓" : "↑") : ""
    })
    this.body.replaceChildren(...this.pager.part(sorted(rows, state.sort), state.page, ROWS).flatMap((row) => this.row(row)))
  }

  row(row) {
    const opened = this.open.has(row.id)
    const opener = make("button", { type: "button", class: "opener", "aria-expanded": String(opened), "aria-label": `More about ${row.name}`, onclick: () => this.turn(row, line, opener) }, icon("later"))
    const cells = this.columns.map(({ title, cell, side = "" }) => make("td", { role: "cell", class: side, "data-title": title }, ...cell(row)))
    const line = make("tr", { role: "row", class: row.purgatory > 0 ? "held" : "" }, ...cells, make("td", { role: "cell", class: "open" }, opener))
    return opened ? [line, this.more(row)] : [line]
  }

  turn(row, line, opener) {
    const opened = !this.open.has(row.id)
    if (opened) this.open.add(row.id)
    else this.open.delete(row.id)
    opener.setAttribute("aria-expanded", String(opened))
    if (opened) line.after(this.more(row))
    else line.nextElementSibling.remove()
  }

  more(row) {
    return make("tr", { role: "row", class: "more" }, make("td", { role: "cell", colspan: this.columns.length + 1 }, details(row, this.go)))
  }

  project(row) {
    const words = [this.stages[row.stage], row.team, row.owner].filter(Boolean).join(" · ")
    const tags = row.tags.length ? make("span", { class: "tags" }, ...row.tags.map((tag) => make("span", {}, tag))) : null
    return [nameLink(row, this.go), row.sample ? make("span", { class: "tags" }, make("span", {}, "Sample")) : null, make("small", {}, words), tags].filter(Boolean)
  }

  verdict(row) {
    const blockers = row.blockers.length ? make("small", { class: "warns" }, many(row.blockers.length, "blocker")) : null
    return [chip(row), blockers, row.provisional ? make("small", {}, "provisional") : null].filter(Boolean)
  }

  weakest(row) {
    const found = row.dimensions?.[row.weakest]
    if (!found) return ["–"]
    const section = row.form.sections[row.weakest]
    return [link(row, "path", this.go, { title: "The path to ready" }, section.title), make("small", {}, `${found[0]} of ${section.of}`)]
  }

  trend(row) {
    if (!row.assessment) return ["–"]
    if (row.change === null) return [make("small", {}, "First run")]
    const words = make("span", { class: `trend ${row.trend}` }, make("span", { "aria-hidden": "true" }, `${ARROWS[row.trend]} `), make("span", { class: "unseen" }, `${RISES[row.trend]} `), row.change)
    return [make("span", { class: "line" }, spark(row.past, Number(row.form.of)), words)]
  }

  evidence(row) {
    if (row.today === null) return ["–"]
    const old = row.aged ? make("small", { class: "warns" }, `was ${row.evidenced} · ${row.aged} grown old`) : null
    return [make("span", { class: "line" }, bar(row.today, row.evidenced, Number(row.form.of)), make("b", {}, row.today)), old].filter(Boolean)
  }

  assessed(row) {
    if (!row.assessment) return ["Not yet"]
    return [make("span", { title: row.on }, row.age === 0 ? "today" : `${many(row.age, "day")} ago`), make("small", {}, `${percent(row.covered)} covered`)]
  }

  decision(row) {
    const to = (words) => link(row, "decision", this.go, {}, words)
    const decided = row.decided ? make("small", { class: "wraps" }, row.decided) : null
    if (row.purgatory) return [purgatory(row), make("small", {}, "since ", to(row.date)), decided].filter(Boolean)
    if (row.date) return [to(row.date), make("small", { class: "wraps" }, row.decided ?? ahead(row.ahead))]
    if (row.undated) return [link(row, "pilot", this.go, { class: "warns" }, "No decision date"), decided].filter(Boolean)
    return [row.decided ? to(row.decided) : "–"]
  }
}
