// The deck before it is made: its slides as they will look, to tick, order and look at, in the house style or the company's.
import { Cards } from "./deck_cards.js"
import { Looks } from "./deck_looks.js"
import { DeckOrder } from "./deck_order.js"
import { LargeView } from "./deck_view.js"
import { make, say } from "./dom.js"
import { Making } from "./export_making.js"
import { keepTemplate, keptTemplate } from "./export_template.js"

const PRESETS = { assessment: "This assessment", history: "The history" }
const pickers = new WeakMap()

class Picker {
  constructor(parent) {
    this.count = make("p", { class: "count" })
    this.again = make("button", { type: "button", class: "quiet", hidden: true, onclick: () => this.usual() }, "Back to the usual slides")
    this.making = new Making({ label: "Download the deck", order: () => this.ordered(), primary: true })
    this.presets = make("div", { class: "presets", role: "radiogroup", "aria-label": "What the deck is about" })
    this.looks = new Looks({ chosen: (template) => this.template(template), removed: (template) => this.remove(template) })
    this.cards = new Cards({ changed: (sentence) => this.changed(sentence), look: (kind) => this.look(kind) })
    this.view = new LargeView({ ticked: (kind, on) => this.tick(kind, on), closed: (kind) => this.cards.cards.get(kind)?.picture.focus() })
    this.live = make("p", { class: "sr", role: "status" })
    const lead = make("p", { class: "lead" }, "Each slide as it will look, editable in PowerPoint. Untick what you don’t need, drag the rest into your order.")
    const head = make("div", { class: "head" }, make("div", { class: "about" }, make("h2", {}, "The deck"), lead), make("div", { class: "act" }, this.making.button, this.making.standing))
    const bar = make("div", { class: "choices" }, this.presets, this.looks.root)
    const under = make("div", { class: "counted" }, this.count, this.again, this.looks.told)
    this.root = make("section", { class: "deck", "aria-label": "The deck" }, head, bar, under, this.cards.root, this.view.root, this.live)
    this.dropping()
    parent.append(this.root)
  }

  update({ data, setStateValue, setTriggerValue }) {
    this.set = (look) => setStateValue("look", look)
    this.forget = (id) => setTriggerValue("forget", id)
    const first = !this.data
    this.data = data
    this.root.classList.remove("waiting")
    this.order = new DeckOrder(data.assessment, data.preset, data.slides.map((slide) => slide.kind))
    this.root.style.setProperty("--shape", data.shape)
    this.choices()
    this.looks.update(data)
    this.cards.update(data.slides, this.order)
    this.counted()
    if (first) this.remembered()
  }

  /** The template that this browser chose last is asked for, where the page brought another look. */
  remembered() {
    const kept = keptTemplate()
    if (!kept || kept.id === this.data.template) return
    if (!this.data.templates.some((each) => each.id === kept.id)) return keepTemplate(null)
    this.wait()
    this.set({ preset: this.data.preset, template: kept.id })
  }

  choices() {
    const { has_history, preset } = this.data
    this.presets.hidden = !has_history
    if (!this.presets.children.length) {
      for (const [value, words] of Object.entries(PRESETS)) {
        const input = make("input", { type: "radio", name: "preset", value })
        input.onchange = () => this.preset(value)
        this.presets.append(make("label", {}, input, make("span", {}, words)))
      }
    }
    for (const input of this.presets.querySelectorAll("input")) input.checked = input.value === preset
  }

  preset(preset) {
    this.wait()
    this.set({ preset, template: this.data.template })
  }

  template(template) {
    keepTemplate(template)
    this.wait()
    this.set({ preset: this.data.preset, template: template?.id ?? "" })
  }

  remove(template) {
    if (keptTemplate()?.id === template.id) keepTemplate(null)
    this.wait()
    this.forget(template.id)
  }

  wait() {
    this.root.classList.add("waiting")
    this.making.forget()
  }

  ordered() {
    const { assessment, preset, template } = this.data
    const slides = this.order.chosen
    if (!slides.length) return null
    return { format: "deck", assessment, slides, history: preset === "history", template: template || null }
  }

  tick(kind, on) {
    this.order.tick(kind, on)
    this.cards.place()
    this.changed("")
  }

  usual() {
    this.order.reset()
    this.cards.glide(() => this.cards.place())
    this.changed("All slides are in, in their usual order.")
    this.cards.root.querySelector(".picture").focus({ preventScroll: true })
  }

  look(kind) {
    const slides = this.order.kinds.map((each) => this.data.slides.find((slide) => slide.kind === each))
    this.view.open(slides, kind, (each) => this.order.isOn(each))
  }

  changed(sentence) {
    say(this.live, sentence)
    this.making.forget()
    this.counted()
  }

  counted() {
    const [chosen, all] = this.cards.count
    const slides = chosen === 1 ? "1 slide" : `${chosen} slides`
    say(this.count, chosen === 0 ? "No slide is ticked. Tick at least one." : chosen === all ? slides : `${slides} of ${all}`)
    this.again.hidden = this.order.isUsual
    this.making.button.setAttribute("aria-disabled", String(chosen === 0))
  }

  /** A template may also be dropped anywhere on the deck. */
  dropping() {
    const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files")
    this.root.ondragover = (event) => {
      if (!carries(event)) return
      event.preventDefault()
      this.root.classList.add("over")
    }
    this.root.ondragleave = (event) => this.root.contains(event.relatedTarget) || this.root.classList.remove("over")
    this.root.ondrop = (event) => {
      if (!carries(event)) return
      event.preventDefault()
      this.root.classList.remove("over")
      this.looks.bring(event.dataTransfer.files[0])
    }
  }
}

export default function (component) {
  const { parentElement } = component
  if (!pickers.has(parentElement)) pickers.set(parentElement, new Picker(parentElement))
  const picker = pickers.get(parentElement)
  picker.update(component)
  return () => picker.making.end()
}
