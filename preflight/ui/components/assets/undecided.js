// What the server did not carry out stands on the card until a person decides: the answer, the note and the evidence
// each for themselves, so that one never hides another.
import { make } from "./dom.js"

const ANSWERS = new Set(["choose", "unknown", "not_applicable", "take_back", "number", "text"])
const SIDES = { unknown: "“Nobody knows”", not_applicable: "“Does not apply”", unanswered: "no answer", take_back: "no answer" }

/** What an entry is about; a newer entry about the same takes its place. */
function about(entry) {
  return ANSWERS.has(entry.do) ? "answer" : entry.do
}

export class Undecided {
  /** `use(entry)` sends an entry again over what is there now; `keep()` shows what is there. */
  constructor({ use, keep }) {
    this.use = use
    this.keep = keep
    this.open = new Map()
    this.element = make("div", { class: "alert", role: "alert" })
  }

  get any() {
    return this.open.size > 0
  }

  settle(entry, outcome) {
    if (outcome.outcome === "saved") this.open.delete(about(entry))
    else this.open.set(about(entry), { entry: { ...entry }, outcome })
  }

  /** Whether what was typed into this field (note, text, number) is not saved and waits for a decision. */
  holds(name) {
    return this.open.get(about({ do: name }))?.entry.do === name
  }

  /** While a conflict about the answer or the note is undecided, what a person does next changes only what would be
   * theirs; true when that is so. */
  restated(entry, data) {
    const open = this.open.get(about(entry))
    if (!["answer", "note"].includes(about(entry)) || open?.outcome.outcome !== "conflict") return false
    Object.assign(open.entry, { value: undefined }, entry)
    this.draw(data)
    return true
  }

  /** Patches the words; the buttons stay, so that the focus does. */
  draw(data) {
    const key = JSON.stringify([...this.open].map(([, { entry, outcome }]) => [entry.nonce, outcome.outcome]))
    if (key !== this.key) this.element.replaceChildren(...[...this.open.values()].map((one) => this.row(one)))
    this.key = key
    let at = 0
    for (const { entry, outcome } of this.open.values()) {
      const words = outcome.outcome === "conflict" ? conflictWords(entry, data) : outcome.message
      const place = this.element.children[at++].firstChild
      if (place.textContent !== words) place.textContent = words
    }
  }

  row({ entry, outcome }) {
    const button = (label, onclick) => make("button", { type: "button", class: "side", onclick }, label)
    const again = (label) => button(label, () => (this.open.delete(about(entry)), this.use(entry)))
    const keep = button("Keep what is there", () => (this.open.delete(about(entry)), this.keep()))
    const ways = { conflict: () => [keep, again("Use mine")], failed: () => [again("Try again")] }[outcome.outcome]?.() ?? []
    return make("div", { class: "undecided" }, make("p"), ...ways)
  }
}

/** Both values of a conflict, so that a person can decide. */
function conflictWords(entry, data) {
  const name = (ids) => ids.map((id) => data.options.findIndex((option) => option.id === id)).map((at) => `“${at + 1} · ${data.options[at]?.label}”`).join(", ") || "“None of these”"
  const theirs = SIDES[data.state] ?? (data.kind === "choice" || data.kind === "multi" ? name(data.chosen) : `“${data.typed}”`)
  if (entry.do === "choose" || SIDES[entry.do]) return `Meanwhile someone saved ${theirs} here. You chose ${SIDES[entry.do] ?? name(entry.value)}. Which one stands?`
  const words = { note: data.note, text: data.typed, number: data.typed }[entry.do]
  return words === undefined ? "Meanwhile someone changed this answer. Look at it: do you still want your change of the evidence?" : `Meanwhile someone wrote here: “${words}”. Yours: “${entry.value}”. Which one stands?`
}
