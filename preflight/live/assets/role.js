// What part someone has in the pilot: asked once, never required, and open to change at the foot of every screen.
import { button, make, mark, roving, say } from "./dom.js"

const ROLES = [["builds", "I build it"], ["operates", "I operate it"], ["uses", "I use it"], ["owns", "I own it"], ["secures", "I secure it"], [null, "Rather not say"]]
const ROLE_HINT = "It only shows whether groups see things differently, and never a group of fewer than four."

// `choose(role)` hands over what was chosen, `dismiss()` that nobody wants to be asked.
export function rolePart(choose, dismiss) {
  const chips = ROLES.map(([role, label]) =>
    button("chip", label, () => {
      if (!element.classList.contains("lobby")) details.open = false
      choose(role)
    }, { role: "radio" })
  )
  roving(chips)
  const summary = make("summary")
  const details = make("details", summary, make("p.hint", ROLE_HINT), make("div.chips", { role: "radiogroup", "aria-label": "Your part in it" }, ...chips))
  const element = make("div", details, button("dismiss", "×", dismiss, { "aria-label": "Don't ask me" }))

  // `place` is "lobby", "top" (above a latecomer's first question) or "foot".
  function put(place) {
    element.className = `part ${place}`
    details.open = place === "lobby"
    return element
  }

  // `said`: no role means "rather not say", and not that nobody asked yet.
  function update(role, said) {
    mark(chips, (chip) => ROLES[chips.indexOf(chip)][0] === role && (role || said))
    say(summary, role ? `Your part: ${ROLES.find(([each]) => each === role)[1]}` : "What is your part in it? (optional)")
  }

  return { put, update }
}
