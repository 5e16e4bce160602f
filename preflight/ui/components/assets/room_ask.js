// One question on the wall. Its levels stand in the same place from the first vote to the agreed answer; what is beside
// them changes. Built once for a question, then only patched.
import { make, say, show } from "./dom.js"
import { Agree } from "./room_agree.js"
import { fit, holds, shrink } from "./room_fit.js"
import { Hands } from "./room_hands.js"
import { Reveal } from "./room_reveal.js"
import { Row } from "./room_rows.js"
import { Talk } from "./room_talk.js"
import { Vote } from "./room_vote.js"
import { NOT_APPLICABLE, UNKNOWN, numberWords } from "./room_words.js"

const LONG = [90, 150, 220]

export class Ask {
  constructor(desk) {
    this.desk = desk
    this.title = make("h1", { id: "room-question", tabindex: "-1" })
    this.why = make("p", { class: "why" })
    this.list = make("ul", { class: "rows", "aria-labelledby": "room-question" })
    this.rows = []
    this.parts = { vote: new Vote(desk), reveal: new Reveal(), talk: new Talk(desk), agree: new Agree(desk), hands: new Hands(desk) }
    const { vote, reveal, talk, agree, hands } = this.parts
    this.zone = make("div", { class: "zone" }, this.why, talk.element, agree.element, agree.said, hands.element)
    this.element = make("section", { class: "ask", "aria-label": "Question" }, make("div", { class: "head" }, this.title), reveal.element, this.list, vote.element, this.zone)
    this.watch = new ResizeObserver(() => this.fit())
    this.watch.observe(this.element)
    document.fonts?.ready.then(() => this.fit())
  }

  update(view) {
    const { question, shown } = view
    this.view = view
    const built = JSON.stringify([question, question.kind === "number" ? shown?.bars.map((bar) => bar.id) : null])
    if (built !== this.built) this.build(question, shown, JSON.parse(this.built ?? "[{}]")[0].id !== question.id)
    this.built = built
    this.element.dataset.kind = question.kind
    for (const part of Object.values(this.parts)) part.update(view, this.rows)
    const resting = !view.mode
    show(this.why, resting && view.stage === "voting")
    this.patchRows(view)
    const below = JSON.stringify([built, view.stage, view.mode, view.room.round, shown?.reason, shown?.lines, view.room.agreed])
    if (this.fitted !== built) this.fit()
    else if (this.below !== below) this.fitZone()
    this.fitted = built
    this.below = below
  }

  build(question, shown, isNew) {
    say(this.title, question.text)
    say(this.why, question.why)
    this.title.dataset.length = LONG.filter((most) => question.text.length > most).length
    const options = question.kind === "number" ? (shown?.bars ?? []).map((bar) => ({ ...bar, text: "" })) : question.options
    const levels = options.map((option) => new Row({ id: option.id, mark: option.number ? String(option.number) : "", label: option.label, text: option.text, multi: question.kind === "multi", needs: option.id === question.critical && option.number > 1 }))
    const sides = [new Row({ id: "unknown", mark: "?", label: UNKNOWN, side: true }), new Row({ id: "not_applicable", mark: "–", label: NOT_APPLICABLE, side: true })]
    this.rows = [...levels, ...sides]
    this.list.style.setProperty("--levels", levels.length)
    const open = question.kind === "number" && !levels.length ? make("li", { class: "open" }, numberWords(question)) : null
    this.list.replaceChildren(...[open, ...this.rows.map((row) => row.element)].filter(Boolean))
    if (isNew) this.element.getAnimations?.().forEach((each) => each.cancel())
    if (isNew && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.element.animate?.([{ opacity: 0 }, { opacity: 1 }], { duration: 260, easing: "ease-out" })
  }

  /** Which level was agreed on, or is about to be. */
  patchRows({ stage, mode, room }) {
    const said = mode === "agree" ? this.parts.agree.chosen : stage === "agreed" ? room.agreed?.said : null
    for (const row of this.rows) {
      const chosen = said ? (row.side ? Boolean(said[row.id]) : Boolean(said.choices?.includes(row.id))) : false
      row.element.toggleAttribute("data-chosen", chosen)
      row.pick.setAttribute("aria-checked", String(chosen))
    }
    this.list.toggleAttribute("data-decided", Boolean(said))
    const choosing = mode === "agree" && this.view.question.kind === "choice"
    this.list.setAttribute("role", choosing ? "radiogroup" : "list")
    for (const row of this.rows) row.element.setAttribute("role", choosing ? "presentation" : "listitem")
  }

  fit() {
    if (this.element.hidden || !this.view) return
    fit(this.element, () => holds(this.list))
    this.fitZone()
  }

  /** What stands below the levels is fitted for itself, so that it never moves them. */
  fitZone() {
    shrink(this.zone, () => holds(this.zone) && this.parts.talk.fits)
    this.parts.talk.place()
  }

  end() {
    this.watch.disconnect()
  }
}
