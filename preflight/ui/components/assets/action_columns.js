// The board: a column for each status, the dropped ones folded away. Cards are moved by dragging, by their menus and by
// Alt with the arrows.
import { Card } from "./action_card.js"
import { glide } from "./gliding.js"
import { make, say } from "./dom.js"

const FOLDED = "dropped"
const DRAG_PX = 6
const AT_FIRST = 40
const NOTHING = { open: "Nothing waits to be begun.", doing: "Nobody is at anything.", done: "Nothing is done yet." }

export class Columns {
  constructor(acts) {
    this.acts = acts
    this.root = make("div", { class: "board" })
    this.columns = new Map()
    this.cards = new Map()
  }

  update(columns, actions) {
    if (!this.columns.size) for (const each of columns) this.column(each)
    const focused = this.root.getRootNode().activeElement
    const ids = new Set(actions.map((action) => action.id))
    for (const [id, card] of this.cards) if (!ids.has(id)) this.cards.delete(id) && card.element.remove()
    glide([...this.cards.values()].map((card) => card.element), () => {
      for (const column of this.columns.values()) this.fill(column, actions.filter((action) => action.status === column.id), columns)
    })
    // An element that changed its column lost the focus on the way.
    if (focused && this.root.contains(focused) && focused !== this.root.getRootNode().activeElement) focused.focus({ preventScroll: true })
  }

  column({ id, title }) {
    const name = make("span", {}, title)
    const count = make("span", { class: "number" })
    const list = make("ol")
    const none = make("p", { class: "nothing" }, NOTHING[id] ?? "")
    const more = make("button", { type: "button", class: "quiet", hidden: true })
    const head = make(id === FOLDED ? "summary" : "h3", {}, name, count)
    const element = make(id === FOLDED ? "details" : "section", { class: `column ${id}`, "aria-label": title }, head, list, none, more)
    const column = { id, element, count, list, none, more, most: AT_FIRST }
    this.columns.set(id, column)
    this.root.append(element)
  }

  fill(column, actions, columns) {
    say(column.count, String(actions.length))
    column.none.hidden = actions.length > 0
    if (column.id === FOLDED) column.element.hidden = !actions.length && !this.held
    actions.forEach((action, at) => {
      const card = this.cards.get(action.id) ?? this.card(action, columns)
      card.fill(action)
      card.element.hidden = at >= column.most
      if (column.list.children[at] !== card.element) column.list.insertBefore(card.element, column.list.children[at] ?? null)
    })
    column.more.hidden = actions.length <= column.most
    say(column.more, `Show the other ${actions.length - column.most}`)
    column.more.onclick = () => {
      column.most = Infinity
      this.fill(column, actions, columns)
    }
  }

  card(action, columns) {
    const card = new Card(columns, {
      ...this.acts,
      hold: (event) => this.hold(card, event),
      step: (by) => {
        const ids = columns.map((each) => each.id)
        const to = ids[ids.indexOf(card.action.status) + by]
        if (to) this.acts.move(card.action, to)
      },
    })
    this.cards.set(action.id, card)
    return card
  }

  /** The card follows the pointer; the column that it is over takes it. */
  hold(card, down) {
    if (down.button !== 0 || down.pointerType === "touch") return
    let over = null
    const drag = (event) => {
      const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY]
      if (!this.held) {
        if (Math.hypot(x, y) < DRAG_PX) return
        this.held = card
        card.element.setPointerCapture(down.pointerId)
        this.root.classList.add("dragging")
        card.element.classList.add("held")
        this.columns.get(FOLDED).element.hidden = false
      }
      card.element.style.translate = `${x}px ${y}px`
      over = [...this.columns.values()].find((column) => within(column.element, event)) ?? null
      for (const column of this.columns.values()) column.element.classList.toggle("over", column === over && column.id !== card.action.status)
    }
    const drop = (event) => {
      for (const [name, heard] of heards) document.removeEventListener(name, heard, true)
      if (!this.held) return
      this.held = null
      this.root.classList.remove("dragging")
      card.element.classList.remove("held")
      card.dragged = true
      setTimeout(() => (card.dragged = false))
      for (const column of this.columns.values()) column.element.classList.remove("over")
      const folded = this.columns.get(FOLDED)
      folded.element.hidden = !folded.list.children.length
      const to = event.type === "pointerup" ? over?.id : null
      glide([card.element], () => (card.element.style.translate = ""))
      if (to) this.acts.move(card.action, to)
    }
    const leave = (event) => {
      if (event.key !== "Escape" || !this.held) return
      event.preventDefault()
      event.stopPropagation()
      drop(event)
    }
    const heards = [["pointermove", drag], ["pointerup", drop], ["pointercancel", drop], ["keydown", leave]]
    for (const [name, heard] of heards) document.addEventListener(name, heard, true)
  }
}

function within(element, { clientX, clientY }) {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom
}
