// One question: its levels, its note and its evidence. Built once for a question, then only patched, so that nothing
// flickers and the cursor stays where it is.
import { make, say, show } from "./dom.js"
import { EvidencePart } from "./evidence.js"
import { Undecided } from "./undecided.js"

const TYPING_PAUSE_MS = 600

export class Card {
  /** `act(entry)` hands over what the person did; `large` is one question on the screen, else a row of a section. */
  constructor(data, { act, large, readonly }) {
    this.act = (entry) => act({ question: this.data.id, seen: this.data.version, ...entry })
    this.readonly = readonly
    this.large = large
    this.data = data
    this.waiting = []
    this.timers = {}
    this.element = make("section", { class: large ? "card large" : "card compact", "aria-labelledby": `t-${data.id}` })
    this.buildHead()
    this.buildAnswer()
    this.buildBeside()
    this.update(data, [])
  }

  buildHead() {
    const { data } = this
    this.badges = make("span", { class: "badges" })
    this.status = make("span", { class: "status", role: "status" })
    this.element.append(
      make("div", { class: "kicker" }, make("span", {}, data.place), this.badges, this.status),
      make(this.large ? "h2" : "h3", { id: `t-${data.id}`, tabindex: "-1" }, data.text)
    )
    if (data.why) this.element.append(make("p", { class: "why" }, data.why))
  }

  buildAnswer() {
    const { data } = this
    if (data.kind === "choice" || data.kind === "multi") this.buildLevels()
    else if (data.kind === "number") this.buildNumber()
    else this.buildText()
    this.undecided = new Undecided({
      use: (entry) => this.act({ ...entry, seen: this.data.version }),
      keep: () => this.update(this.data, this.waiting),
    })
    this.unknown = this.sideButton("Nobody knows", "u", () => this.toggle("unknown"))
    this.notApplicable = this.sideButton("Does not apply", "", () => this.openReason())
    this.noneOfThese = this.data.kind === "multi" && !this.data.options.some((option) => option.exclusive) ? this.sideButton("None of these", "", () => this.act({ do: "choose", value: [] })) : null
    this.takeBack = make("button", { type: "button", class: "quiet", onclick: () => this.act({ do: "take_back" }) }, "Clear answer")
    this.reason = make("input", { type: "text", maxlength: "300", placeholder: "Why does it not apply?", "aria-label": "Why does it not apply?", oninput: () => (this.reasonOpen = true) })
    this.reasonSave = make("button", { type: "submit", class: "quiet" }, "Save reason")
    this.reasonRow = make("form", { class: "reason", onsubmit: (event) => this.saveReason(event) }, this.reason, this.reasonSave)
    // On a large card these stand in the bar at the foot of the screen, always in sight.
    this.sides = make("div", { class: "sides", role: "group", "aria-label": "Other answers" }, this.noneOfThese, this.unknown, this.notApplicable, this.takeBack)
    if (!this.large) this.element.append(this.sides)
    this.element.append(this.reasonRow, this.undecided.element)
  }

  sideButton(label, key, onclick) {
    const hint = key ? make("kbd", { "aria-hidden": "true" }, key) : null
    return make("button", { type: "button", class: "side", "aria-pressed": "false", onclick }, hint, label)
  }

  buildLevels() {
    const { data } = this
    const multi = data.kind === "multi"
    this.levels = data.options.map((option, index) =>
      make(
        "button",
        { type: "button", class: "level", role: multi ? "checkbox" : "radio", "aria-checked": "false", title: this.large ? null : option.text || null, onclick: () => this.choose(index), onkeydown: (event) => this.arrow(event, index) },
        make("span", { class: "mark", "aria-hidden": "true" }, String(index + 1)),
        make("span", { class: "words" }, make("strong", {}, option.label), option.text ? make("span", { class: "text" }, option.text) : null),
        make("span", { class: "last" })
      )
    )
    this.element.append(make("div", { class: "levels", role: multi ? "group" : "radiogroup", "aria-labelledby": `t-${data.id}` }, ...this.levels))
    if (!this.large) {
      this.chosenText = make("p", { class: "chosen-text" })
      this.element.append(this.chosenText)
    }
  }

  buildNumber() {
    const { data } = this
    this.input = make("input", { type: "text", inputmode: "decimal", class: "number", "aria-labelledby": `t-${data.id}`, oninput: () => this.later("number", this.input), onblur: () => this.now("number") })
    const range = data.range ? make("span", { class: "why" }, data.range) : null
    this.element.append(make("div", { class: "typed" }, this.input, make("span", {}, data.unit), range))
  }

  buildText() {
    this.input = make("textarea", { rows: "3", maxlength: "4000", "aria-labelledby": `t-${this.data.id}`, oninput: () => this.later("text", this.input), onblur: () => this.now("text") })
    this.element.append(make("div", { class: "typed" }, this.input))
  }

  buildBeside() {
    const { data } = this
    this.note = make("textarea", { rows: this.large ? "3" : "2", maxlength: "4000", placeholder: "What stands behind this answer?", "aria-label": "Note", oninput: () => this.later("note", this.note) })
    this.note.onblur = () => this.now("note")
    this.noteMark = make("span", { class: "count" })
    this.notePart = make("details", { class: "part" }, make("summary", {}, "Note ", make("kbd", { "aria-hidden": "true" }, "n"), this.noteMark), this.note)
    this.evidence = new EvidencePart(data, { act: this.act, readonly: this.readonly })
    this.beside = make("div", { class: "beside" }, this.notePart, this.evidence.element)
    if (data.prompts.length) {
      const prompts = make("ul", {}, ...data.prompts.map((prompt) => make("li", {}, prompt)))
      this.beside.append(make("details", { class: "part" }, make("summary", {}, "To get talking"), prompts))
    }
    this.element.append(this.beside)
  }

  /** Patches what may change: `waiting` are this question's entries that the server has not acknowledged. */
  update(data, waiting) {
    this.data = data
    this.waiting = waiting
    const pending = waiting.findLast((entry) => ["choose", "unknown", "not_applicable", "take_back"].includes(entry.do))
    const chosen = pending?.do === "choose" ? pending.value : pending ? [] : data.chosen
    const state = pending ? { choose: "answered", take_back: "unanswered" }[pending.do] ?? pending.do : data.state
    this.levels?.forEach((level, index) => {
      const option = data.options[index]
      level.setAttribute("aria-checked", String(chosen.includes(option.id)))
      level.classList.toggle("pending", pending?.do === "choose" && chosen.includes(option.id))
      level.disabled = this.readonly
      const marks = [data.needs === option.id ? "needed at least" : "", data.last_time.includes(option.id) ? "last time" : ""].filter(Boolean)
      this.mark(level.querySelector(".last"), marks)
    })
    if (data.kind === "choice" && this.levels) this.roveFocus(chosen)
    if (this.chosenText) say(this.chosenText, data.kind === "multi" ? "" : (data.options.find((option) => chosen.includes(option.id))?.text ?? ""))
    this.noneOfThese?.setAttribute("aria-pressed", String(state === "answered" && chosen.length === 0))
    this.unknown.setAttribute("aria-pressed", String(state === "unknown"))
    this.notApplicable.setAttribute("aria-pressed", String(state === "not_applicable"))
    for (const control of [this.noneOfThese, this.unknown, this.notApplicable, this.takeBack]) if (control) control.disabled = this.readonly
    show(this.takeBack, state !== "unanswered" && !this.readonly)
    if (!this.reasonOpen) {
      show(this.reasonRow, state === "not_applicable")
      if (pending?.do !== "not_applicable" && !this.undecided.holds("not_applicable")) this.fill(this.reason, data.reason)
    }
    this.reason.readOnly = this.readonly
    show(this.reasonSave, !this.readonly)
    if (!this.unsaved("note")) this.fill(this.note, data.note)
    this.note.readOnly = this.readonly
    say(this.noteMark, data.note ? " •" : "")
    if (this.input) {
      if (!this.unsaved(data.kind)) this.fill(this.input, data.typed)
      this.input.readOnly = this.readonly
    }
    this.evidence.update(data)
    this.undecided.draw(data)
    this.updateBadges(data)
    this.updateStatus(data, waiting)
  }

  /** Small words at the right of a level. */
  mark(place, words) {
    if (place.textContent !== words.join("")) place.replaceChildren(...words.map((word) => make("span", {}, word)))
  }

  updateBadges(data) {
    const badges = []
    if (data.needs) badges.push(make("span", { class: "badge critical", title: "Below the marked level this question holds the verdict back" }, "Critical"))
    if (data.last_label) badges.push(make("span", { class: "badge" }, `Last time: ${data.last_label}`))
    if (this.badges.textContent !== badges.map((badge) => badge.textContent).join("")) this.badges.replaceChildren(...badges)
  }

  updateStatus(data, waiting) {
    const refused = this.undecided.any
    const words = this.readonly ? "" : waiting.length ? "Saving…" : refused ? "Not saved" : data.version ? "✓ Saved" : ""
    say(this.status, words)
    this.status.className = `status ${waiting.length ? "saving" : refused ? "refused" : "saved"}`
    this.element.dataset.saved = String(!waiting.length && !refused && data.version > 0)
  }

  /** Whether what stands in a field (note, text, number) is not saved: typed just now, on its way, or undecided. */
  unsaved(name) {
    return name in this.timers || this.waiting.some((entry) => entry.do === name) || this.undecided.holds(name)
  }

  fill(input, value) {
    if (input.value !== value) input.value = value
  }

  choose(index) {
    if (this.readonly) return
    const option = this.data.options[index]
    if (!option) return
    this.reasonOpen = false
    if (this.data.kind === "choice") return this.act({ do: "choose", value: [option.id] })
    const others = this.data.options.filter((each, place) => this.levels[place].getAttribute("aria-checked") === "true" && each.id !== option.id)
    const wasChosen = this.levels[index].getAttribute("aria-checked") === "true"
    const kept = option.exclusive ? [] : others.filter((each) => !each.exclusive).map((each) => each.id)
    this.act({ do: "choose", value: wasChosen ? others.map((each) => each.id) : [...kept, option.id] })
  }

  toggle(what) {
    if (this.readonly) return
    this.reasonOpen = false
    this.act({ do: this.data.state === what ? "take_back" : what })
  }

  openReason() {
    if (this.readonly) return
    if (this.data.state === "not_applicable") return this.act({ do: "take_back" })
    this.reasonOpen = true
    show(this.reasonRow, true)
    this.reason.focus()
  }

  saveReason(event) {
    event.preventDefault()
    if (this.reason.value.trim()) this.reasonOpen = false
    this.act({ do: "not_applicable", value: this.reason.value })
  }

  /** Arrows move between levels without choosing one: an arrow must never save by accident. */
  arrow(event, index) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    this.levels[(index + step + this.levels.length) % this.levels.length].focus()
  }

  roveFocus(chosen) {
    const at = Math.max(0, this.data.options.findIndex((option) => chosen.includes(option.id)))
    this.levels.forEach((level, index) => (level.tabIndex = index === at ? 0 : -1))
  }

  openNote() {
    this.notePart.open = true
    this.note.focus()
  }

  /** Saves what is typed after a pause, over the answer as it stood when the typing began. */
  later(name, input) {
    if (this.undecided.restated({ do: name, value: input.value }, this.data)) return
    const seen = this.timers[name]?.seen ?? this.waiting.find((entry) => entry.do === name)?.seen ?? this.data.version
    clearTimeout(this.timers[name]?.handle)
    this.timers[name] = { input, seen, handle: setTimeout(() => this.now(name), TYPING_PAUSE_MS) }
  }

  /** Saves at once what was typed and is still waiting for a pause. */
  now(name) {
    if (!(name in this.timers)) return
    const { input, seen, handle } = this.timers[name]
    clearTimeout(handle)
    delete this.timers[name]
    if (name !== "number" || input.value.trim()) this.act({ do: name, value: input.value, seen })
  }

  flush() {
    for (const name of Object.keys(this.timers)) this.now(name)
  }
}
