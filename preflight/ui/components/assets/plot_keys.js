// Plotly draws its play buttons as shapes that no key reaches; this gives them a name, a place in the tab order and keys.
const watchers = new WeakMap()

function reach(button) {
  if (button.getAttribute("role") === "button") return
  button.setAttribute("role", "button")
  button.setAttribute("tabindex", "0")
  button.setAttribute("aria-label", button.textContent.replace(/[^\p{L}\s]/gu, "").trim())
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return
    event.preventDefault()
    event.stopPropagation()
    button.dispatchEvent(new MouseEvent("click", { bubbles: true }))
  })
}

export default function ({ data, parentElement }) {
  watchers.get(parentElement)?.disconnect()
  const place = document.querySelector(`.st-key-${CSS.escape(data.chart)}`)
  if (!place) return
  const all = () => place.querySelectorAll(".updatemenu-button").forEach(reach)
  const watcher = new MutationObserver(all)
  watcher.observe(place, { childList: true, subtree: true })
  watchers.set(parentElement, watcher)
  all()
  return () => watcher.disconnect()
}
