// What to talk about: first of all, and why; what gets people talking; and what they wrote.
import { make, say, show } from "./dom.js"
import { holds } from "./room_fit.js"

export class Talk {
  constructor(desk) {
    this.title = make("h2")
    this.reason = make("p", { class: "reason" })
    this.prompts = make("ul", { class: "prompts" })
    this.talk = make("div", { class: "talk" }, make("div", { class: "lead" }, this.title, this.reason), this.prompts)
    this.lines = make("div", { class: "lines" })
    this.more = make("button", { type: "button", class: "quiet", onclick: () => desk.panel("lines") })
    this.voices = make("section", { class: "voices", "aria-label": "What people wrote" }, this.lines, this.more)
    this.element = make("div", { class: "talking" }, this.talk, this.voices)
  }

  update({ stage, mode, shown, question }) {
    const visible = stage === "revealed" && !mode && Boolean(shown)
    show(this.element, visible)
    if (!visible) return
    this.talk.classList.toggle("first", shown.talk_first)
    say(this.title, shown.talk_first ? "Talk about this first" : "To get talking")
    say(this.reason, shown.talk_first ? shown.reason : "")
    show(this.reason, shown.talk_first)
    show(this.talk, shown.talk_first || question.prompts.length > 0)
    this.put(this.prompts, question.prompts, (prompt) => make("li", {}, prompt))
    show(this.voices, shown.lines.length > 0)
    this.element.classList.toggle("alone", !shown.lines.length)
    this.put(this.lines, shown.lines, line)
  }

  /** Whether all of it is in sight. */
  get fits() {
    return this.element.hidden || holds(this.talk)
  }

  put(place, items, draw) {
    const key = JSON.stringify(items)
    if (place.dataset.of !== key) place.replaceChildren(...items.map(draw))
    place.dataset.of = key
  }

  /** Only lines that fit whole are shown; a button says how many more there are. */
  place() {
    if (this.element.hidden || this.voices.hidden) return
    const lines = [...this.lines.children]
    lines.forEach((each) => show(each, true))
    say(this.more, "Comments")
    let kept = lines.length
    while (kept > 0 && !holds(this.lines)) show(lines[--kept], false)
    say(this.more, kept === lines.length ? "Comments" : kept ? `Comments: ${lines.length - kept} more` : `Comments (${lines.length})`)
  }
}

/** One thing that somebody wrote, with what they chose. */
export function line({ words, said }) {
  return make("p", { class: "voice" }, make("span", { class: "tag" }, said), words)
}
