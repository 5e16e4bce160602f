// Words and small pieces that the views of the portfolio share.
import { make } from "./dom.js"

export const count = (number) => number.toLocaleString("en-GB")
export const many = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`

export function percent(share) {
  if (share === null) return "–"
  const whole = Math.floor(share * 100 + 1e-9)
  return `${whole === 0 && share > 0 ? 1 : whole} %`
}

/** The verdict in a word or two, in its colour. */
export function chip(row) {
  if (!row.band) return make("span", { class: "chip" }, row.assessment ? "No verdict yet" : "Not assessed yet")
  return make("span", { class: `chip band-${row.colour}` }, row.band)
}

/** Why it stands still, where it does. */
export function purgatory(row) {
  return row.purgatory > 0 ? make("strong", { class: "purgatory" }, `In purgatory ${many(row.purgatory, "day")}`) : null
}

export function ahead(days) {
  return days === 0 ? "today" : days > 0 ? `in ${many(days, "day")}` : `${many(-days, "day")} ago`
}

/** What evidence is worth today; empty while none has grown old. */
export function ageing(row) {
  return row.aged > 0 ? `${row.evidenced} when assessed, ${row.today} today: the evidence of ${many(row.aged, "answer")} has grown old.` : ""
}

/** A dimension in words. */
export function dimensionWords(section, found) {
  if (!found) return `${section.title}: not asked`
  const [claimed, today] = found
  return claimed === null ? `${section.title}: no score` : `${section.title}: claimed ${claimed} of ${section.of}, with evidence today ${today ?? "–"}`
}

/** A link of a row: followed within the app by a plain click, and by the browser otherwise. */
export function link(row, to, go, attributes, ...children) {
  const ofProject = !["results", "path"].includes(to)
  const what = ofProject ? `project=${encodeURIComponent(row.id)}` : `assessment=${encodeURIComponent(row.assessment)}`
  const element = make("a", { href: `${to}?${what}`, ...attributes }, ...children)
  element.onclick = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go({ to, project: row.id, assessment: row.assessment })
  }
  return element
}

/** Its name, which leads to its results; without an assessment to its pilot. */
export function nameLink(row, go) {
  return link(row, row.assessment ? "results" : "pilot", go, { class: "name" }, row.name)
}
