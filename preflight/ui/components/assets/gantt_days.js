// A plan's days as people say them. Days are counted from the chart's left edge; `first` is its date, as 2026-09-07.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const DAY_MS = 86_400_000

function dated(first, day) {
  return new Date(Date.parse(`${first}T00:00:00Z`) + day * DAY_MS)
}

/** The date of a day as 2026-09-28. */
export function iso(first, day) {
  return dated(first, day).toISOString().slice(0, 10)
}

/** The day of a date that `iso` wrote. */
export function dayOf(first, date) {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS)
}

/** From when to when, as preflight/domain/plan_words.py says it: "7–20 Sep", "28 Sep – 1 Nov", "2 Nov". */
export function shortSpan(first, at, days) {
  const [start, end] = [dated(first, at), dated(first, at + days - 1)]
  const last = `${end.getUTCDate()} ${MONTHS[end.getUTCMonth()]}`
  if (days === 1) return last
  if (start.getUTCMonth() === end.getUTCMonth() && start.getUTCFullYear() === end.getUTCFullYear()) return `${start.getUTCDate()}–${last}`
  return `${start.getUTCDate()} ${MONTHS[start.getUTCMonth()]} – ${last}`
}

/** In which weeks of the plan: "week 4", "weeks 4 to 8". `origin` is the day on which week 1 begins. */
export function weeks(origin, at, days) {
  const [start, end] = [at, at + days - 1].map((day) => Math.floor((day - origin) / 7) + 1)
  if (end < 1) return "before week 1"
  if (start < 1) return `from before week 1 to week ${end}`
  return start === end ? `week ${start}` : `weeks ${start} to ${end}`
}
