// A file that is brought in: dropped or chosen, looked into, shown, and kept only when the person says so.
import { make, say } from "./dom.js"
import { accepted, brought, forgotten } from "./export_arrivals.js"
import { icon } from "./export_icons.js"
import { followScheme } from "./export_scheme.js"
import { lines, shown } from "./arrival_preview.js"

const arrivals = new WeakMap()

class Arrival {
  constructor(parent) {
    this.file = make("input", { type: "file", hidden: true })
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
    followScheme(this.root)
    this.tell = (answer) => setTriggerValue("accepted", answer)
    if (this.data?.assessment !== data.assessment && this.data) this.away()
    this.data = data
    this.file.accept = data.accept
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
    const { sentence, parts, ways } = shown(this.data.kind, this.arrival)
    this.say(sentence)
    const keeps = ways.map(({ words, body, aside }, at) => make("button", { type: "button", class: at || aside ? "button" : "button primary", onclick: () => this.keep(body) }, words))
    const leaves = make("button", { type: "button", class: "button", onclick: () => this.leave() }, ways.length ? "Leave it" : "Close")
    this.body.replaceChildren(...parts, make("div", { class: "acts" }, ...keeps, leaves))
    this.root.classList.add("open")
    ;(keeps[0] ?? leaves).focus({ preventScroll: true })
    this.body.scrollIntoView({ block: "nearest" })
  }

  refused(error) {
    this.say(error.message, "failed")
    this.body.replaceChildren(...[lines("problems", error.problems ?? [], "What needs a look")].filter(Boolean))
  }

  async keep(body) {
    if (this.busy) return
    this.busy = true
    this.root.classList.add("busy")
    try {
      const answer = await accepted(this.arrival.arrival, body)
      this.arrival = null
      this.away()
      this.say(this.data.kind === "answers" ? kept(answer.changed) : `“${answer.name}” is back.`, "done")
      this.choose.focus({ preventScroll: true })
      this.tell(answer)
    } catch (error) {
      const acts = this.body.querySelector(".acts")
      // Gone, or somebody changed what it was meant for: it has to be brought in once more.
      if (error.status === 404 || error.status === 409) this.arrival = null
      this.refused(error)
      if (this.arrival) this.body.append(acts)
      else this.root.classList.remove("open")
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

export default function (component) {
  const { parentElement } = component
  if (!arrivals.has(parentElement)) arrivals.set(parentElement, new Arrival(parentElement))
  arrivals.get(parentElement).update(component)
}
