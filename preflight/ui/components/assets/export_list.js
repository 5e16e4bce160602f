// Every other file that can be had of an assessment: what each is for, and a button that has it made.
import { make } from "./dom.js"
import { icon } from "./export_icons.js"
import { Making } from "./export_making.js"
import { expected } from "./export_orders.js"
import { followScheme } from "./export_scheme.js"

const lists = new WeakMap()

class List {
  constructor(parent) {
    this.root = make("div", { class: "files" })
    this.makings = []
    parent.append(this.root)
    expected()
  }

  update({ data }) {
    followScheme(this.root)
    const key = JSON.stringify(data)
    if (key === this.key) return
    this.key = key
    this.end()
    this.makings = []
    this.root.style.setProperty("--columns", data.groups.length)
    this.root.replaceChildren(...data.groups.map((group) => this.group(group)))
  }

  group({ title, files }) {
    const items = files.map((file) => this.file(file))
    return make("section", { "aria-label": title || files[0].name }, title ? make("h3", {}, title) : null, make("ul", {}, ...items))
  }

  file({ name, kind, says, picture, label, order }) {
    const making = new Making({ label, name, order: () => order })
    this.makings.push(making)
    const words = make("div", { class: "about" }, make("h4", {}, name, kind ? make("span", { class: "kind" }, kind) : null), make("p", {}, says))
    return make("li", {}, make("span", { class: "tile" }, icon(picture)), words, make("div", { class: "act" }, making.button, making.standing))
  }

  end() {
    for (const making of this.makings) making.end()
  }
}

export default function (component) {
  const { parentElement } = component
  if (!lists.has(parentElement)) lists.set(parentElement, new List(parentElement))
  const list = lists.get(parentElement)
  list.update(component)
  return () => list.end()
}
