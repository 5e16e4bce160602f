// The keys of the shared screen: a clicker's page keys always, the others unless someone types. A key that is held down
// acts once.
import { ACTIONS } from "./room_actions.js"

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"])
const PAGING = new Set(["PageDown", "PageUp"])
const PRESSES = new Set(["Enter", " "])
const ARROWS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }
const CLOSES_PANEL = new Set(["Escape", "PageUp", "ArrowLeft"])

function focused() {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}

export class Keys {
  constructor(desk) {
    this.desk = desk
    this.listener = (event) => this.press(event)
    // A button is pressed when the key goes down, so it must not be pressed again when Space goes up.
    this.lifted = (event) => event.key === " " && focused()?.tagName === "BUTTON" && event.preventDefault()
    window.addEventListener("keydown", this.listener, true)
    window.addEventListener("keyup", this.lifted, true)
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const handle = this.meaning(event.key, focused())
    if (!handle) return
    event.preventDefault()
    event.stopPropagation()
    if (!event.repeat) handle()
  }

  /** What a key does now: a function, or null where it is left to the browser. */
  meaning(key, element) {
    const { desk } = this
    const typing = TYPING.has(element?.tagName)
    const { view } = desk
    if (!view) return null
    if (view.room?.blank) return wakes(key) ? () => desk.do("blank", { blank: false }) : null
    // Enter and Space press the button that has the focus, once however long they are held.
    if (element?.tagName === "BUTTON" && PRESSES.has(key)) return () => element.click()
    if (desk.openPanel) return this.inPanel(key, typing)
    if (typing && !PAGING.has(key)) return key === "Escape" ? () => desk.mode("") : null
    if (element?.classList.contains("pick") && ARROWS[key]) return () => desk.parts.agree.step(element, ARROWS[key])
    if (view.mode === "agree" && key === "Tab" && element === desk.stage) return () => desk.parts.agree.why.focus()
    if (view.mode === "agree" && /^[1-9u]$/.test(key)) return () => desk.parts.agree.key(key)
    const action = ACTIONS.find((each) => each.keys?.includes(key) && each.when(view))
    if (action) return () => desk.run(action)
    return PAGING.has(key) ? () => {} : null
  }

  inPanel(key, typing) {
    const { desk } = this
    if (key === "Escape" || (!typing && CLOSES_PANEL.has(key))) return () => desk.closePanel()
    if (typing) return null
    const action = ACTIONS.find((each) => each.keys?.includes(key) && (each.id === desk.openPanel || ["order", "lock"].includes(each.id)))
    if (!action) return null
    return action.id === desk.openPanel ? () => desk.closePanel() : () => desk.run(action)
  }

  end() {
    window.removeEventListener("keydown", this.listener, true)
    window.removeEventListener("keyup", this.lifted, true)
  }
}

/** Whether a key brings a black screen back: the keys that blacked it out, and those that would go on or back. */
function wakes(key) {
  return ACTIONS.some((action) => ["blank", "forward", "back", "escape"].includes(action.id) && action.keys.includes(key))
}
