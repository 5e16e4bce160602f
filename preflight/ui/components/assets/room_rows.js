// One level of a question on the wall: its words, the button that agrees on it, and the lane beside it for its bar.
import { make, say, show } from "./dom.js"

export class Row {
  constructor({ id, mark, label, text = "", side = false, multi = false, needs = false }) {
    this.id = id
    this.side = side
    this.label = label
    this.pick = make("button", { type: "button", class: "pick", role: multi && !side ? "checkbox" : "radio", "aria-checked": "false", "aria-label": mark ? `${mark} · ${label}` : label, hidden: true })
    this.bar = make("i", { class: "bar" })
    this.number = make("b")
    this.ghost = make("i", { class: "ghost" })
    this.before = make("small")
    this.groups = make("span", { class: "groups" })
    this.hand = make("input", { type: "number", class: "hand", min: "0", max: "999", inputmode: "numeric", "aria-label": `Hands for ${mark ? `${mark} · ` : ""}${label}`, hidden: true })
    this.bars = make("span", { class: "bars", "aria-hidden": "true" }, make("span", { class: "line now" }, this.bar, this.number), make("span", { class: "line then" }, this.ghost, this.before))
    this.lane = make("div", { class: "lane" }, this.bars, this.groups, this.hand)
    const words = make("div", { class: "words" }, make("p", { class: "label" }, needs ? make("small", { class: "needed" }, "needed from here on") : null, label), text ? make("p", { class: "text" }, text) : null)
    this.element = make("li", { class: side ? "row side" : "row" }, this.pick, make("span", { class: multi && !side ? "mark box" : "mark", "aria-hidden": "true" }, mark), words, this.lane, needs ? make("i", { class: "needs" }) : null)
  }

  /** The bar of this round and the outline of the one before; both as counts and as shares of the longest bar. */
  draw({ count, share, earlier, earlierShare }) {
    this.bar.style.width = `${100 * share}%`
    say(this.number, String(count))
    this.bars.classList.toggle("none", count === 0)
    show(this.ghost.parentElement, earlier !== null)
    if (earlier === null) return
    this.ghost.style.width = `${100 * earlierShare}%`
    say(this.before, String(earlier))
  }

  clear() {
    this.bar.style.width = "0"
    say(this.number, "")
    show(this.ghost.parentElement, false)
  }

  /** Small bars, one a role: [{count, share}]. */
  drawGroups(groups) {
    while (this.groups.children.length > groups.length) this.groups.lastChild.remove()
    while (this.groups.children.length < groups.length) this.groups.append(make("span", { class: "group" }, make("i"), make("b")))
    groups.forEach(({ count, share }, index) => {
      const [bar, number] = this.groups.children[index].children
      bar.style.width = `${100 * share}%`
      say(number, count ? String(count) : "·")
    })
  }
}
