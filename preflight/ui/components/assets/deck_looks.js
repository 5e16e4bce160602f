// What a deck looks like: the house style, or a template of the company's own, brought in here and kept for the next time.
import { make, say } from "./dom.js"
import { accepted, brought } from "./export_arrivals.js"
import { icon } from "./export_icons.js"

const HOUSE = ""
const NOT_HERE = "Its logo and fonts show in PowerPoint, not here."

export class Looks {
  /** `chosen(template)` is told {id, name} or null for the house style, `removed(template)` which one is to go. */
  constructor({ chosen, removed }) {
    this.chosen = chosen
    this.removed = removed
    this.file = make("input", { type: "file", accept: ".pptx,.potx", hidden: true })
    this.file.onchange = () => {
      this.bring(this.file.files[0])
      this.file.value = ""
    }
    this.add = make("button", { type: "button", class: "chip add", onclick: () => this.file.click() }, icon("bring"), make("span", {}, "Use your company’s template"))
    this.options = make("div", { class: "options", role: "radiogroup", "aria-label": "Look" })
    /** What is said of a template; it stands where the deck has room for it. */
    this.told = make("p", { class: "told", role: "status" })
    this.root = make("div", { class: "looks" }, make("span", { class: "label", "aria-hidden": "true" }, "Look"), this.options, this.add, this.file)
  }

  update({ templates, template, sentence, keeps }) {
    this.keeps = keeps
    this.add.hidden = !keeps
    const signature = JSON.stringify([templates, keeps])
    if (signature !== this.signature) this.build(templates)
    this.signature = signature
    this.at = template
    for (const input of this.options.querySelectorAll("input")) input.checked = input.value === template
    if (sentence) this.say(sentence, true)
  }

  build(templates) {
    const options = [{ id: HOUSE, name: "House style" }, ...templates]
    this.options.replaceChildren(...options.map((each) => this.option(each)))
  }

  option(template) {
    const input = make("input", { type: "radio", name: "look", value: template.id })
    input.onchange = () => {
      this.say(template.id === HOUSE ? "" : NOT_HERE)
      this.chosen(template.id === HOUSE ? null : template)
    }
    const label = make("label", { class: "chip" }, input, make("span", {}, template.name))
    if (template.id === HOUSE || !this.keeps) return label
    const away = make("button", { type: "button", class: "away", "aria-label": `Remove the template ${template.name}`, title: "Remove this template" }, icon("away"))
    away.onclick = () => this.ask(template)
    return make("span", { class: "pair" }, label, away)
  }

  ask(template) {
    const yes = make("button", { type: "button", class: "button" }, "Remove it")
    const no = make("button", { type: "button", class: "button quiet" }, "Keep it")
    yes.onclick = () => {
      this.say("")
      this.removed(template)
    }
    no.onclick = () => this.say("")
    this.told.className = "told asking"
    this.told.replaceChildren(make("span", {}, `Remove “${template.name}” for everyone here? Decks made with it stay as they are.`), yes, no)
    yes.focus()
  }

  say(sentence, failed = false) {
    this.told.className = failed ? "told failed" : "told"
    this.told.setAttribute("role", failed ? "alert" : "status")
    say(this.told, sentence)
  }

  /** Brings a template in, keeps it and chooses it; one that can't serve says why. */
  async bring(file) {
    if (!file || this.busy) return
    this.busy = true
    this.add.classList.add("busy")
    this.say(`Looking at “${file.name}”…`)
    try {
      const { arrival } = await brought("template", file)
      const kept = await accepted(arrival)
      this.say(`“${kept.name}” is kept for the next time. ${NOT_HERE}`)
      this.chosen({ id: kept.template, name: kept.name })
    } catch (error) {
      this.say([error.message, ...(error.problems ?? [])].join(" "), true)
    } finally {
      this.busy = false
      this.add.classList.remove("busy")
    }
  }
}
