// The quiet list of all questions with their state, and the progress of each dimension.
import { make } from "./dom.js"

const lists = new WeakMap()
const GLYPH = { answered: "●", unknown: "?", not_applicable: "–", unanswered: "○" }
const WORDS = { answered: "answered", unknown: "nobody knows", not_applicable: "does not apply", unanswered: "not answered" }

class List {
  constructor(parent) {
    this.root = make("nav", { "aria-label": "All questions" })
    parent.append(this.root)
    this.buttons = new Map()
  }

  update({ data, setTriggerValue }) {
    const signature = JSON.stringify(data.sections.map((section) => [section.title, section.questions.map((question) => [question.id, question.text])]))
    if (signature !== this.signature) this.build(data, setTriggerValue)
    this.signature = signature
    this.go = (id) => setTriggerValue("go", id)
    data.sections.forEach((section, index) => {
      const part = this.parts[index]
      part.count.textContent = `${section.said} / ${section.asked}`
      part.bar.max = Math.max(section.asked, 1)
      part.bar.value = section.said
      for (const question of section.questions) this.patch(question, data.current)
    })
  }

  build(data) {
    this.buttons.clear()
    this.parts = data.sections.map((section) => {
      const count = make("span", { class: "count" })
      const bar = make("progress", { "aria-label": `${section.title}: questions answered` })
      const list = make("ol")
      for (const question of section.questions) {
        const button = make("button", { type: "button", title: question.full }, make("span", { class: "dot", "aria-hidden": "true" }), make("span", { class: "name" }, question.text), make("span", { class: "sr" }))
        button.onclick = () => this.go(question.id)
        this.buttons.set(question.id, button)
        list.append(make("li", {}, button))
      }
      return { element: make("section", {}, make("h3", {}, section.title, count), bar, list), count, bar }
    })
    this.root.replaceChildren(...this.parts.map((part) => part.element))
  }

  patch(question, current) {
    const button = this.buttons.get(question.id)
    button.className = question.blocks ? `${question.state} blocks` : question.state
    const [dot, , hint] = button.children
    dot.textContent = question.level || GLYPH[question.state]
    hint.textContent = `, ${WORDS[question.state]}${question.blocks ? ", blocks" : ""}`
    if (question.id === current) {
      if (button.getAttribute("aria-current") !== "step") {
        button.setAttribute("aria-current", "step")
        button.scrollIntoView({ block: "nearest" })
      }
    } else button.removeAttribute("aria-current")
  }
}

export default function (component) {
  const { parentElement } = component
  if (!lists.has(parentElement)) lists.set(parentElement, new List(parentElement))
  lists.get(parentElement).update(component)
}
