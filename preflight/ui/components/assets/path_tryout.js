// Any level of any question, tried without keeping it: what is tried lives here and on the page, never in the database.
// One dimension at a time; everything that differs from today is sent together, so that fast hands lose nothing.
import { make, say, show } from "./dom.js"

const boards = new WeakMap()
const same = (one, other) => JSON.stringify(one ?? {}) === JSON.stringify(other ?? {})
const TYPING_PAUSE_MS = 500

class Board {
  constructor(parent) {
    this.tabs = make("div", { class: "tabs", role: "tablist", "aria-label": "Dimensions" })
    this.panel = make("div", { class: "panel", role: "tabpanel", id: "tryout" })
    this.root = make("div", { class: "board" }, this.tabs, this.panel)
    parent.append(this.root)
    this.tried = {}
    this.rows = new Map()
  }

  update({ data, setTriggerValue }) {
    this.send = () => setTriggerValue("tried", this.tried)
    if (this.turn !== data.turn || this.of !== data.for) {
      this.tried = Object.fromEntries(data.sections.flatMap((section) => section.questions).filter((question) => !same(question.today, question.now)).map((question) => [question.id, question.now]))
      this.turn = data.turn
      this.of = data.for
    }
    this.data = data
    if (!data.sections.some((section) => section.id === this.current)) this.current = data.sections[0]?.id
    this.draw(true)
  }

  /** `answered` where the server has just said what it makes of it. */
  draw(answered = false) {
    const signature = JSON.stringify(this.data.sections.map((section) => [section.id, section.questions.map((question) => question.id)]))
    if (signature !== this.signature) this.buildTabs()
    this.signature = signature
    for (const section of this.data.sections) this.patchTab(section)
    const section = this.data.sections.find((each) => each.id === this.current)
    const shown = JSON.stringify([section.id, section.questions.map((question) => question.id)])
    if (shown !== this.shown) {
      this.rows = new Map(section.questions.map((question) => [question.id, this.rows.get(question.id) ?? new Row(question, (said) => this.say(question, said))]))
      this.panel.replaceChildren(...[...this.rows.values()].map((row) => row.element))
      this.panel.setAttribute("aria-labelledby", `tab-${section.id}`)
    }
    this.shown = shown
    for (const question of section.questions) this.rows.get(question.id).patch(question, this.tried[question.id] ?? question.today, answered)
  }

  buildTabs() {
    this.buttons = new Map()
    for (const section of this.data.sections) {
      const parts = { figure: make("span", { class: "figure" }), change: make("span", { class: "change" }), count: make("span", { class: "count" }) }
      const button = make("button", { type: "button", role: "tab", id: `tab-${section.id}`, "aria-controls": "tryout", onclick: () => this.open(section.id), onkeydown: (event) => this.arrow(event) }, make("span", { class: "name" }, section.title), make("span", { class: "line" }, parts.figure, parts.change, parts.count))
      this.buttons.set(section.id, { button, ...parts })
    }
    this.tabs.replaceChildren(...[...this.buttons.values()].map((each) => each.button))
  }

  patchTab(section) {
    const { button, figure, change, count } = this.buttons.get(section.id)
    const chosen = section.id === this.current
    button.setAttribute("aria-selected", String(chosen))
    button.tabIndex = chosen ? 0 : -1
    say(figure, section.figure)
    say(change, section.change)
    change.className = section.rises ? "change up" : "change down"
    const differs = section.questions.filter((question) => question.id in this.tried).length
    say(count, differs ? `${differs} tried` : "")
  }

  open(id) {
    this.current = id
    this.draw()
  }

  arrow(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const ids = [...this.buttons.keys()]
    this.open(ids[(ids.indexOf(this.current) + step + ids.length) % ids.length])
    this.buttons.get(this.current).button.focus()
  }

  say(question, said) {
    const now = this.data.sections.flatMap((section) => section.questions).find((each) => each.id === question.id)
    if (!said || same(said, now.today)) delete this.tried[question.id]
    else this.tried[question.id] = said
    this.draw()
    this.send()
  }
}

/** One question: its levels in a row. A click on today's level takes the trial back. */
class Row {
  constructor(question, say) {
    this.say = say
    this.question = question
    this.name = make("h3", { id: `try-${question.id}` }, question.text)
    this.levels = question.kind === "number" ? [] : question.options.map((option, place) => this.level(option, place))
    this.today = make("button", { type: "button", class: "today-state", onclick: () => this.say(null) })
    const group = make("div", { class: "levels", role: question.kind === "choice" ? "radiogroup" : "group", "aria-labelledby": `try-${question.id}` }, this.today, ...(question.kind === "number" ? this.number() : this.levels))
    this.words = make("p", { class: "words" })
    this.element = make("section", { class: `row ${question.kind}`, "aria-labelledby": `try-${question.id}` }, this.name, group, this.words)
  }

  level(option, place) {
    const choice = this.question.kind === "choice"
    const name = choice ? String(place + 1) : option.label
    const role = choice ? "radio" : "checkbox"
    return make("button", { type: "button", class: "level", role, "aria-label": choice ? `${place + 1}: ${option.label}` : option.label, title: [choice ? option.label : "", option.text].filter(Boolean).join(": ") || null, onclick: () => this.choose(option), onkeydown: (event) => this.key(event, place) }, name)
  }

  number() {
    this.input = make("input", { type: "text", inputmode: "decimal", "aria-labelledby": `try-${this.question.id}` })
    this.input.oninput = () => {
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.typed(), TYPING_PAUSE_MS)
    }
    this.input.onchange = () => this.typed()
    return [this.input, make("span", { class: "unit" }, [this.question.unit, this.question.range].filter(Boolean).join(" · "))]
  }

  typed() {
    clearTimeout(this.timer)
    const number = this.input.value.trim()
    if (number !== (this.said?.number ?? "")) this.say(number ? { number } : null)
  }

  choose(option) {
    if (this.question.kind === "choice") return this.say({ choices: [option.id] })
    const chosen = new Set(this.said?.choices ?? [])
    if (chosen.has(option.id)) chosen.delete(option.id)
    else {
      const alone = new Set(this.question.options.filter((each) => option.alone || each.alone).map((each) => each.id))
      for (const id of alone) chosen.delete(id)
      chosen.add(option.id)
    }
    this.say({ choices: this.question.options.map((each) => each.id).filter((id) => chosen.has(id)) })
  }

  /** Arrows move between levels without choosing one, as everywhere; a number chooses its level. */
  key(event, place) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const number = this.question.kind === "choice" && /^[1-9]$/.test(event.key) ? this.levels[Number(event.key) - 1] : null
    if (!step && !number) return
    event.preventDefault()
    if (number) {
      number.focus()
      return number.click()
    }
    this.levels[(place + step + this.levels.length) % this.levels.length].focus()
  }

  patch(question, said, answered) {
    this.question = question
    this.said = said
    const chosen = said.choices ?? []
    const today = question.today.choices ?? []
    const tried = !same(said, question.today)
    const at = Math.max(0, question.options.findIndex((option) => chosen.includes(option.id)))
    const from = question.options.findIndex((option) => today.includes(option.id))
    this.levels.forEach((level, place) => {
      const { id } = question.options[place]
      level.setAttribute("aria-checked", String(chosen.includes(id)))
      level.classList.toggle("today", today.includes(id))
      level.classList.toggle("way", question.kind === "choice" && tried && place > Math.min(from, at) && place < Math.max(from, at))
      if (question.kind === "choice") level.tabIndex = place === at ? 0 : -1
    })
    show(this.today, Boolean(question.today_words))
    this.today.textContent = question.today_words
    this.today.setAttribute("aria-pressed", String(!tried))
    if (this.input && this.input.getRootNode().activeElement !== this.input) this.input.value = said.number ?? ""
    this.element.classList.toggle("tried", tried)
    const refused = answered && tried && question.kind === "number" && Number(said.number?.replace(",", ".")) !== Number(question.now.number)
    const option = question.kind === "choice" ? question.options.find((each) => chosen.includes(each.id)) : null
    const parts = [option ? make("span", { class: "label" }, option.label) : null, tried && question.words ? make("span", { class: "was" }, question.words) : null, refused ? make("span", { class: "blocks" }, "This number doesn’t count here") : null, question.blocks ? make("span", { class: "blocks" }, question.blocks) : null].filter(Boolean)
    const words = parts.map((part) => part.textContent).join("|")
    if (words !== this.shownWords) this.words.replaceChildren(...parts)
    this.shownWords = words
  }
}

export default function (component) {
  const { parentElement } = component
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement))
  boards.get(parentElement).update(component)
}
