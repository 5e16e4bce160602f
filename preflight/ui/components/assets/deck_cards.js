// The slides of a deck side by side: each with its tick, moved by dragging, by its buttons and by Alt with the arrows.
import { slideDrawing } from "./deck_drawing.js"
import { make, say } from "./dom.js"
import { icon } from "./export_icons.js"
import { glide } from "./gliding.js"

const DRAG_PX = 6
const EARLIER = ["ArrowLeft", "ArrowUp"]
const LATER = ["ArrowRight", "ArrowDown"]

export class Cards {
  /** `changed(sentence)` is told of what the person did, `look(kind)` that they want to see a slide large. */
  constructor({ changed, look }) {
    this.changed = changed
    this.look = look
    this.root = make("ol", { class: "slides" })
    this.cards = new Map()
  }

  /** Shows the slides in an order. */
  update(slides, order) {
    this.order = order
    const kinds = new Set(slides.map((slide) => slide.kind))
    for (const [kind, card] of this.cards) {
      if (kinds.has(kind)) continue
      card.element.remove()
      this.cards.delete(kind)
    }
    for (const slide of slides) {
      if (!this.cards.has(slide.kind)) this.cards.set(slide.kind, this.card(slide))
      this.fill(this.cards.get(slide.kind), slide)
    }
    this.place()
  }

  card(slide) {
    const { kind } = slide
    const picture = make("button", { type: "button", class: "picture", "aria-keyshortcuts": "Alt+ArrowLeft Alt+ArrowRight" })
    const tick = make("input", { type: "checkbox" })
    const number = make("span", { class: "number", "aria-hidden": "true" })
    const name = make("span", { class: "name" })
    const earlier = make("button", { type: "button", class: "move" }, icon("earlier"))
    const later = make("button", { type: "button", class: "move" }, icon("later"))
    const element = make("li", {}, picture, make("div", { class: "under" }, make("label", {}, tick, number, name), earlier, later))
    const card = { kind, element, picture, tick, number, name, earlier, later }
    tick.onchange = () => {
      this.order.tick(kind, tick.checked)
      this.place()
      this.changed(tick.checked ? `${card.words} is in the deck.` : `${card.words} is left out.`)
    }
    earlier.onclick = () => this.step(card, -1)
    later.onclick = () => this.step(card, 1)
    element.onkeydown = (event) => {
      const by = EARLIER.includes(event.key) ? -1 : LATER.includes(event.key) ? 1 : 0
      if (!by || !event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      this.step(card, by)
    }
    picture.onclick = (event) => (event.detail > 0 && card.dragged) || this.look(kind)
    picture.onpointerdown = (event) => this.hold(card, event)
    picture.ondragstart = (event) => event.preventDefault()
    return card
  }

  fill(card, slide) {
    const [{ title, svg }] = slide.pages
    card.pages = slide.pages.length
    if (card.svg === svg && card.words === slide.name) return
    card.svg = svg
    card.words = slide.name
    card.picture.replaceChildren(slideDrawing(svg))
    card.picture.setAttribute("aria-label", `${slide.name}: ${title}. Look at it large`)
    card.earlier.setAttribute("aria-label", `Move ${slide.name} earlier`)
    card.later.setAttribute("aria-label", `Move ${slide.name} later`)
    card.earlier.title = "Earlier (Alt+←)"
    card.later.title = "Later (Alt+→)"
    say(card.name, slide.name)
  }

  /** Puts each card where the order has it, and numbers those that are in; a long table goes over several slides. */
  place() {
    let number = 0
    this.order.slides.forEach(({ kind, on }, at) => {
      const card = this.cards.get(kind)
      card.tick.checked = on
      card.element.classList.toggle("out", !on)
      card.element.classList.toggle("several", card.pages > 1)
      const first = number + 1
      if (on) number += card.pages
      say(card.number, !on ? "–" : first === number ? String(number) : `${first}–${number}`)
      card.earlier.disabled = at === 0
      card.later.disabled = at === this.order.slides.length - 1
      if (this.root.children[at] !== card.element) this.root.insertBefore(card.element, this.root.children[at] ?? null)
    })
  }

  /** How many slides the ticked ones come to, of how many. */
  get count() {
    const pages = (kinds) => kinds.reduce((sum, kind) => sum + this.cards.get(kind).pages, 0)
    return [pages(this.order.chosen), pages(this.order.kinds)]
  }

  step(card, by) {
    const at = this.order.kinds.indexOf(card.kind)
    if (at + by < 0 || at + by >= this.order.slides.length) return
    const focused = this.root.getRootNode().activeElement
    this.glide(() => {
      this.order.move(card.kind, at + by)
      this.place()
    })
    // A button that has come to an end hands the keyboard to the slide itself.
    if (focused && card.element.contains(focused)) (focused.disabled ? card.picture : focused).focus({ preventScroll: true })
    card.element.scrollIntoView({ block: "nearest" })
    this.changed(`${card.words} is now ${at + by + 1} of ${this.order.slides.length}.`)
  }

  /** Lets the cards slide to where `change` puts them. */
  glide(change) {
    glide([...this.cards.values()].map((card) => card.element), change)
  }

  hold(card, down) {
    card.dragged = false
    if (down.button !== 0 || down.pointerType === "touch") return
    const start = this.order.kinds.indexOf(card.kind)
    const drag = (event) => {
      if (!card.dragged) {
        if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < DRAG_PX) return
        card.dragged = true
        card.picture.setPointerCapture(down.pointerId)
        this.root.classList.add("dragging")
        card.element.classList.add("held")
      }
      this.over(card, event)
    }
    const drop = () => {
      for (const [name, heard] of heards) document.removeEventListener(name, heard, true)
      this.root.classList.remove("dragging")
      card.element.classList.remove("held")
      const at = this.order.kinds.indexOf(card.kind)
      if (card.dragged && at !== start) this.changed(`${card.words} is now ${at + 1} of ${this.order.slides.length}.`)
    }
    const leave = (event) => {
      if (event.key !== "Escape" || !card.dragged) return
      event.preventDefault()
      event.stopPropagation()
      this.glide(() => {
        this.order.move(card.kind, start)
        this.place()
      })
      drop()
    }
    const heards = [["pointermove", drag], ["pointerup", drop], ["pointercancel", drop], ["keydown", leave]]
    for (const [name, heard] of heards) document.addEventListener(name, heard, true)
  }

  /** The held card takes the place of the one that the pointer is over. */
  over(card, { clientX, clientY }) {
    for (const other of this.cards.values()) {
      if (other === card || other.element.getAnimations().length) continue
      const { left, right, top, bottom } = other.element.getBoundingClientRect()
      if (clientX < left || clientX > right || clientY < top || clientY > bottom) continue
      const to = this.order.kinds.indexOf(other.kind)
      const from = this.order.kinds.indexOf(card.kind)
      // Over the near half of a neighbour nothing moves yet, or the two would change places for ever.
      const beyond = clientX > (left + right) / 2
      if (Math.abs(to - from) === 1 && beyond !== to > from) return
      return this.glide(() => {
        this.order.move(card.kind, to)
        this.place()
      })
    }
  }
}
