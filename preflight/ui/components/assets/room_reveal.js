// The distribution: each level's bar grows in the lane beside it, the round before stands below it as an outline. Nobody
// sees a mean here: how far apart the room is stands in words.
import { make, say, show } from "./dom.js"
import { ROLES, apartWords, count, rangeWords } from "./room_words.js"

export class Reveal {
  constructor() {
    this.words = make("strong")
    this.detail = make("p", { class: "detail" })
    this.moved = make("span", { class: "moved" })
    this.summary = make("p", { class: "sr" })
    this.legend = make("p", { class: "legend", "aria-hidden": "true" })
    this.names = make("span", { class: "groups names" })
    this.element = make("div", { class: "spread" }, make("p", { class: "apart" }, this.moved, this.words), this.detail, this.summary, make("div", { class: "lane heads" }, this.legend, this.names))
  }

  update({ stage, mode, rounds, shown, question }, rows) {
    const visible = Boolean(shown) && stage !== "voting" && mode !== "hands"
    this.element.classList.toggle("off", !visible)
    for (const row of rows) row.element.classList.toggle("shown", visible)
    if (!visible) return rows.forEach((row) => row.clear())
    const earlier = rounds.length > 1 ? rounds.at(-2).shown : null
    this.head(rounds, shown, question)
    const counts = bars(shown)
    const before = earlier ? bars(earlier) : null
    const most = Math.max(1, ...counts.values(), ...(before?.values() ?? []))
    const [low, high] = shown.range ?? [0, 0]
    const most_of = shown.roles.map((role) => Math.max(1, ...role.counts, role.unknown, role.not_applicable))
    rows.forEach((row, index) => {
      const number = counts.get(row.id) ?? 0
      const then = before ? (before.get(row.id) ?? 0) : null
      row.draw({ count: number, share: number / most, earlier: then, earlierShare: (then ?? 0) / most })
      row.lane.classList.toggle("within", !row.side && index + 1 >= low && index + 1 <= high)
      row.drawGroups(shown.roles.map((role, at) => {
        const own = row.side ? role[row.id] : (role.counts[index] ?? 0)
        return { count: own, share: own / most_of[at] }
      }))
    })
    this.drawNames(shown.roles)
  }

  head(rounds, shown, question) {
    say(this.moved, rounds.length > 1 ? `${apartWords(rounds[0].shown.words)} → ` : "")
    say(this.words, apartWords(shown.words))
    const votes = shown.by_hand ? `${count(shown.votes, "vote")}, ${shown.by_hand} by hand` : count(shown.votes, "vote")
    say(this.detail, [rangeWords(shown, question), votes, change(rounds)].filter(Boolean).join(" · "))
    say(this.summary, shown.summary)
    const key = rounds.length > 1 ? `${rounds.at(-1).round}` : ""
    if (this.legend.dataset.of !== key) this.legend.replaceChildren(...(key ? [make("i", { class: "bar" }), `Round ${rounds.at(-1).round}`, make("i", { class: "ghost" }), `Round ${rounds.at(-2).round}`] : []))
    this.legend.dataset.of = key
  }

  drawNames(roles) {
    const key = roles.map((role) => `${role.role} ${role.votes}`).join("\n")
    if (this.names.dataset.of === key) return
    this.names.dataset.of = key
    this.names.replaceChildren(...roles.map((role) => make("span", { class: "group", title: count(role.votes, "vote") }, ROLES[role.role] ?? role.role)))
  }
}

/** Every bar by its row's id. */
function bars(shown) {
  return new Map([...shown.bars.map((bar) => [bar.id, bar.count]), ["unknown", shown.unknown], ["not_applicable", shown.not_applicable]])
}

/** How the spread moved since the round before. */
function change(rounds) {
  const [then, now] = rounds.slice(-2).map((round) => round.shown.spread)
  if (rounds.length < 2 || then === null || now === null) return ""
  const figures = [then, now].map((each) => each.toFixed(2))
  if (figures[0] === figures[1]) return `spread still ${figures[1]}`
  return `spread ${now < then ? "fell" : "rose"} from ${figures[0]} to ${figures[1]}`
}
