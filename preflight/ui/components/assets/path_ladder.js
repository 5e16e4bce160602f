// A path as rungs: what to do together, where it leads, and what to make of it. What is ticked lives here until it is made
// into actions; nothing here is kept.
import { make, say, show } from "./dom.js"

const ladders = new WeakMap()

function level({ mark, words, fill, ink, edge, pattern }) {
  const chip = mark ? make("i", { class: `mark ${pattern}`, style: `--fill:${fill};--ink:${ink};--edge:${edge}` }, mark) : null
  return make("span", { class: "level" }, chip, make("span", {}, words))
}

class Ladder {
  constructor(parent) {
    this.root = make("div", { class: "ladder" })
    parent.append(this.root)
  }

  update({ data, setTriggerValue }) {
    this.act = (entry) => setTriggerValue("act", entry)
    const key = JSON.stringify(data)
    if (key === this.key) return
    const focused = this.root.contains(this.root.getRootNode().activeElement)
    this.may = { make: data.makes, lock: data.locks }
    const same = JSON.stringify(data.for) === this.for
    this.for = JSON.stringify(data.for)
    this.key = key
    const before = same ? this.ticks : new Map()
    this.ticks = new Map()
    const rungs = data.rungs.map((rung) => this.rung(rung, before))
    this.root.replaceChildren(make("ol", { class: "rungs" }, ...rungs), this.bar(), ...this.locked(data.locked))
    this.count()
    if (focused) (this.root.querySelector(`[data-id="${CSS.escape(this.acted ?? "")}"]`) ?? this.make).focus()
  }

  /** Locks or unlocks a question; the keyboard goes on where it then stands. */
  lock(act, question) {
    this.acted = question
    this.act({ do: act, question })
  }

  rung(rung, before) {
    const moves = make("ul", { class: "moves" }, ...rung.moves.map((move) => this.move(move, before)))
    const landing = make("p", { class: rung.style ? "landing rises" : "landing", style: rung.style || null }, make("b", {}, rung.reaches), make("span", {}, rung.verdict))
    return make("li", { class: "rung" }, make("h3", {}, rung.title, make("span", { class: "dimension" }, rung.dimension)), moves, landing)
  }

  move(move, before) {
    const known = before.get(move.id)
    const tick = make("input", { type: "checkbox", onchange: () => this.count() })
    tick.checked = known && known.underWay === move.under_way ? known.checked : !move.under_way
    tick.underWay = move.under_way
    this.ticks.set(move.id, tick)
    tick.hidden = !this.may.make
    const title = make("label", { class: "question" }, tick, make("b", {}, move.text), make("span", { class: "effort" }, move.effort))
    const way = make("p", { class: "way" }, level(move.before), make("span", { class: "after" }, make("span", { class: "to", "aria-hidden": "true" }, "→"), make("span", { class: "sr" }, " to "), level(move.after)))
    const steps = make("ol", { class: move.steps.length > 1 ? "steps several" : "steps" }, ...move.steps.map((step) => make("li", {}, step.do, " ", step.takes ? make("span", { class: "takes" }, step.takes) : null)))
    const lock = make("button", { type: "button", class: "quiet", "aria-label": `Can’t change: ${move.text}`, title: "The path goes round it until you unlock it", "data-id": move.id, onclick: () => this.lock("lock", move.id) }, "Can’t change")
    const beside = [move.unknown ? make("p", { class: "beside" }, move.unknown) : null, move.under_way ? make("p", { class: "under-way" }, move.under_way) : null]
    return make("li", { class: "move" }, title, make("div", { class: "inside" }, make("div", { class: "line" }, way, this.may.lock ? lock : null), steps, ...beside))
  }

  bar() {
    this.make = make("button", { type: "button", class: "primary", onclick: () => this.act({ do: "make", questions: this.chosen }) })
    const tryIt = make("button", { type: "button", class: "side", onclick: () => this.act({ do: "try" }) }, "Try this path")
    this.said = make("span", { class: "said", role: "status" })
    show(this.make, this.may.make)
    return make("div", { class: "bar" }, this.make, tryIt, this.may.make ? this.said : null)
  }

  locked(questions) {
    if (!questions.length) return []
    const items = questions.map((question) =>
      make("li", {}, make("span", {}, make("b", {}, question.text), ` ${question.stands}`), this.may.lock ? make("button", { type: "button", class: "quiet", "aria-label": `Unlock: ${question.text}`, "data-id": question.id, onclick: () => this.lock("unlock", question.id) }, "Unlock") : null)
    )
    return [make("section", { class: "locked", "aria-label": "Locked" }, make("h3", {}, "Locked, so left as it is"), make("ul", {}, ...items))]
  }

  get chosen() {
    return [...this.ticks].filter(([, tick]) => tick.checked).map(([id]) => id)
  }

  count() {
    const { length } = this.chosen
    this.make.textContent = length === 1 ? "Make this an action" : length === 0 ? "Make these actions" : `Make these ${length} actions`
    this.make.disabled = length === 0
    const left = this.ticks.size - length
    say(this.said, left ? `${length} of ${this.ticks.size} ticked` : "")
    show(this.said, left > 0)
  }
}

export default function (component) {
  const { parentElement } = component
  if (!ladders.has(parentElement)) ladders.set(parentElement, new Ladder(parentElement))
  ladders.get(parentElement).update(component)
}
