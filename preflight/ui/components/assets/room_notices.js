// What must be said beside the questions: a refusal, the end of the room, a black screen.
import { make, say, show } from "./dom.js"

const SAID_MS = 6000
const QUIET_MS = 4000

export class Notices {
  constructor(desk) {
    this.desk = desk
    this.alert = make("p", { class: "refusal", role: "alert", popover: "manual" })
    this.status = make("p", { class: "sr", role: "status" })
    this.black = make("div", { class: "black", hidden: true, "aria-label": "The screen is black; press any key of b, . or Esc", onclick: () => desk.do("blank", { blank: false }) })
    this.end = make("section", { class: "gone", hidden: true })
    this.elements = [this.alert, this.status, this.end, this.black]
  }

  /** A sentence for a few seconds, above any panel. */
  say(sentence) {
    clearTimeout(this.timer)
    this.alert.hidePopover?.()
    say(this.alert, sentence)
    this.alert.showPopover?.()
    this.timer = setTimeout(() => this.alert.hidePopover?.(), SAID_MS)
  }

  update(view) {
    show(this.black, view.room.blank)
    if (view.room.blank) this.desk.closePanel()
    this.tell(told(view))
  }

  /** For screen readers: what changed, at most every few seconds. */
  tell(words) {
    this.words = words
    if (this.telling) return
    this.telling = true
    say(this.status, words)
    setTimeout(() => {
      this.telling = false
      if (this.words !== this.status.textContent) this.tell(this.words)
    }, QUIET_MS)
  }

  gone({ sentence, reason }, known) {
    const to = (label, place, kind) => make("button", { type: "button", class: kind, onclick: () => this.desk.leave(place) }, label)
    const again = make("button", { type: "button", class: "primary", onclick: () => location.reload() }, "Sign in again")
    const ways = reason === "signed_out" ? [again] : reason === "closed" && known ? [to("See the results", "results", "primary"), to("Home", "home", "quiet")] : [to("Home", "home", "primary")]
    this.end.replaceChildren(make("h1", {}, sentence), make("div", { class: "ways" }, ...ways))
    show(this.black, false)
    show(this.end, true)
    this.end.querySelector("button").focus()
  }
}

function told({ stage, room, question, shown }) {
  if (stage === "lobby") return `${room.joined} joined.`
  if (stage === "closing") return "The closing screen."
  const at = `Question ${room.place} of ${room.of}: ${question.text}`
  if (stage === "voting") return `${at} ${room.voted} of ${Math.max(room.here, room.voted)} have voted.`
  return stage === "revealed" ? `${at} ${shown?.summary ?? ""}` : `${at} Agreed: ${room.agreed?.words ?? ""}`
}
