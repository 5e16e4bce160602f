// Above the actions: as a board or as a table, whose, and only what is overdue.
import { make, say } from "./dom.js"

const VIEWS = { board: "Board", table: "Table" }
const PLACE = "preflight-actions-view"
const EVERYONE = "*"

export class Tools {
  /** `changed()` is told when something else is to be shown. */
  constructor(changed) {
    this.view = kept()
    this.views = make("div", { class: "views", role: "radiogroup", "aria-label": "How they are shown" })
    for (const [value, words] of Object.entries(VIEWS)) {
      const input = make("input", { type: "radio", name: "view", value, checked: value === this.view })
      input.onchange = () => {
        this.view = value
        keep(value)
        changed()
      }
      this.views.append(make("label", {}, input, make("span", {}, words)))
    }
    this.owner = make("select", { "aria-label": "Owner", onchange: changed })
    this.overdue = make("input", { type: "checkbox", onchange: changed })
    this.late = make("span")
    this.count = make("p", { class: "count" })
    this.root = make("div", { class: "tools" }, this.views, this.owner, make("label", { class: "late" }, this.overdue, this.late), this.count)
  }

  update(actions) {
    const owners = [...new Set(actions.map((action) => action.owner).filter(Boolean))].sort((one, other) => one.localeCompare(other))
    const choices = [[EVERYONE, "Everyone"], ...owners.map((name) => [`=${name}`, name])]
    if (actions.some((action) => !action.owner)) choices.push(["=", "Nobody yet"])
    const key = JSON.stringify(choices)
    if (key !== this.key) {
      const chosen = this.owner.value || EVERYONE
      this.owner.replaceChildren(...choices.map(([value, words]) => make("option", { value }, words)))
      this.owner.value = choices.some(([value]) => value === chosen) ? chosen : EVERYONE
      this.key = key
    }
    const late = actions.filter(overdue).length
    say(this.late, `Overdue only (${late})`)
    this.overdue.disabled = !late && !this.overdue.checked
    const shown = actions.filter((action) => this.takes(action)).length
    say(this.count, shown === actions.length ? "" : `${shown} of ${actions.length} actions`)
  }

  takes(action) {
    const whose = this.owner.value || EVERYONE
    return (whose === EVERYONE || whose === `=${action.owner}`) && (!this.overdue.checked || overdue(action))
  }
}

function overdue(action) {
  return action.overdue && !["done", "dropped"].includes(action.status)
}

function kept() {
  try {
    const view = localStorage.getItem(PLACE)
    return view in VIEWS ? view : "board"
  } catch {
    return "board"
  }
}

function keep(view) {
  try {
    localStorage.setItem(PLACE, view)
  } catch {
    // It holds for as long as the page is open.
  }
}
