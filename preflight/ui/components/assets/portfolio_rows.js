// The projects as they came, and which of them are looked at in which order; domain/portfolio_filter.py says the same.

export const FACETS = {
  purgatory: (row) => row.purgatory > 0,
  undated: (row) => Boolean(row.undated),
  ready: (row) => Boolean(row.ready),
  blocked: (row) => row.blockers.length > 0,
  aged: (row) => row.aged > 0,
  unassessed: (row) => row.assessment === null,
}

/** What a column is sorted by; null stands last, whichever way. The first way round is the one that wants attention. */
const SORTS = {
  name: { of: (row) => row.name.toLowerCase() },
  verdict: { of: (row) => (row.value === null ? null : row.colour * 1e6 + Number(row.value) - row.blockers.length / 1e3) },
  weakest: { of: (row) => { const found = row.dimensions?.[row.weakest]; return found ? share(found[0], row.form.sections[row.weakest].most) : null } },
  trend: { of: (row) => (row.change === null ? null : Number(row.change.replace("−", "-").replace("±", ""))) },
  today: { of: (row) => (row.today === null ? null : share(row.today, Number(row.form.of))) },
  age: { of: (row) => row.age, down: true },
  pilot: { of: (row) => row.pilot, down: true },
  date: { of: (row) => row.ahead },
}

export function share(shown, most) {
  return shown === null ? null : Number(shown) / most
}

/** Rows as objects in their first order, that of attention; each knows its questionnaire and what holds it up. */
export function decoded(data) {
  return data.rows.map((values, place) => {
    const row = { place }
    data.columns.forEach((name, column) => (row[name] = values[column] ?? null))
    row.form = data.asked[row.asked] ?? null
    row.blockers = (row.blockers ?? []).map(([question, has, needs]) => ({ text: data.questions[question][0], section: data.questions[question][1], has, needs }))
    row.searched = [row.name, row.team, row.owner, ...row.tags].join("\n").toLowerCase()
    return row
  })
}

/** Those that the filters leave; `facet` false looks past how they stand. */
export function filtered(rows, state, { facet = true } = {}) {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(
    (row) =>
      (!state.stage || row.stage === state.stage) &&
      (!state.owner || row.owner === state.owner) &&
      (!state.tag || row.tags.includes(state.tag)) &&
      (!state.asked || row.form?.id === state.asked) &&
      (!facet || !FACETS[state.only] || FACETS[state.only](row)) &&
      words.every((word) => row.searched.includes(word))
  )
}

/** Which column `sort` names, and whether it runs from the largest to the smallest. */
export function sorting(sort) {
  const turned = sort.startsWith("-")
  const name = turned ? sort.slice(1) : sort
  return SORTS[name] ? { name, turned, down: Boolean(SORTS[name].down) !== turned } : { name: "", turned: false, down: false }
}

export function sorted(rows, sort) {
  const { name, down } = sorting(sort)
  return name ? by(rows, SORTS[name].of, down) : rows
}

export function by(rows, of, down) {
  return rows
    .map((row) => [of(row), row])
    .sort(([one, first], [other, second]) => {
      if (one === null || other === null) return (one === null) - (other === null) || first.place - second.place
      const order = typeof one === "string" ? one.localeCompare(other, "en", { numeric: true }) : one - other
      return (down ? -order : order) || first.place - second.place
    })
    .map(([, row]) => row)
}
