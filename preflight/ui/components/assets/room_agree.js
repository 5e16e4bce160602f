// What the room agrees on: the levels themselves are chosen, by click or by number, and one line says why.
import { make, say, show } from "./dom.js"
import { onward } from "./room_actions.js"
import { numberWords, saidWords } from "./room_words.js"

const WHY = "Why? One line helps whoever reads it later"
const WHY_TOLD = "What convinced the room?"
const WHY_NEEDED = "Why does it not apply?"

export class Agree {
  constructor(desk) {
    this.desk = desk
    this.chosen = null
    this.words = make("p", { class: "choice-words", role: "status" })
    this.typed = make("input", { type: "text", inputmode: "decimal", class: "typed number", oninput: () => this.type("number") })
    this.unit = make("span", { class: "unit" })
    this.numberRow = make("p", { class: "number-row" }, this.typed, this.unit)
    this.text = make("textarea", { rows: "2", maxlength: "4000", class: "typed", oninput: () => this.type("text") })
    this.why = make("input", { type: "text", maxlength: "300", class: "why-line", onkeydown: (event) => this.enter(event) })
    this.hint = make("p", { class: "hint", role: "status" })
    this.element = make("div", { class: "agree", role: "group", "aria-label": "Agreed answer" }, this.words, this.numberRow, this.text, this.why, this.hint)
    this.saidWords = make("h2")
    this.saidWhy = make("p")
    this.said = make("div", { class: "agreed", role: "status" }, make("p", { class: "saved" }, "Agreed, and saved"), this.saidWords, this.saidWhy)
  }

  /** Starts from what was agreed before, else from what most chose. */
  begin({ mode, room, question, shown }) {
    this.open = mode === "agree"
    if (!this.open) return this.forget()
    const { agreed, suggestion } = room
    this.chosen = agreed?.said ?? (suggestion !== null && question.kind === "choice" ? { choices: [suggestion] } : null)
    this.why.value = agreed?.why ?? ""
    this.typed.value = agreed?.said.number ?? ""
    this.text.value = agreed?.said.text ?? ""
    this.warned = false
    this.suggested = !agreed && Boolean(this.chosen)
    this.talkedFirst = Boolean(shown?.talk_first)
    const field = { number: this.typed, text: this.text }[question.kind]
    if (field) requestAnimationFrame(() => field.focus())
  }

  forget() {
    this.open = false
    this.chosen = null
  }

  update({ stage, mode, room, question }, rows) {
    this.view = { room, question, stage }
    const open = mode === "agree"
    show(this.element, open)
    show(this.said, stage === "agreed" && !mode)
    for (const row of rows) {
      show(row.pick, open && (row.side || ["choice", "multi"].includes(question.kind)))
      row.pick.onclick = (event) => this.choose(row, event.detail > 0)
    }
    if (stage === "agreed" && room.agreed) {
      say(this.saidWords, room.agreed.words)
      say(this.saidWhy, room.agreed.why)
    }
    if (open) this.draw()
  }

  draw() {
    const { question } = this.view
    say(this.words, this.chosen ? saidWords(question, this.chosen) : question.kind === "multi" ? "What do we agree on? Choose all that hold." : "What do we agree on?")
    this.words.classList.toggle("empty", !this.chosen)
    show(this.words, question.kind !== "text" || Boolean(this.chosen && this.chosen.text === undefined))
    show(this.numberRow, question.kind === "number")
    say(this.unit, numberWords(question))
    show(this.text, question.kind === "text")
    this.typed.setAttribute("aria-label", "Agreed number")
    this.text.setAttribute("aria-label", "Agreed answer")
    const asks = this.chosen?.not_applicable ? WHY_NEEDED : this.talkedFirst ? WHY_TOLD : WHY
    this.why.placeholder = asks
    this.why.setAttribute("aria-label", asks)
    this.why.classList.toggle("wanted", Boolean(this.chosen) && (this.talkedFirst || Boolean(this.chosen.not_applicable)) && !this.why.value)
    say(this.hint, this.warned || this.advice(question))
  }

  advice(question) {
    if (this.suggested) return "Most chose this. Another number chooses another level; Tab goes to the line."
    if (this.chosen) return "Enter saves; Tab goes to the line."
    return question.options.length ? "Type a level’s number, or click it." : ""
  }

  choose(row, byClick) {
    const { question } = this.view
    this.warned = false
    this.suggested = false
    if (row.side) this.chosen = { [row.id]: true }
    else if (question.kind === "choice") this.chosen = { choices: [row.id] }
    else this.toggle(question, row.id)
    this.desk.draw()
    if (byClick) this.why.focus()
  }

  toggle(question, id) {
    const before = this.chosen?.choices ?? []
    const option = question.options.find((each) => each.id === id)
    const others = before.filter((each) => each !== id && !option.exclusive && !question.options.find((one) => one.id === each).exclusive)
    this.chosen = { choices: before.includes(id) ? before.filter((each) => each !== id) : [...others, id] }
  }

  type(name) {
    const value = this[name === "number" ? "typed" : "text"].value.trim()
    this.chosen = value ? { [name]: value } : null
    this.warned = false
    this.desk.draw()
  }

  enter(event) {
    if (event.key !== "Enter") return
    event.preventDefault()
    this.desk.runById("forward")
  }

  /** A digit chooses that level, u says that nobody knows. */
  key(key) {
    const { rows } = this.desk.scenes.ask
    const row = key === "u" ? rows.find((each) => each.id === "unknown") : rows[Number(key) - 1]
    if (row && !(row.side && key !== "u") && !row.pick.hidden) this.choose(row, false)
  }

  /** Arrows move between the levels without choosing one. */
  step(pick, by) {
    const picks = this.desk.scenes.ask.rows.map((row) => row.pick)
    picks[(picks.indexOf(pick) + by + picks.length) % picks.length].focus()
  }

  /** Saves what is chosen; with nothing chosen it asks once, and then goes on. */
  async forward() {
    if (this.chosen) return this.save()
    if (!this.warned) return this.warn("Press again to go on without agreeing.")
    this.desk.mode("")
    return onward(this.desk, this.view)
  }

  async save() {
    const why = this.why.value.trim()
    if (this.chosen.not_applicable && !why) {
      this.why.focus()
      return this.warn("“Does not apply” needs a reason.")
    }
    if ((await this.desk.do("agree", { said: this.chosen, why })) && this.open) this.desk.mode("")
  }

  warn(sentence) {
    this.warned = sentence
    this.desk.draw()
  }
}

