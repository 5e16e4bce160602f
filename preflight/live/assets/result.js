// What the room said, after the reveal: the distribution with the own level marked, the lines, and what was agreed.
import { make, words } from "./dom.js"

function bar(each, widest, said) {
  const mine = each.mine || (said.choices || []).includes(each.id) || said.number === each.label
  const line = make("i")
  line.style.width = `${(100 * each.count) / widest}%`
  return make(
    "li.bar" + (each.sign ? ".beside" : "") + (mine ? ".mine" : ""),
    words("span.row", (each.sign || each.number) && make("span.mark", each.sign || `${each.number}`), make("span.words", each.label), mine && make("b.you", "you")),
    make("span.track", make("span.rail", line), make("span.count", `${each.count}`, make("span.sr", each.count === 1 ? " vote" : " votes")))
  )
}

// What a vote says that has no bar of its own.
function ownWords(unit, vote) {
  if (!vote) return "You did not vote in this round."
  const { number, choices } = vote.said
  if (number !== undefined) return `You said ${number} ${unit}`.trim()
  return choices && !choices.length && "You said: none of these."
}

export function result({ question, round, shown, agreed, vote }) {
  const part = (kind, heading, ...parts) => make(kind, make("h2", { tabindex: -1 }, heading), ...parts)
  const element = make("div.result", agreed && part("section.agreed", "Agreed", words("p.lead", agreed.words), agreed.why && words("p", agreed.why)))
  if (!shown) return element
  const beside = [
    { sign: "?", label: "I don't know", count: shown.unknown, mine: vote && vote.said.unknown },
    { sign: "–", label: "Not applicable", count: shown.not_applicable, mine: vote && vote.said.not_applicable },
  ]
  const all = [...shown.bars, ...beside.filter((each) => each.count || each.mine)]
  const widest = Math.max(1, ...all.map((each) => each.count))
  const votes = `${shown.votes} ${shown.votes === 1 ? "vote" : "votes"}` + (round > 1 ? ` in round ${round}` : "")
  const own = ownWords(question.unit, vote)
  const bars = make("ul", ...all.map((each) => bar(each, widest, vote ? vote.said : {})))
  element.append(part(shown.talk_first ? "section.apart" : "section", shown.words || "The votes", make("p.hint", votes), shown.reason && words("p", shown.reason), bars, own && make("p.hint", own)))
  const lines = (shown.lines || []).map((line) => make("li", words("p.hint", line.said), words("q", line.words)))
  if (lines.length) element.append(part("section", "In their own words", make("ul.lines", ...lines)))
  return element
}
