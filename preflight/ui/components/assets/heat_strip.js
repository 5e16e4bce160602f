// Every question as one cell, a row for each dimension; a cell opens the details of its question below.
import { make } from "./dom.js"

const strips = new WeakMap()

/** The colours of a cell as custom properties; its pattern is a class. */
function look({ fill, ink, edge }) {
  return `--fill:${fill};--ink:${ink};--edge:${edge}`
}

function details(question) {
  const rows = [
    ["Answer", question.answer], ["Why it matters", question.why], ["Note", question.note], ["Next step", question.next_step], ["Last time", question.last_time],
  ].filter(([, words]) => words)
  const list = make("dl")
  for (const [name, words] of rows) list.append(make("dt", {}, name), make("dd", {}, words))
  if (question.evidence.length) {
    const items = question.evidence.map((each) =>
      make("li", {}, /^https?:/.test(each.url) ? make("a", { href: each.url, target: "_blank", rel: "noopener noreferrer" }, each.text || each.url) : each.text || each.url, ` · ${each.date}`, each.valid ? "" : " · too old to count")
    )
    list.append(make("dt", {}, "Evidence"), make("dd", {}, make("ul", {}, ...items)))
  } else list.append(make("dt", {}, "Evidence"), make("dd", { class: "none" }, "None yet"))
  const badge = question.blocks ? make("span", { class: "badge" }, question.blocks) : null
  return [make("h3", {}, question.text), badge, list]
}

class Strip {
  constructor(parent) {
    this.root = make("div", { class: "strip" })
    parent.append(this.root)
  }

  update({ data }) {
    const key = JSON.stringify(data)
    if (key === this.key) return
    this.key = key
    this.panel = make("div", { class: "panel", id: "details", role: "region", "aria-label": "Details of the question", "aria-live": "polite" })
    const rows = data.sections.map((section) => {
      const cells = section.questions.map((question) => this.cell(question))
      return make("div", { class: "row" }, make("span", { class: "title" }, section.title, make("span", { class: "shown" }, section.shown)), make("div", { class: "cells", role: "group", "aria-label": section.title }, ...cells))
    })
    const legend = make("div", { class: "legend" }, ...data.legend.map((each) => make("span", {}, make("i", { class: `cell ${each.pattern}`, style: look(each), "aria-hidden": "true" }, each.glyph), each.words)))
    this.root.replaceChildren(...rows, legend, this.panel)
    if (this.open) this.show(this.open)
  }

  cell(question) {
    const cell = make(
      "button",
      { type: "button", class: `cell ${question.pattern}`, style: look(question), "aria-expanded": "false", "aria-controls": "details", "aria-label": `${question.text} ${question.answer}`, title: question.text },
      question.glyph
    )
    if (question.blocks) cell.classList.add("blocks")
    cell.dataset.id = question.id
    cell.onclick = () => this.show(this.open?.id === question.id ? null : question)
    cell.onkeydown = (event) => this.arrow(event, cell)
    return cell
  }

  show(question) {
    this.open = question
    for (const cell of this.root.querySelectorAll("button.cell")) cell.setAttribute("aria-expanded", String(cell.dataset.id === question?.id))
    this.panel.replaceChildren(...(question ? details(question).filter(Boolean) : []))
  }

  arrow(event, cell) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const cells = [...this.root.querySelectorAll("button.cell")]
    cells[(cells.indexOf(cell) + step + cells.length) % cells.length].focus()
  }
}

export default function (component) {
  const { parentElement } = component
  if (!strips.has(parentElement)) strips.set(parentElement, new Strip(parentElement))
  strips.get(parentElement).update(component)
}
