// One question to vote on. Built once for a round, then only patched, so that nothing flickers and the cursor stays.
import { button, make, mark, roving, say, words } from "./dom.js"

const TYPING_PAUSE_MS = 1000

// `cast(said, why)` takes a vote, `draft(why)` a line that has no choice yet; `line` is such a line from before.
export function ballot({ options, kind, unit, minimum, maximum }, line, cast, draft) {
  const isChoice = kind === "choice"
  const role = { role: isChoice ? "radio" : "checkbox" }
  const levels = options.map((option) => {
    const label = make("span.words", make("strong", option.label), option.text && words("span.text", option.text))
    return button("level", words("span.row", make("span.mark", `${option.number}`), label), () => choose(option), role)
  })
  const side = (label, said) => Object.assign(button("chip", label, () => vote(said), role), { said: JSON.stringify(said) })
  const sides = [side("I don't know", { unknown: true }), side("Not applicable", { not_applicable: true })]
  if (kind === "multi" && !options.some((option) => option.exclusive)) sides.unshift(side("None of these", { choices: [] }))
  const all = [...levels, ...sides]
  if (isChoice) roving(all)

  const limits = [minimum !== null && `from ${minimum}`, maximum !== null && `up to ${maximum}`].filter(Boolean).join(" ")
  const range = make("p.hint", { id: "range" })
  const number = kind === "number" && make("input", { inputmode: "decimal", autocomplete: "off", enterkeyhint: "done", "aria-labelledby": "question", "aria-describedby": "range", oninput: () => later(sayNumber), onchange: flush })
  const why = make("input", { id: "why", dir: "auto", maxlength: 200, autocomplete: "off", enterkeyhint: "done", "aria-describedby": "why-hint", oninput: typed, onchange: flush })
  why.value = line
  const element = make(
    "div.ballot",
    make("div.levels", { role: isChoice ? "radiogroup" : "group", "aria-labelledby": "question" }, ...levels, number && make("div.number", number, words("span", unit)), number && range, make("div.chips", ...sides)),
    make("div.why", make("label", { for: "why" }, "In one line, why? (optional)"), why, make("p.hint", { id: "why-hint" }, "Shown to the room after the reveal, beside your level and without your name."))
  )
  why.onkeydown = (event) => {
    if (event.key === "Enter") why.blur()
  }
  complain("")

  let said = null
  let timer
  let act
  let isOurs = false

  function choose(option) {
    if (isChoice) return vote({ choices: [option.id] })
    const before = (said && said.choices) || []
    const stays = (each) => (each === option ? !before.includes(each.id) : before.includes(each.id) && !option.exclusive && !each.exclusive)
    vote({ choices: options.filter(stays).map((each) => each.id) })
  }

  function vote(what) {
    clearTimeout(timer)
    timer = null
    if (number && !what.number) {
      number.value = ""
      complain("")
    }
    cast(what, why.value.trim())
  }

  function sayNumber() {
    const text = number.value.trim()
    if (!text) return
    const value = /^-?\d{0,12}([.,]\d{0,6})?$/.test(text) ? parseFloat(text.replace(",", ".")) : NaN
    const isWrong = isNaN(value) || (minimum !== null && value < minimum) || (maximum !== null && value > maximum)
    if (!isWrong) vote({ number: `${value}` })
    // Whoever types 1,000 and means a thousand sees what was understood.
    complain(isWrong ? "Not sent. " : text === `${value}` ? "" : `Read as ${value}. `, isWrong)
  }

  function complain(text, isWrong) {
    say(range, `${text}A number ${limits}`)
    range.className = isWrong ? "error" : "hint"
    if (number) number.setAttribute("aria-invalid", Boolean(isWrong))
  }

  function typed() {
    isOurs = true
    if (said) later(() => vote(said))
    else draft(why.value)
  }

  // What is typed goes out after a pause, or at once when someone leaves the field or the page.
  function later(what) {
    clearTimeout(timer)
    act = what
    timer = setTimeout(flush, TYPING_PAUSE_MS)
  }

  function flush() {
    if (!timer) return
    clearTimeout(timer)
    timer = null
    act()
  }

  // Shows the vote as it stands: null before there is one; `waiting` while it is on its way.
  function update(now, waiting) {
    said = now && now.said
    const plain = JSON.stringify(said)
    const has = (each) => each.said === plain || Boolean(said && said.choices && levels.includes(each) && said.choices.includes(options[levels.indexOf(each)].id))
    if (isChoice) mark(all, has)
    else all.forEach((each) => each.setAttribute("aria-checked", has(each)))
    element.classList.toggle("waiting", waiting)
    if (!now || timer) return
    if (number && said.number && number !== document.activeElement) number.value = said.number
    if (why.value.trim() === now.why) isOurs = false
    if (!isOurs) why.value = now.why
  }

  return { element, flush, update }
}
