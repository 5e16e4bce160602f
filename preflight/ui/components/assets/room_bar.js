// The bar below: everything that can be done now as a labelled button, the next step large at the right.
import { make, say, show } from "./dom.js"
import { ACTIONS } from "./room_actions.js"

export class Bar {
  constructor(desk) {
    this.buttons = ACTIONS.filter((action) => ["start", "middle", "end", "primary"].includes(action.place)).map((action) => {
      const keys = action.keys?.length ? ` (${action.shown ?? action.keys[0]})` : ""
      const words = make("span")
      const arrow = action.place === "primary" ? make("kbd", { "aria-hidden": "true" }, "→") : null
      const button = make("button", { type: "button", class: action.place, title: action.says ? `${action.says}${keys}` : null, "data-do": action.id, onclick: (event) => this.press(event, action) }, words, arrow)
      return { action, button, words }
    })
    this.desk = desk
    const of = (place) => this.buttons.filter((each) => each.action.place === place).map((each) => each.button)
    this.element = make("nav", { class: "deck", "aria-label": "What to do" }, make("div", { class: "group" }, ...of("start")), make("div", { class: "group" }, ...of("middle")), make("div", { class: "group ends" }, ...of("end"), ...of("primary")))
  }

  /** After a press with the mouse the keys mean the whole screen again, not this button. */
  press(event, action) {
    if (event.detail > 0) this.desk.stage.focus({ preventScroll: true })
    this.desk.run(action)
  }

  update(view) {
    for (const { action, button, words } of this.buttons) {
      const shown = action.when(view) && (action.beside?.(view) ?? true)
      show(button, shown)
      if (!shown) continue
      say(words, action.label(view))
      if (action.pressed) button.setAttribute("aria-pressed", String(action.pressed(view)))
    }
  }
}
