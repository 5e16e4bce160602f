// The small menu beside a chart: takes it along as a picture, a slide or a document, always drawn for light paper.
import { make, say } from "./dom.js"
import { icon } from "./export_icons.js"
import { expected } from "./export_orders.js"
import { TAKES, canCopy, taken } from "./export_taking.js"
import { keptTemplate } from "./export_template.js"

const REST = "Drawn light, for slides and paper."
const GROUND = "preflight-chart-ground"
const GAP = 6
const menus = new WeakMap()
const number = { n: 0 }

class Menu {
  constructor(parent) {
    const id = `take-${++number.n}`
    this.mark = make("span", { class: "mark" }, icon("take"))
    this.button = make("button", { type: "button", class: "take", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id }, this.mark)
    this.button.onclick = () => this.toggle()
    this.button.onkeydown = (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
      event.preventDefault()
      this.open(event.key === "ArrowUp")
    }
    this.title = make("p", { class: "title", id: `${id}-title` })
    this.says = make("p", { class: "says" })
    this.list = make("div", { role: "menu", "aria-labelledby": `${id}-title`, id })
    this.foot = make("p", { class: "foot" }, REST)
    this.sheet = make("div", { class: "sheet", popover: "manual" }, this.title, this.says, this.list, this.foot)
    this.told = make("p", { class: "sr", role: "status" })
    this.items = []
    this.busy = new Set()
    this.list.append(...TAKES.flatMap((group) => [this.group(group), make("div", { role: "separator" })]), this.ground())
    this.list.onkeydown = (event) => this.key(event)
    parent.append(make("div", { class: "place" }, this.button, this.sheet, this.told))
    this.outside = (event) => event.composedPath().includes(this.sheet) || event.composedPath().includes(this.button) || this.close()
    this.moved = (event) => event.target === this.list || this.put()
  }

  update({ data }) {
    this.data = data
    say(this.title, data.name)
    say(this.says, data.says)
    this.button.setAttribute("aria-label", `Take this chart: ${data.name}`)
    this.button.title = "Take this chart"
    const template = keptTemplate()
    const slide = this.items.find((item) => item.id === "slide")
    slide.rest = template ? `editable, as ${template.name}` : slide.hint
    if (!this.busy.has("slide")) say(slide.words, slide.rest)
  }

  group(group) {
    return make("div", { role: "group" }, ...group.map((take) => this.item(take)))
  }

  item(take) {
    const rest = take.copies && !canCopy() ? "downloads it here" : take.hint
    const words = make("span", { class: "hint" }, rest)
    const mark = make("span", { class: "mark" }, icon(take.icon))
    const element = make("div", { role: "menuitem", tabindex: "-1" }, mark, make("span", { class: "name" }, take.name), words)
    const item = { ...take, rest, words, mark, element }
    element.onclick = () => this.take(item)
    this.items.push(item)
    return element
  }

  ground() {
    this.see = make("div", { role: "menuitemcheckbox", tabindex: "-1", "aria-checked": String(this.remembered()) }, make("span", { class: "mark" }, make("i", { class: "switch" })), make("span", { class: "name" }, "Transparent background"))
    this.see.onclick = () => {
      const clear = this.see.getAttribute("aria-checked") !== "true"
      this.see.setAttribute("aria-checked", String(clear))
      try {
        localStorage.setItem(GROUND, clear ? "transparent" : "white")
      } catch {
        // It holds for as long as the page is open.
      }
    }
    return this.see
  }

  remembered() {
    try {
      return localStorage.getItem(GROUND) === "transparent"
    } catch {
      return false
    }
  }

  get rows() {
    return [...this.items.map((item) => item.element), this.see]
  }

  toggle() {
    if (this.sheet.matches(":popover-open")) this.close(true)
    else this.open()
  }

  open(last = false) {
    if (!this.sheet.matches(":popover-open")) {
      this.see.setAttribute("aria-checked", String(this.remembered()))
      expected()
      this.sheet.showPopover()
      this.button.setAttribute("aria-expanded", "true")
      this.put()
      document.addEventListener("pointerdown", this.outside, true)
      window.addEventListener("scroll", this.moved, true)
      window.addEventListener("resize", this.moved)
    }
    this.rows.at(last ? -1 : 0).focus({ preventScroll: true })
  }

  close(back = false) {
    if (!this.sheet.matches(":popover-open")) return
    this.sheet.hidePopover()
    this.button.setAttribute("aria-expanded", "false")
    document.removeEventListener("pointerdown", this.outside, true)
    window.removeEventListener("scroll", this.moved, true)
    window.removeEventListener("resize", this.moved)
    if (back) this.button.focus({ preventScroll: true })
    if (!this.busy.size) this.rest()
  }

  /** Beneath the button, above it where there is more room, else beside it. */
  put() {
    const button = this.button.getBoundingClientRect()
    const { width, height } = this.sheet.getBoundingClientRect()
    const below = button.bottom + GAP + height + GAP <= innerHeight
    const beside = !below && button.top < height + 2 * GAP
    const left = (beside ? button.left - GAP : button.right) - width
    const top = below ? button.bottom + GAP : beside ? innerHeight - height - GAP : button.top - GAP - height
    this.sheet.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`
    this.sheet.style.top = `${Math.max(GAP, top)}px`
  }

  key(event) {
    const rows = this.rows
    const at = rows.indexOf(event.target)
    const act = {
      ArrowDown: () => rows[(at + 1) % rows.length].focus(),
      ArrowUp: () => rows[(at - 1 + rows.length) % rows.length].focus(),
      Home: () => rows[0].focus(),
      End: () => rows.at(-1).focus(),
      Escape: () => this.close(true),
      Tab: () => this.close(true),
      Enter: () => event.target.click(),
      " ": () => event.target.click(),
    }[event.key]
    if (act) {
      if (event.key !== "Tab") event.preventDefault()
      event.stopPropagation()
      act()
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const letter = event.key.toLowerCase()
      const named = [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find((row) => row.querySelector(".name").textContent.toLowerCase().startsWith(letter))
      event.stopPropagation()
      named?.focus()
    }
  }

  order(item) {
    const clear = this.see.getAttribute("aria-checked") === "true" && item.order.form !== "pptx"
    const template = item.order.form === "pptx" ? keptTemplate()?.id : undefined
    return { format: "chart", assessment: this.data.assessment, chart: this.data.chart, beside: this.data.beside, ...item.order, ground: clear ? "transparent" : "white", template }
  }

  async take(item) {
    if (this.busy.has(item.id)) return
    this.begin(item)
    try {
      const { hint, sentence } = await taken(this.order(item), item.copies, (words) => this.tell(item, words))
      this.end(item, hint, sentence)
    } catch (error) {
      this.end(item, "Try again", error.message, true)
    }
  }

  begin(item) {
    this.busy.add(item.id)
    this.button.classList.remove("done", "failed")
    this.button.classList.add("busy")
    item.element.className = "busy"
    item.element.setAttribute("aria-busy", "true")
    this.tell(item, "Making it…")
    this.said("Making it…")
  }

  tell(item, words) {
    say(item.words, words)
  }

  end(item, hint, sentence, failed = false) {
    this.busy.delete(item.id)
    item.element.className = failed ? "failed" : "done"
    item.element.removeAttribute("aria-busy")
    item.mark.replaceChildren(icon(failed ? item.icon : "done"))
    this.tell(item, hint)
    this.said(sentence)
    this.foot.classList.toggle("failed", failed)
    this.button.classList.toggle("busy", this.busy.size > 0)
    if (!this.busy.size) {
      this.button.classList.add(failed ? "failed" : "done")
      this.mark.replaceChildren(icon(failed ? "away" : "done"))
    }
    if (this.sheet.matches(":popover-open")) this.put()
    else setTimeout(() => this.busy.size || this.sheet.matches(":popover-open") || this.rest(), failed ? 8000 : 3500)
  }

  said(sentence) {
    say(this.foot, sentence)
    say(this.told, sentence)
  }

  /** As it was before anything was taken. */
  rest() {
    this.button.classList.remove("done", "failed")
    this.mark.replaceChildren(icon("take"))
    this.foot.classList.remove("failed")
    say(this.foot, REST)
    for (const item of this.items) {
      item.element.className = ""
      item.mark.replaceChildren(icon(item.icon))
      say(item.words, item.rest)
    }
  }
}

export default function (component) {
  const { parentElement } = component
  if (!menus.has(parentElement)) menus.set(parentElement, new Menu(parentElement))
  const menu = menus.get(parentElement)
  menu.update(component)
  return () => menu.close()
}
