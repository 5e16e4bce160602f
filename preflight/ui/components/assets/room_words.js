// The words of the shared screen.
export const ROLES = { builds: "Builds", operates: "Operates", uses: "Uses", owns: "Owns", secures: "Secures" }
export const STANDINGS = { open: "not yet", voted: "votes are in", revealed: "shown", agreed: "agreed" }
export const UNKNOWN = "I don’t know"
export const NOT_APPLICABLE = "Does not apply"

/** KM7Q-X4RD: a code as it is read aloud. */
export function spelled(code) {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`
}

export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** “Far apart”: how far apart a room is, so that it stands alone. */
export function apartWords(words) {
  return capital(words === "close" ? "close together" : words)
}

export function timer(seconds) {
  const whole = Math.max(0, Math.ceil(seconds))
  return whole < 60 ? String(whole) : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
}

/** How long it has taken, what is left, and how long a question may take, in minutes; `slow` seconds are too long. */
export function clockWords({ elapsed, planned, each, slow }) {
  const minutes = (seconds) => Math.floor(Math.max(0, seconds) / 60)
  const words = [planned === null || planned >= elapsed ? `${minutes(elapsed)} min` : `${minutes(elapsed - planned)} min over`]
  if (planned !== null && planned >= elapsed) words.push(`${Math.ceil((planned - elapsed) / 60)} left`)
  if (slow) words.push(`${minutes(slow)} min on this one`)
  else if (each) words.push(each < 50 ? "under a minute a question" : `about ${Math.max(1, Math.round(each / 60))} min a question`)
  return words.join(" · ")
}

/** “Levels 1 to 4”, or “from 2 to 14 days”. */
export function rangeWords({ range, bars }, { kind, unit }) {
  if (!range || kind === "multi") return ""
  const [low, high] = range
  if (kind === "choice") return low === high ? `all at level ${low}` : `levels ${low} to ${high}`
  return low === high ? "" : `from ${bars[low - 1].label} to ${bars[high - 1].label} ${unit}`.trim()
}

/** “A number of days, from 0 to 365”. */
export function numberWords({ unit, minimum, maximum }) {
  const range = minimum !== null && maximum !== null ? `, from ${minimum} to ${maximum}` : minimum !== null ? `, at least ${minimum}` : maximum !== null ? `, at most ${maximum}` : ""
  return `A number${unit ? ` (${unit})` : ""}${range}`
}

/** An answer as it is being agreed on. */
export function saidWords(question, said) {
  if (!said) return ""
  if (said.unknown) return "Nobody knows"
  if (said.not_applicable) return NOT_APPLICABLE
  if (said.number !== undefined) return `${said.number} ${question.unit}`.trim()
  if (said.text !== undefined) return said.text
  const chosen = question.options.filter((option) => said.choices.includes(option.id))
  if (question.kind === "choice") return chosen.map((option) => `Level ${option.number} · ${option.label}`).join("")
  return chosen.map((option) => option.label).join(", ") || "None of these"
}
