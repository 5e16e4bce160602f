// The company's template that this browser chose last: the deck and a chart's slide are both made in it.
const PLACE = "preflight-template"

/** {id, name}, or null for the house style. */
export function keptTemplate() {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE))
    return typeof kept?.id === "string" && typeof kept.name === "string" ? kept : null
  } catch {
    return null
  }
}

/** Remembers {id, name}; null for the house style. */
export function keepTemplate(template) {
  try {
    if (template) localStorage.setItem(PLACE, JSON.stringify({ id: template.id, name: template.name }))
    else localStorage.removeItem(PLACE)
  } catch {
    // Without storage the choice lives as long as the page does.
  }
}
