// The closing screen: the radar as it grew, the verdict, what was disagreed about most and what was agreed, and what blocks.
import { make, say, show } from "./dom.js"
import { holds, shrink } from "./room_fit.js"
import { NOT_APPLICABLE, UNKNOWN, capital } from "./room_words.js"

const FRAME_MS = 260
const FRAMES_MS = 6500

export class Closing {
  constructor(desk) {
    this.desk = desk
    this.picture = make("figure", { class: "radar", role: "img" })
    this.kicker = make("p", { class: "kicker" })
    this.sentence = make("h1")
    this.provisional = make("p")
    this.verdict = make("section", { class: "verdict", "aria-label": "Verdict" }, this.kicker, this.sentence, this.provisional)
    this.apart = make("section", { class: "disagreements" })
    this.blockers = make("section", { class: "blockers" })
    this.side = make("div", { class: "findings" }, this.verdict, this.apart, this.blockers)
    this.element = make("section", { class: "closing", "aria-label": "Closing" }, this.picture, this.side)
    this.watch = new ResizeObserver(() => this.data && this.fit())
    this.watch.observe(this.element)
  }

  /** Another screen may have brought the closing to the wall: its pictures are asked for here, once. */
  update({ room }) {
    if (!this.data && this.asked !== room.version) this.ask(room.version)
  }

  /** Brings the closing to the wall, and what is on it to this screen. */
  async ask(version) {
    if (this.asking) return
    this.asking = true
    this.asked = version
    const data = await this.desk.do("closing", { theme: this.desk.theme })
    this.asking = false
    if (data) this.draw(data)
  }

  forget() {
    this.data = null
    this.asked = null
    this.stop()
  }

  draw(data) {
    this.data = data
    const { band } = data
    const number = band ? (band.of < 2 ? 3 : 1 + Math.round((2 * band.position) / (band.of - 1))) : 0
    this.verdict.dataset.band = number || ""
    say(this.kicker, `${data.agreed} of ${data.of} agreed · ${data.coverage} covered`)
    say(this.sentence, data.sentence)
    say(this.provisional, data.provisional ?? "")
    show(this.provisional, Boolean(data.provisional))
    const far = data.disagreements.map((each) => make("li", {}, small(each), make("div", {}, make("b", {}, each.question), make("span", {}, [capital(each.words), each.agreed ? `agreed on ${each.agreed}` : "not agreed"].join(" · ")), each.why ? make("q", {}, each.why) : null)))
    this.apart.replaceChildren(...(far.length ? [make("h2", {}, "Where the room was furthest apart"), make("ul", {}, ...far)] : []))
    const blocks = data.blockers.map((each) => make("li", {}, make("b", {}, each.question), make("span", {}, each.sentence)))
    this.blockers.replaceChildren(...(blocks.length ? [make("h2", {}, blocks.length === 1 ? "This holds it back" : "These hold it back"), make("ul", {}, ...blocks)] : []))
    this.picture.setAttribute("aria-label", data.summary)
    this.fit()
    this.play()
  }

  fit() {
    if (this.element.hidden) return
    shrink(this.side, () => holds(this.side))
  }

  /** The radar grows frame by frame; without motion only as it stands. */
  play() {
    this.stop()
    if (!this.data?.frames.length) return
    const frames = matchMedia("(prefers-reduced-motion: reduce)").matches ? this.data.frames.slice(-1) : this.data.frames
    const pause = Math.min(FRAME_MS, FRAMES_MS / frames.length)
    const step = (at) => {
      this.put(frames[at])
      if (at + 1 < frames.length) this.timer = setTimeout(() => step(at + 1), pause)
    }
    step(0)
  }

  /** Parsed as an image, so that nothing in it can run. */
  put(frame) {
    const drawing = new DOMParser().parseFromString(frame, "image/svg+xml").documentElement
    if (drawing.nodeName === "svg") this.picture.replaceChildren(drawing)
  }

  end() {
    this.stop()
    this.watch.disconnect()
  }

  stop() {
    clearTimeout(this.timer)
  }
}

/** A distribution in miniature. */
function small({ bars, unknown = 0, not_applicable = 0 }) {
  const sides = [{ label: UNKNOWN, count: unknown }, { label: NOT_APPLICABLE, count: not_applicable }].filter((each) => each.count)
  const most = Math.max(1, ...[...bars, ...sides].map((bar) => bar.count))
  const column = (name) => (bar) => {
    const filled = make("i", { class: name })
    filled.style.height = `${(100 * bar.count) / most}%`
    return make("span", {}, filled)
  }
  const words = [...bars, ...sides].map((bar) => `${bar.count} for ${bar.label}`).join(", ")
  return make("span", { class: "mini", role: "img", "aria-label": words }, ...bars.map(column("level")), ...sides.map(column("other")))
}
