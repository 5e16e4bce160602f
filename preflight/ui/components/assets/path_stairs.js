// The bands as steps from the worst to the best; each that lies ahead opens the path that leads there.
import { make } from "./dom.js"

const stairs = new WeakMap()

class Stairs {
  constructor(parent) {
    this.root = make("ol", { class: "stairs", "aria-label": "Verdicts, from the worst to the best" })
    parent.append(this.root)
  }

  update({ data, setTriggerValue }) {
    const focused = this.root.getRootNode().activeElement?.dataset.id
    this.root.style.setProperty("--steps", data.steps.length)
    this.root.replaceChildren(...data.steps.map((step, place) => this.step(step, place, data.chosen, (id) => setTriggerValue("go", id))))
    if (focused) this.root.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus()
  }

  step(step, place, chosen, go) {
    const words = [make("b", {}, step.title), make("span", {}, step.words)]
    const look = { class: `step${step.here ? " here" : ""}`, style: step.style }
    const inside = step.can
      ? make("button", { ...look, type: "button", "data-id": step.id, "aria-pressed": String(step.id === chosen), onclick: () => go(step.id) }, ...words)
      : make("div", { ...look, "aria-current": step.here ? "step" : null }, ...words)
    return make("li", { style: `--place:${place}` }, inside)
  }
}

export default function (component) {
  const { parentElement } = component
  if (!stairs.has(parentElement)) stairs.set(parentElement, new Stairs(parentElement))
  stairs.get(parentElement).update(component)
}
