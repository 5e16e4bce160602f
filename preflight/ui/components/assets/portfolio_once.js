// What holds the most projects up: what is built once can free them all.
import { make } from "./dom.js"
import { count, many, nameLink } from "./portfolio_words.js"

const MOST = 12
const FEW = 10

export class Once {
  constructor({ go, blockers, rows }) {
    Object.assign(this, { go, blockers, rows, whole: new Set() })
    this.list = make("ol", { class: "once" })
    this.words = make("p", { class: "lead" })
    this.element = make("div", {}, this.words, this.list)
  }

  show(rows) {
    const looked = new Set(rows)
    const found = this.blockers
      .map((blocker) => ({ blocker, held: blocker.held.filter((place) => looked.has(this.rows[place])) }))
      .filter(({ held }) => held.length)
      .sort((one, other) => other.held.length - one.held.length)
    const most = found[0]?.held.length ?? 1
    this.words.textContent = found.length ? "The critical questions that hold the most projects up. Built once, the answer to one serves them all." : "No critical question holds any of these projects up."
    this.list.replaceChildren(...found.slice(0, MOST).map((each) => this.item(each, most)))
  }

  item({ blocker, held }, most) {
    const named = this.whole.has(blocker) ? held : held.slice(0, FEW)
    const names = named.map((place) => nameLink(this.rows[place], this.go))
    const rest = held.length - named.length
    const more = rest > 0 ? make("button", { type: "button", class: "quiet", onclick: () => this.open(blocker, held, most, element) }, `and ${count(rest)} more`) : null
    const step = blocker.step ? make("p", { class: "step" }, make("b", {}, "What most need next: "), blocker.step) : null
    const about = make("p", { class: "about" }, [blocker.section, ...blocker.asked].join(" · "))
    const bar = make("div", { class: "measure", style: `--share:${((100 * held.length) / most).toFixed(1)}%`, "aria-hidden": "true" })
    const figure = make("div", { class: "figure" }, make("b", {}, count(held.length)), make("span", {}, held.length === 1 ? "project" : "projects"))
    const element = make("li", { "aria-label": `${blocker.text} Holds ${many(held.length, "project")} up.` }, figure, make("div", { class: "said" }, bar, make("h3", {}, blocker.text), about, step, make("p", { class: "names" }, ...names, more)))
    return element
  }

  open(blocker, held, most, element) {
    this.whole.add(blocker)
    const opened = this.item({ blocker, held }, most)
    element.replaceWith(opened)
    opened.querySelectorAll(".names a")[FEW]?.focus()
  }
}
