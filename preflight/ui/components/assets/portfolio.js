// All projects in one view. They come once; filters, order and pages are a matter of the browser alone.
import { make, say } from "./dom.js"
import { FACETS, decoded, filtered } from "./portfolio_rows.js"
import { FILTERS, fromAddress, query, toAddress } from "./portfolio_state.js"
import { Heat } from "./portfolio_heat.js"
import { Once } from "./portfolio_once.js"
import { Radars } from "./portfolio_radars.js"
import { Table } from "./portfolio_table.js"
import { Taking } from "./portfolio_taking.js"
import { count, many } from "./portfolio_words.js"

const boards = new WeakMap()
const VIEWS = { table: "Table", radars: "Radars", heat: "Heat map", once: "Build once" }
const TOLD = { purgatory: "in purgatory", undated: "without a decision date", blocked: "blocked", aged: "with old evidence", ready: "ready", unassessed: "not assessed yet" }
const FEW = 4
const WARNS = new Set(["purgatory", "undated", "blocked", "aged"])

class Board {
  constructor(parent) {
    this.root = make("div", { class: "portfolio" })
    parent.append(this.root)
    this.state = fromAddress()
    toAddress(this.state)
  }

  update({ data, setTriggerValue }) {
    this.go = (where) => setTriggerValue("go", where)
    const key = JSON.stringify(data)
    if (key === this.key) return
    this.key = key
    this.data = data
    this.rows = decoded(data)
    this.build()
    this.show()
  }

  build() {
    const parts = { ...this.data, rows: this.rows, change: (...more) => this.change(...more), go: (where) => this.go(where) }
    this.views = { table: new Table(parts), radars: new Radars(parts), heat: new Heat(parts), once: new Once(parts) }
    this.panel = make("div", { id: "panel", role: "tabpanel", "aria-labelledby": "" })
    this.tabs = Object.entries(VIEWS).map(([name, words]) => make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", onclick: () => this.change({ view: name, page: "1" }) }, words))
    const tablist = make("div", { class: "switch", role: "tablist", "aria-label": "View", onkeydown: (event) => this.arrow(event) }, ...this.tabs)
    this.status = make("p", { class: "told", role: "status" })
    this.clear = make("button", { type: "button", class: "quiet", onclick: () => this.clearAll() }, "Show all")
    this.facets = make("div", { class: "facets", role: "group", "aria-label": "How they stand" })
    this.buttons = ["", ...Object.keys(FACETS)].map((name) => this.facet(name))
    this.facets.append(...this.buttons.map(({ button }) => button))
    const found = make("div", { class: "found" }, this.status, this.clear)
    this.taking?.end()
    this.taking = new Taking(() => query(this.state))
    this.root.replaceChildren(this.facets, this.filters(), make("div", { class: "between" }, tablist, found, this.taking.element), this.taking.told, this.panel)
  }

  facet(name) {
    const number = make("b", {})
    const words = make("span", {}, name ? TOLD[name] : "")
    const button = make("button", { type: "button", class: WARNS.has(name) ? "warns" : "", onclick: () => this.change({ only: this.state.only === name ? "" : name, page: "1" }) }, number, words)
    return { name, button, number, words }
  }

  filters() {
    const choices = {
      stage: ["Every stage", Object.entries(this.data.stages).filter(([name]) => this.rows.some((row) => row.stage === name))],
      owner: ["Every owner", this.said((row) => [row.owner])],
      tag: ["Every tag", this.said((row) => row.tags)],
      asked: ["Every questionnaire", this.data.asked.map((form) => [form.id, form.title])],
    }
    const labels = { stage: "Stage", owner: "Owner", tag: "Tag", asked: "Questionnaire" }
    this.search = make("input", { type: "search", placeholder: "Name, team, owner or tag", "aria-label": "Search", oninput: () => this.change({ q: this.search.value, page: "1" }) })
    this.selects = Object.entries(choices).map(([name, [all, options]]) => {
      const select = make("select", { name, "aria-label": labels[name], onchange: () => this.change({ [name]: select.value, page: "1" }) }, make("option", { value: "" }, all))
      select.append(...options.map(([value, words]) => make("option", { value }, words)))
      select.hidden = options.length < 2
      return select
    })
    const element = make("div", { class: "filters" }, this.search, ...this.selects)
    element.hidden = this.rows.length < FEW && !FILTERS.some((name) => this.state[name])
    return element
  }

  /** Every value that some project has, by name. */
  said(of) {
    const found = new Set(this.rows.flatMap(of).filter(Boolean))
    return [...found].sort((one, other) => one.localeCompare(other, "en")).map((each) => [each, each])
  }

  change(more, { up = false } = {}) {
    if (FILTERS.some((name) => name in more && more[name] !== this.state[name])) this.taking.forget()
    Object.assign(this.state, more)
    toAddress(this.state)
    this.show()
    if (up) this.root.querySelector(".between").scrollIntoView({ block: "start", behavior: "instant" })
  }

  clearAll() {
    this.change(Object.fromEntries([...FILTERS.map((name) => [name, ""]), ["page", "1"]]))
    this.search.focus()
  }

  show() {
    const { state } = this
    if (!VIEWS[state.view]) state.view = "table"
    const about = filtered(this.rows, state, { facet: false })
    const looked = filtered(this.rows, state)
    for (const { name, button, number, words } of this.buttons) {
      const of = name ? about.filter(FACETS[name]).length : about.length
      number.textContent = count(of)
      if (!name) words.textContent = of === 1 ? "project" : "projects"
      button.setAttribute("aria-pressed", String(state.only === name))
      button.hidden = Boolean(name) && !of && state.only !== name
    }
    if (this.search.value !== state.q) this.search.value = state.q
    for (const select of this.selects) this.choose(select, state[select.name])
    const narrowed = FILTERS.some((name) => state[name])
    this.clear.hidden = !narrowed
    say(this.status, !looked.length ? "No project is like this." : narrowed ? `${count(looked.length)} of ${many(this.rows.length, "project")}` : "")
    this.tabs.forEach((tab) => {
      const chosen = tab.id === `tab-${state.view}`
      tab.setAttribute("aria-selected", String(chosen))
      tab.tabIndex = chosen ? 0 : -1
    })
    this.panel.setAttribute("aria-labelledby", `tab-${state.view}`)
    const view = this.views[state.view]
    if (this.panel.firstElementChild !== view.element) this.panel.replaceChildren(view.element)
    view.element.hidden = !looked.length
    view.show(looked, state)
  }

  /** A filter from an address that nothing here has stays a filter that can be seen and taken off. */
  choose(select, value) {
    if (![...select.options].some((option) => option.value === value)) select.append(make("option", { value }, value))
    select.value = value
    if (value) select.hidden = false
  }

  arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const next = this.tabs[(this.tabs.findIndex((tab) => tab.tabIndex === 0) + step + this.tabs.length) % this.tabs.length]
    next.click()
    next.focus()
  }
}

export default function (component) {
  const { parentElement } = component
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement))
  boards.get(parentElement).update(component)
  return () => boards.get(parentElement).taking.end()
}
