// What is in a file that was brought in, before anything of it is kept.
import { make } from "./dom.js"

const STANDING = { same: "here already", different: "differs from the one here" }

const many = (count, one, more) => (count === 1 ? `1 ${one}` : `${count} ${more}`)

/** {sentence, parts, ways}: what it comes to, the whole of it, and the ways to keep it: {words, body, aside}, the usual one
 * first; one that is aside is no more than possible. */
export function shown(kind, { name, preview }) {
  return kind === "answers" ? answers(name, preview) : documents(name, preview)
}

function answers(name, { changes, same, empty }) {
  const rest = [same ? many(same, "answer stays as it is", "answers stay as they are") : "", empty ? many(empty, "row is empty and changes nothing", "rows are empty and change nothing") : ""].filter(Boolean)
  const after = rest.length ? ` ${rest.join(", ")}.` : ""
  if (!changes.length) return { sentence: `Nothing in “${name}” differs from what is here.${after}`, parts: [], ways: [] }
  const rows = changes.map((each) => make("tr", {}, make("th", { scope: "row" }, each.text), make("td", {}, each.before), make("td", { class: "then" }, each.after)))
  const head = make("tr", {}, ...["Question", "Now", "Then"].map((each) => make("th", { scope: "col" }, each)))
  const table = make("table", { "aria-label": "What will change" }, make("thead", {}, head), make("tbody", {}, ...rows))
  return {
    sentence: `“${name}” changes ${many(changes.length, "answer", "answers")}.${after}`,
    parts: [scrolling("What will change", table)],
    ways: [{ words: changes.length === 1 ? "Keep this answer" : `Keep all ${changes.length} answers`, body: {} }],
  }
}

function documents(name, { projects, problems = [], notes = [], nothing_to_do: nothing }) {
  const count = projects.reduce((sum, project) => sum + project.assessments.length, 0)
  const parts = projects.map((project) => make("section", {}, make("h4", {}, project.name), make("ul", {}, ...project.assessments.map(assessment))))
  const copy = { words: "Bring it in as a copy", body: { as_copy: true }, aside: nothing }
  const back = { words: "Restore it", body: { as_copy: false } }
  const holds = `“${name}” holds ${many(count, "assessment", "assessments")}, with every answer, note and change.`
  const sentence = nothing ? `${holds} All of it is here already, just the same.` : problems.length ? `${holds} It can only come in as a copy:` : `${holds} What is here already stays as it is.`
  return {
    sentence,
    parts: [lines("problems", problems), scrolling("What is in the file", ...parts), lines("notes", notes)].filter(Boolean),
    ways: nothing || problems.length ? [copy] : [back, copy],
  }
}

function assessment({ date, title, completed, standing }) {
  const how = [completed ? "" : "draft", STANDING[standing] ?? ""].filter(Boolean).join(", ")
  return make("li", {}, make("span", { class: "date" }, day(date)), ` ${title}`, how ? make("span", { class: "how" }, ` · ${how}`) : null)
}

function scrolling(name, ...children) {
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, ...children)
}

/** A list of sentences; null where there are none. */
export function lines(kind, sentences, name = null) {
  if (!sentences.length) return null
  const list = make("ul", {}, ...sentences.map((each) => make("li", {}, each)))
  return make("div", { class: kind, tabindex: name && "0", role: name && "region", "aria-label": name }, list)
}

/** 20 November 2026 */
function day(written) {
  const date = new Date(`${written}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? written : date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
}
