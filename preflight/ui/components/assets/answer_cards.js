// The questions that are being answered: one large on the screen, or a whole section. What a person does goes into the
// outbox and to the server; it shows as saved only when the server has acknowledged it.
import { Card } from "./card.js"
import { make, show } from "./dom.js"
import { listen } from "./keyboard.js"
import { Outbox } from "./outbox.js"

const screens = new WeakMap()
const AHEAD = /^([1-9nu?]|Arrow(Left|Right))$/
const AHEAD_MS = 1500
const HELD_MS = 1500

class Screen {
  constructor(parent) {
    this.cards = new Map()
    this.ahead = []
    this.root = make("div", { class: "screen" })
    this.list = make("div", { class: "cards" })
    this.previous = make("button", { type: "button", class: "move", onclick: () => this.go(-1) }, make("kbd", { "aria-hidden": "true" }, "←"), "Previous")
    this.next = make("button", { type: "button", class: "move next", onclick: () => this.go(1) }, "Next", make("kbd", { "aria-hidden": "true" }, "→"))
    this.helpButton = make("button", { type: "button", class: "quiet", onclick: () => this.help.showModal() }, make("kbd", { "aria-hidden": "true" }, "?"), "Keys")
    this.help = this.buildHelp()
    this.middle = make("div", { class: "sides" })
    this.moves = make("nav", { class: "moves", "aria-label": "Between questions" }, this.previous, this.middle, this.helpButton, this.next)
    this.root.append(this.list, this.moves, this.help)
    parent.append(this.root)
    this.stop = listen((key) => this.key(key))
    this.leaving = () => this.cards.forEach((card) => card.flush())
    window.addEventListener("pagehide", this.leaving)
    this.hold = (event) => this.holdDoor(event)
    document.addEventListener("click", this.hold, true)
  }

  buildHelp() {
    const keys = [["1 – 9", "choose a level"], ["→", "next question"], ["←", "previous question"], ["n", "write a note"], ["u", "nobody knows"], ["?", "this help"]]
    const rows = keys.map(([key, words]) => make("tr", {}, make("td", {}, make("kbd", {}, key)), make("td", {}, words)))
    const dialog = make("dialog", { "aria-label": "Keys" }, make("h2", {}, "Keys"), make("table", {}, ...rows))
    dialog.append(make("p", { class: "why" }, "Choose the highest level that is fully true today."), make("button", { type: "button", class: "move next", onclick: () => dialog.close() }, "Close"))
    return dialog
  }

  update(component) {
    this.send = () => component.setTriggerValue("acts", this.outbox.waiting)
    const { data } = component
    this.data = data
    if (data.assessment !== this.assessment) this.outbox = new Outbox(data.assessment, data.whose)
    this.assessment = data.assessment
    const settled = this.outbox.settle(data.acknowledged)
    this.place(data)
    for (const { entry, outcome } of settled) if (entry.do !== "go") this.cards.get(entry.question)?.undecided.settle(entry, outcome)
    for (const card of data.cards) this.cards.get(card.id).update(card, this.outbox.waitsFor(card.id))
    show(this.previous, Boolean(data.previous))
    show(this.next, Boolean(data.next))
    if (settled.some(({ outcome }) => outcome.outcome !== "saved")) this.ahead = []
    if (this.outbox.waiting.length) this.send()
    else if (this.held) setTimeout(() => this.release())
    while (this.ahead.length && !this.moving) this.key(this.ahead.shift())?.()
  }

  place(data) {
    const signature = JSON.stringify([data.assessment, data.cards.map((card) => card.id), data.large, data.readonly])
    if (signature !== this.signature) {
      this.cards.forEach((card) => card.flush())
      const options = { act: (entry) => this.act(entry), large: data.large, readonly: data.readonly }
      this.cards = new Map(data.cards.map((card) => [card.id, new Card(card, options)]))
      const cards = [...this.cards.values()]
      this.list.replaceChildren(...cards.map((card) => card.element))
      const sides = data.large && cards.length ? cards[0].sides : make("div", { class: "sides" })
      this.middle.replaceWith(sides)
      this.middle = sides
      const moved = this.signature !== undefined
      this.signature = signature
      this.current = data.cards[0]?.id
      if (moved && data.large) this.list.querySelector("h2")?.focus({ preventScroll: true })
    }
  }

  act(entry) {
    this.current = entry.question
    const card = this.cards.get(entry.question)
    if (card?.undecided.restated(entry, card.data)) return
    this.outbox.put(entry)
    card?.undecided.settle(entry, { outcome: "saved" })
    card?.update(card.data, this.outbox.waitsFor(entry.question))
    this.send()
  }

  /** A link to another page waits for what is being saved: Streamlit loses one of the two when they cross. */
  holdDoor(event) {
    const link = event.target.closest?.("a[href]")
    if (!link || link.target === "_blank" || this.released) return
    this.cards.forEach((card) => card.flush())
    if (!this.outbox.waiting.length) return
    event.preventDefault()
    event.stopPropagation()
    this.held = link
    setTimeout(() => this.release(), HELD_MS)
  }

  release() {
    const link = this.held
    if (!link) return
    this.held = null
    this.released = true
    link.click()
    this.released = false
  }

  /** Whether the next question is on its way. */
  get moving() {
    return this.outbox.waiting.some((entry) => entry.do === "go")
  }

  go(step) {
    if (this.moving) return
    const question = step > 0 ? this.data.next : this.data.previous
    if (!question) return
    this.cards.forEach((card) => card.flush())
    this.outbox.put({ do: "go", question })
    this.left = performance.now()
    this.send()
  }

  key(key) {
    if (this.help.open) return null
    if (this.moving) return AHEAD.test(key) ? () => this.remember(key) : null
    const focusedCard = [...this.cards.values()].find((card) => card.element.contains(card.element.getRootNode().activeElement))
    const card = focusedCard ?? this.cards.get(this.current)
    if (/^[1-9]$/.test(key) && card?.levels && Number(key) <= card.levels.length) return () => card.choose(Number(key) - 1)
    return {
      ArrowRight: () => this.go(1),
      ArrowLeft: () => this.go(-1),
      n: () => card?.openNote(),
      u: () => card?.toggle("unknown"),
      "?": () => this.help.showModal(),
    }[key]
  }

  /** A key that is faster than the screen is meant for the next question, never for the one just left. */
  remember(key) {
    const typing = ["n", "?"].includes(this.ahead.at(-1))
    if (!typing && performance.now() - this.left < AHEAD_MS) this.ahead.push(key)
  }

  /** Another page is drawn already, where nothing can be sent any more. */
  end() {
    this.send = () => {}
    this.cards.forEach((card) => card.flush())
    this.stop()
    window.removeEventListener("pagehide", this.leaving)
    document.removeEventListener("click", this.hold, true)
  }
}

export default function (component) {
  const { parentElement } = component
  if (!screens.has(parentElement)) screens.set(parentElement, new Screen(parentElement))
  const screen = screens.get(parentElement)
  screen.update(component)
  return () => screen.end()
}
