// What is in a file that was brought in, before anything of it is kept.
import { make } from "./dom.js"

const many = (count, one, more) => (count === 1 ? `1 ${one}` : `${count} ${more}`)

/** {sentence, part, keep}: what it comes to, the whole of it, and the words on the button; no `keep` where there is nothing to keep. */
export function shown(kind, { name, preview }) {
  return kind === "answers" ? answers(name, preview) : documents(name, preview)
}

function answers(name, { changes, same, empty }) {
  const rest = [same ? `${many(same, "answer stays as it is", "answers stay as they are")}` : "", empty ? `${many(empty, "row is empty and changes nothing", "rows are empty and change nothing")}` : ""].filter(Boolean)
  const after = rest.length ? ` ${rest.join(", ")}.` : ""
  if (!changes.length) return { sentence: `Nothing in “${name}” differs from what is here.${after}`, part: null, keep: "" }
  const rows = changes.map(({ text, before, after: then }) => make("tr", {}, make("th", { scope: "row" }, text), make("td", {}, before), make("td", { class: "then" }, then)))
  const head = make("tr", {}, ...["Question", "Now", "Then"].map((each) => make("th", { scope: "col" }, each)))
  const table = make("table", { "aria-label": "What will change" }, make("thead", {}, head), make("tbody", {}, ...rows))
  return {
    sentence: `“${name}” changes ${many(changes.length, "answer", "answers")}.${after}`,
    part: make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What will change" }, table),
    keep: changes.length === 1 ? "Keep this answer" : `Keep all ${changes.length} answers`,
  }
}

function documents(name, { projects }) {
  const count = projects.reduce((sum, project) => sum + project.assessments.length, 0)
  const parts = projects.map((project) => {
    const items = project.assessments.map((each) => make("li", {}, make("span", { class: "date" }, day(each.date)), ` ${each.title}${each.completed ? "" : " (draft)"}`))
    return make("section", {}, make("h4", {}, project.name), make("ul", {}, ...items))
  })
  return {
    sentence: `“${name}” holds ${many(count, "assessment", "assessments")}, with every answer, note and change. What is here already stays untouched.`,
    part: make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What is in the file" }, ...parts),
    keep: count ? "Restore it" : "",
  }
}

/** 20 November 2026 */
function day(written) {
  const date = new Date(`${written}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? written : date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
}
