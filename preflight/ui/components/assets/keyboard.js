// Keys that work anywhere on the page, except while someone types or a dialog is open.

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"])

function focused() {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}

/** `keys` maps event.key to a function; returns the function that stops listening. */
export function listen(keys) {
  const onKey = (event) => {
    const element = focused()
    const typing = element && (TYPING.has(element.tagName) || element.isContentEditable)
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return
    if (typing && event.key === "Escape") return element.blur()
    if (typing || document.querySelector('[role="dialog"]')) return
    const handle = keys(event.key)
    if (handle) {
      event.preventDefault()
      handle()
    }
  }
  document.addEventListener("keydown", onKey)
  return () => document.removeEventListener("keydown", onKey)
}
