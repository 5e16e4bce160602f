// Who is in the room: a number and a role, whether they have voted, never what. Someone can be removed, and the door locked.
import { make, say } from "./dom.js"
import { crowdWords } from "./room_top.js"
import { ROLES } from "./room_words.js"

const SURE_MS = 4000

export class People {
  constructor(desk) {
    this.desk = desk
    this.lock = make("button", { type: "button", class: "choice", onclick: () => desk.runById("lock") })
    this.tools = make("div", { class: "setting" }, this.lock)
    this.crowd = make("p", { class: "crowd-words" })
    this.list = make("ul", { class: "persons" })
    this.element = make("div", {}, this.crowd, this.list)
    this.persons = new Map()
  }

  update({ room, stage }) {
    say(this.crowd, `${crowdWords(room)}${stage === "voting" ? `, ${room.voted} have voted` : ""}.`)
    say(this.lock, room.locked ? "Locked: let newcomers in" : "Open: lock for newcomers")
    this.lock.setAttribute("aria-pressed", String(room.locked))
    const numbers = new Set(room.people.map((person) => person.number))
    for (const [number, person] of this.persons) if (!numbers.has(number)) this.drop(number, person)
    for (const person of room.people) this.patch(person, stage)
  }

  patch(person, stage) {
    if (!this.persons.has(person.number)) this.add(person.number)
    const { role, voted } = this.persons.get(person.number)
    say(role, ROLES[person.role] ?? "No role")
    const votes = stage === "voting" || stage === "revealed"
    say(voted, !votes ? "" : person.voted ? "✓ voted" : "not yet")
    voted.classList.toggle("yes", person.voted)
  }

  add(number) {
    const [role, voted] = [make("span", { class: "role" }), make("span", { class: "voted" })]
    const remove = make("button", { type: "button", class: "quiet", "aria-label": `Remove ${number}` }, "Remove")
    remove.onclick = () => this.remove(number, remove)
    const element = make("li", {}, make("b", {}, String(number)), role, voted, remove)
    this.persons.set(number, { element, role, voted })
    const after = [...this.persons.keys()].filter((each) => each > number).sort((one, other) => one - other)[0]
    this.list.insertBefore(element, after ? this.persons.get(after).element : null)
  }

  drop(number, { element }) {
    element.remove()
    this.persons.delete(number)
  }

  /** Asks once, on the button itself. */
  remove(number, button) {
    if (button.dataset.sure) return this.desk.do("remove", { number })
    button.dataset.sure = "yes"
    button.textContent = `Remove ${number}?`
    setTimeout(() => {
      delete button.dataset.sure
      button.textContent = "Remove"
    }, SURE_MS)
    return null
  }
}

