// A button that has a file made: it becomes the way to cancel, with a bar and words beside it, and tells what came of it.
import { make, say } from "./dom.js"
import { icon } from "./export_icons.js"
import { ordered, save } from "./export_orders.js"
import { size, standing, took } from "./export_words.js"

const BAR_AFTER_MS = 600

export class Making {
  /** `order()` gives what to order, or null for nothing; `label` is on the button, `name` says what it is. */
  constructor({ label, name, order, primary = false }) {
    this.label = label
    this.order = order
    this.button = make("button", { type: "button", class: primary ? "button primary" : "button", "aria-label": name && `${label}: ${name}` })
    this.words = make("span", { class: "words" })
    this.bar = make("progress", { max: 1, value: 0, hidden: true, "aria-label": name ?? label })
    this.told = make("div", { class: "told", role: "status" }, this.words)
    this.standing = make("div", { class: "standing" }, this.bar, this.told)
    this.name = name
    this.button.onclick = () => (this.ends ? this.ends.abort() : this.start())
    this.face(label, "take")
  }

  face(label, drawing) {
    this.button.replaceChildren(icon(drawing), make("span", {}, label))
    if (this.name) this.button.setAttribute("aria-label", `${label}: ${this.name}`)
  }

  async start() {
    const order = this.order()
    if (!order) return
    this.ends = new AbortController()
    const began = performance.now()
    this.standing.className = "standing"
    this.face("Cancel", "away")
    this.button.classList.add("going")
    say(this.words, "Making it…")
    try {
      const made = await ordered(order, { told: (news) => this.tell(news, performance.now() - began), signal: this.ends.signal })
      save(made)
      this.standing.classList.add("done")
      say(this.words, `Saved to your downloads: ${size(made.size)} in ${took(performance.now() - began)}`)
    } catch (error) {
      const cancelled = error.name === "AbortError"
      this.standing.classList.toggle("failed", !cancelled)
      say(this.words, cancelled ? "Cancelled." : [error.message, ...(error.problems ?? [])].join(" "))
    }
    this.ends = null
    this.bar.hidden = true
    this.button.classList.remove("going")
    this.face(this.label, "take")
  }

  tell(news, ms) {
    say(this.words, standing(news))
    if (ms < BAR_AFTER_MS || news.state !== "working" || news.of < 2) return
    this.bar.hidden = false
    this.bar.max = news.of
    this.bar.value = news.done
  }

  /** What was said about the last file no longer holds. */
  forget() {
    if (this.ends) return
    this.standing.className = "standing"
    say(this.words, "")
  }

  end() {
    this.ends?.abort()
  }
}
