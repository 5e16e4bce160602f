// The strip above: where in the questions the room is, the time, and the code for latecomers.
import { make, say, show } from "./dom.js"
import { STANDINGS, clockWords, count, spelled, timer } from "./room_words.js"

const SLOW_AFTER = 1.5
const SLOW_S = 120

export class Top {
  constructor(desk) {
    this.desk = desk
    this.rail = make("div", { class: "rail", "aria-hidden": "true" })
    this.where = make("p", { class: "where" })
    this.strip = make("p", { class: "away", role: "status", hidden: true })
    this.time = make("p", { class: "time" })
    this.timer = make("p", { class: "talk-time", role: "timer" })
    this.code = make("p", { class: "code-small" })
    this.element = make("header", { class: "top" }, this.rail, this.where, this.strip, this.timer, this.time, this.code)
  }

  update({ room, question, stage }) {
    this.stage = stage
    this.drawRail(room)
    const agreed = room.questions.filter((each) => each.standing === "agreed").length
    const steps = question ? [room.place && `${room.place} of ${room.of}`, room.round > 1 ? `Round ${room.round}` : null, question.kind === "multi" ? "All that hold" : null] : []
    const words = { lobby: [], closing: [room.title, room.project, `${agreed} of ${room.of} agreed`] }[stage] ?? [question.section, ...steps]
    this.say(this.where, words.filter(Boolean))
    show(this.code, stage !== "lobby")
    this.say(this.code, room.locked ? ["No newcomers"] : ["Join", spelled(room.code)])
  }

  away(is) {
    say(this.strip, is ? "The server is away; coming back by itself…" : "")
    show(this.strip, is)
  }

  /** Words side by side, the last ones quieter. */
  say(place, words) {
    const key = words.join("\n")
    if (place.dataset.words === key) return
    place.dataset.words = key
    place.replaceChildren(...words.flatMap((each, index) => (index ? [" ", make("span", {}, each)] : [make("b", {}, each)])))
  }

  drawRail(room) {
    const key = room.questions.map((each) => `${each.section}/${each.id}`).join("\n")
    if (key !== this.built) {
      this.built = key
      this.cells = room.questions.map((each, index) => make("i", { class: index && room.questions[index - 1].section !== each.section ? "begins" : null }))
      this.rail.replaceChildren(...this.cells)
    }
    room.questions.forEach((each, index) => {
      this.cells[index].dataset.standing = each.standing
      this.cells[index].toggleAttribute("data-here", each.id === room.question?.id && room.stage !== "lobby")
      this.cells[index].title = `${each.short}: ${STANDINGS[each.standing]}`
    })
  }

  tick() {
    const { desk } = this
    const now = desk.clock.now
    show(this.time, this.stage !== "lobby")
    const each = this.stage === "closing" ? null : now.each
    const slow = each && now.question > Math.max(SLOW_S, SLOW_AFTER * each) ? now.question : null
    say(this.time, clockWords({ ...now, each, slow }))
    this.time.classList.toggle("slow", Boolean(slow))
    const talking = desk.countdown.running && this.stage === "revealed"
    show(this.timer, talking)
    if (talking) say(this.timer, desk.countdown.left > 0 ? timer(desk.countdown.left) : "Time")
  }
}

/** “14 here, 15 joined”, in words that read well for any number. */
export function crowdWords({ here, joined }) {
  return here === joined ? `${count(joined, "person", "people")} here` : `${here} here, ${joined} joined`
}
