// What is looked at stands in the address, so that the same view opens from a link; Streamlit is not asked.
const DEFAULTS = { view: "table", q: "", stage: "", owner: "", tag: "", asked: "", only: "", sort: "", page: "1", shows: "claimed" }
const FOREIGN = ["assessment", "project"]
const KEPT = "preflight-portfolio"
export const FILTERS = ["q", "stage", "owner", "tag", "asked", "only"]

/**
 * On the way to another page Streamlit puts that page's parameters in place of ours, and that is where the browser's
 * way back leads to: then it is as it was left.
 */
export function fromAddress() {
  const address = new URLSearchParams(window.location.search)
  const left = FOREIGN.some((name) => address.has(name)) ? window.sessionStorage.getItem(KEPT) : null
  const said = left === null ? address : new URLSearchParams(left)
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, said.get(name) ?? value]))
}

export function toAddress(state) {
  const address = new URL(window.location.href)
  for (const name of FOREIGN) address.searchParams.delete(name)
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (state[name] === value) address.searchParams.delete(name)
    else address.searchParams.set(name, state[name])
  }
  window.sessionStorage.setItem(KEPT, address.search)
  if (address.href !== window.location.href) window.history.replaceState(window.history.state, "", address)
}

/** What of it asks which projects are looked at, as an order takes it. */
export function query(state) {
  return new URLSearchParams(FILTERS.filter((name) => state[name]).map((name) => [name, state[name]])).toString()
}
