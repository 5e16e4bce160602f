// One slide as large as the window allows, with what to say beneath it; the arrows go on to the next.
import { slideDrawing } from "./deck_drawing.js"
import { make, say } from "./dom.js"
import { icon } from "./export_icons.js"

export class LargeView {
  /** `ticked(kind, on)` is told when a slide is put in or left out here, `closed(kind)` which one was shown last. */
  constructor({ ticked, closed }) {
    this.ticked = ticked
    this.count = make("span", { class: "count" })
    this.before = make("button", { type: "button", class: "move", "aria-label": "The slide before", onclick: () => this.go(-1) }, icon("earlier"))
    this.after = make("button", { type: "button", class: "move", "aria-label": "The next slide", onclick: () => this.go(1) }, icon("later"))
    this.tick = make("input", { type: "checkbox" })
    this.tick.onchange = () => {
      this.ticked(this.slides[this.at].kind, this.tick.checked)
      this.show()
    }
    const close = make("button", { type: "button", class: "button", onclick: () => this.root.close() }, "Close")
    this.picture = make("div", { class: "large", role: "img" })
    this.notes = make("p", { class: "notes" })
    const says = make("div", { class: "say", tabindex: "0", role: "region", "aria-label": "What to say" }, make("h3", {}, "What to say"), this.notes)
    const bar = make("div", { class: "bar" }, this.before, this.count, this.after, make("label", {}, this.tick, "In the deck"), close)
    this.root = make("dialog", { class: "view", "aria-label": "The slide, large" }, this.picture, bar, says)
    this.root.onkeydown = (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key]
      event.stopPropagation()
      if (!by || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      this.go(by)
    }
    this.root.onclick = (event) => event.target === this.root && this.root.close()
    this.root.onclose = () => closed(this.slides[this.at]?.kind)
  }

  /** Opens on a slide; `slides` are in the order of the deck, `isOn(kind)` tells which are in it. */
  open(slides, kind, isOn) {
    this.slides = slides.flatMap(({ kind: of, name, pages }) => pages.map((page) => ({ kind: of, name, ...page })))
    this.isOn = isOn
    this.at = this.slides.findIndex((slide) => slide.kind === kind)
    this.show()
    this.root.showModal()
    this.after.focus()
  }

  go(by) {
    const to = this.at + by
    if (to < 0 || to >= this.slides.length) return
    this.at = to
    this.show()
  }

  show() {
    const slide = this.slides[this.at]
    this.picture.replaceChildren(slideDrawing(slide.svg))
    this.picture.setAttribute("aria-label", `${slide.name}: ${slide.title}`)
    this.tick.checked = this.isOn(slide.kind)
    say(this.notes, slide.notes)
    // Its number in the deck, as beneath its small picture.
    const inside = this.slides.filter((each) => this.isOn(each.kind))
    const at = inside.indexOf(slide)
    say(this.count, at < 0 ? `Left out · ${slide.name}` : `${at + 1} of ${inside.length} · ${slide.name}`)
    // Not disabled, so that the keyboard stays where it is.
    this.before.setAttribute("aria-disabled", String(this.at === 0))
    this.after.setAttribute("aria-disabled", String(this.at === this.slides.length - 1))
  }
}
