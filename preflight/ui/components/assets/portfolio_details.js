// What stands behind a row: what holds it up, its dimensions, its evidence, and the ways on.
import { make } from "./dom.js"
import { radar } from "./portfolio_drawings.js"
import { ageing, dimensionWords, link } from "./portfolio_words.js"

export function details(row, go) {
  return make("div", { class: "details" }, ...[dimensions(row), held(row), ways(row, go)].filter(Boolean))
}

function dimensions(row) {
  if (!row.dimensions) return null
  const { sections } = row.form
  const words = sections.map((section, place) => dimensionWords(section, row.dimensions[place])).join("; ")
  const lines = sections.flatMap((section, place) => (row.dimensions[place] ? [make("li", {}, make("span", {}, `${place + 1} ${section.title}`), figures(row.dimensions[place]))] : []))
  return make("section", { "aria-label": "Dimensions" }, make("div", { class: "drawn" }, radar(row.dimensions, sections, words)), make("ul", { class: "figures" }, ...lines), make("p", { class: "asked" }, `${row.form.title}, ${row.on}`))
}

function figures([claimed, today]) {
  return claimed === null ? make("b", {}, "–") : make("b", {}, claimed, make("span", { class: "proven" }, ` ${today ?? "–"}`, make("span", { class: "unseen" }, " with evidence today")))
}

function held(row) {
  const parts = [make("h3", {}, "What holds it up")]
  if (!row.assessment) parts.push(make("p", {}, "Nobody has assessed it yet. The quick check takes ten minutes."))
  else if (!row.blockers.length) parts.push(make("p", {}, "No critical question is below its minimum."))
  else parts.push(make("ul", {}, ...row.blockers.map((each) => make("li", {}, make("b", {}, each.text), make("span", {}, `${each.section} · now ${each.has}, needed at least ${each.needs}`)))))
  if (row.undated) parts.push(make("p", { class: "warns" }, "Nobody has said when it is decided. A pilot without a date has no end."))
  const old = ageing(row)
  if (old) parts.push(make("p", { class: "warns" }, old))
  return make("section", {}, ...parts)
}

function ways(row, go) {
  const button = (to, words) => link(row, to, go, { class: "button" }, words)
  const start = make("button", { type: "button", class: row.assessment ? "button" : "button primary", onclick: () => go({ to: "start", project: row.id, assessment: row.assessment }) }, "Assess")
  const of = row.assessment ? [button("results", "Results"), ...(row.past.length > 1 ? [button("history", "History")] : []), button("path", "Path")] : []
  const links = [...of, button("actions", "Actions"), button("pilot", "Pilot"), button("decision", "Decision"), start]
  return make("section", {}, make("h3", {}, "Go on to"), make("div", { class: "ways" }, ...links))
}
