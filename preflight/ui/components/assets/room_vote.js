// While the room votes: how many have voted, never what; the countdown; and how latecomers join.
import { make, say, show } from "./dom.js"
import { JoinCard } from "./room_join.js"
import { timer } from "./room_words.js"

const SVG = "http://www.w3.org/2000/svg"
const ROUND = 2 * Math.PI * 44
const MOST_DOTS = 60

export class Vote {
  constructor(desk) {
    this.desk = desk
    this.voted = make("b")
    this.words = make("span")
    this.dots = make("div", { class: "dots", "aria-hidden": "true" })
    this.fill = make("i")
    this.meter = make("div", { class: "meter", "aria-hidden": "true" }, this.fill)
    this.byHand = make("p", { class: "by-hand" })
    this.talked = make("p", { class: "talked" }, make("b", {}, "Talk it through."), " Nobody votes on this one: what the room says is written down here.")
    this.ring = ring()
    this.left = make("b")
    this.countdown = make("div", { class: "countdown", role: "timer", hidden: true }, this.ring.element, this.left)
    this.card = new JoinCard(desk)
    this.counts = make("div", { class: "counts" }, make("p", { class: "turnout" }, this.voted, " ", this.words), this.dots, this.meter, this.byHand)
    this.element = make("aside", { class: "live", "aria-label": "Votes so far" }, this.counts, this.talked, this.countdown, this.card.element)
  }

  update({ stage, mode, room, question }) {
    const votable = question.kind !== "text"
    this.voting = stage === "voting" && !mode
    this.element.classList.toggle("off", !this.voting)
    this.element.inert = !this.voting
    if (stage !== "voting") return
    show(this.counts, votable)
    show(this.talked, !votable)
    const of = Math.max(room.here, room.voted)
    const all = of > 0 && room.voted === of
    say(this.voted, all ? `All ${of}` : String(room.voted))
    say(this.words, of === 0 ? "votes: nobody is in yet" : all ? "have voted" : `of ${of} have voted`)
    this.counts.classList.toggle("all", all)
    this.drawDots(room.voted, of)
    const hands = room.by_hand
    const raised = hands ? Object.values(hands.counts).reduce((sum, each) => sum + each, hands.unknown + hands.not_applicable) : 0
    say(this.byHand, raised ? `and ${raised} by show of hands` : "")
    this.card.update(room)
  }

  drawDots(voted, of) {
    const many = of > MOST_DOTS
    show(this.dots, !many)
    show(this.meter, many)
    this.fill.style.width = `${of ? (100 * voted) / of : 0}%`
    const wanted = many ? 0 : of
    while (this.dots.children.length > wanted) this.dots.lastChild.remove()
    while (this.dots.children.length < wanted) this.dots.append(make("i"))
    Array.from(this.dots.children, (dot, index) => dot.toggleAttribute("data-on", index < voted))
  }

  tick() {
    const { countdown } = this.desk
    show(this.countdown, Boolean(this.voting) && countdown.running)
    if (!countdown.running) return
    const left = countdown.left
    say(this.left, left > 0 ? timer(left) : "Time")
    this.countdown.classList.toggle("over", left <= 0)
    this.countdown.classList.toggle("soon", left <= 10)
    this.ring.set(countdown.share)
  }
}

function ring() {
  const element = document.createElementNS(SVG, "svg")
  element.setAttribute("viewBox", "0 0 100 100")
  element.setAttribute("aria-hidden", "true")
  const circles = ["track", "left"].map((name) => {
    const circle = document.createElementNS(SVG, "circle")
    for (const [key, value] of Object.entries({ cx: 50, cy: 50, r: 44, class: name, "stroke-dasharray": name === "left" ? ROUND : null })) if (value !== null) circle.setAttribute(key, value)
    return circle
  })
  element.append(...circles)
  return { element, set: (share) => circles[1].setAttribute("stroke-dashoffset", ROUND * (1 - share)) }
}
