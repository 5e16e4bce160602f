// A file that is brought in: dropped or chosen, looked into, shown, and kept only when the person says so.
import { make, say } from "./dom.js"
import { accepted, brought, forgotten } from "./export_arrivals.js"
import { icon } from "./export_icons.js"
import { shown } from "./arrival_preview.js"

const arrivals = new WeakMap()

class Arrival {
  constructor(parent) {
    this.file = make("input", { type: "file", class: "sr", tabindex: "-1" })
    this.file.onchange = () => {
      this.bring(this.file.files[0])
      this.file.value = ""
    }
    this.choose = make("button", { type: "button", class: "button", onclick: () => this.file.click() })
    this.invites = make("p", {})
    this.drop = make("div", { class: "drop" }, icon("bring"), this.invites, this.choose, this.file)
    this.told = make("div", { class: "told", role: "status" })
    this.body = make("div", { class: "body" })
    this.root = make("div", { class: "arrival" }, this.drop, this.told, this.body)
    this.dropping()
    parent.append(this.root)
  }

  update({ data, setTriggerValue }) {
    this.tell = (answer) => setTriggerValue("accepted", answer)
    if (this.data?.assessment !== data.assessment && this.data) this.away()
    this.data = data
    this.file.accept = data.accept
    this.file.setAttribute("aria-label", data.choose)
    say(this.choose, data.choose)
    say(this.invites, data.invites)
  }

  dropping() {
    this.drop.ondragover = (event) => {
      event.preventDefault()
      this.drop.classList.add("over")
    }
    this.drop.ondragleave = (event) => this.drop.contains(event.relatedTarget) || this.drop.classList.remove("over")
    this.drop.ondrop = (event) => {
      event.preventDefault()
      this.drop.classList.remove("over")
      this.bring(event.dataTransfer.files[0])
    }
  }

  say(sentence, kind = "") {
    this.told.className = `told ${kind}`
    this.told.replaceChildren(...(sentence ? [make("p", {}, sentence)] : []))
  }

  async bring(file) {
    if (!file || this.busy) return
    this.away()
    this.busy = true
    this.root.classList.add("busy")
    this.say(`Looking into “${file.name}”…`)
    try {
      this.arrival = await brought(this.data.kind, file, { assessment: this.data.assessment })
      this.show()
    } catch (error) {
      this.refused(error)
    } finally {
      this.busy = false
      this.root.classList.remove("busy")
    }
  }

  show() {
    const { sentence, part, keep } = shown(this.data.kind, this.arrival)
    this.say(sentence)
    const no = make("button", { type: "button", class: "button", onclick: () => this.leave() }, keep ? "Leave it" : "Close")
    const yes = keep && make("button", { type: "button", class: "button primary", onclick: () => this.keep() }, keep)
    this.body.replaceChildren(...[part, make("div", { class: "acts" }, yes || null, no)].filter(Boolean))
    this.root.classList.add("open")
    ;(yes || no).focus({ preventScroll: true })
    this.body.scrollIntoView({ block: "nearest" })
  }

  refused(error) {
    this.say(error.message, "failed")
    const problems = error.problems ?? []
    this.body.replaceChildren(...(problems.length ? [make("ul", { class: "problems", tabindex: "0", role: "region", "aria-label": "What needs a look" }, ...problems.map((each) => make("li", {}, each)))] : []))
  }

  async keep() {
    if (this.busy) return
    this.busy = true
    this.root.classList.add("busy")
    try {
      const answer = await accepted(this.arrival.arrival)
      this.arrival = null
      this.away()
      this.say(this.data.kind === "answers" ? kept(answer.changed) : restored(answer.assessments), "done")
      this.choose.focus({ preventScroll: true })
      this.tell(answer)
    } catch (error) {
      if (error.status === 404) this.arrival = null
      const acts = this.body.querySelector(".acts")
      this.refused(error)
      if (this.arrival) this.body.append(acts)
    } finally {
      this.busy = false
      this.root.classList.remove("busy")
    }
  }

  leave() {
    this.away()
    this.choose.focus({ preventScroll: true })
  }

  /** Back to the invitation; what was brought in and not kept is forgotten. */
  away() {
    if (this.arrival) forgotten(this.arrival.arrival)
    this.arrival = null
    this.say("")
    this.body.replaceChildren()
    this.root.classList.remove("open")
  }
}

const kept = (count) => (count === 1 ? "1 answer is in." : `${count} answers are in.`)
const restored = (count) => (count === 1 ? "1 assessment is back." : `${count} assessments are back.`)

export default function (component) {
  const { parentElement } = component
  if (!arrivals.has(parentElement)) arrivals.set(parentElement, new Arrival(parentElement))
  arrivals.get(parentElement).update(component)
}
