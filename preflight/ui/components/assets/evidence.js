// The evidence beside an answer: what is there, and a short form to add more.
import { make, say, show } from "./dom.js"

export class EvidencePart {
  constructor(data, { act, readonly }) {
    this.act = act
    this.readonly = readonly
    this.count = make("span", { class: "count" })
    this.list = make("ul", { class: "evidence" })
    this.text = make("input", { type: "text", maxlength: "300", placeholder: "What is it?", "aria-label": "What is the evidence?" })
    this.url = make("input", { type: "url", maxlength: "2000", placeholder: "Link, if there is one", "aria-label": "Link to the evidence" })
    this.date = make("input", { type: "date", max: data.today, value: data.today, "aria-label": "The day the evidence is from" })
    this.form = make(
      "form",
      { class: "add-evidence", novalidate: true, onsubmit: (event) => this.add(event) },
      this.text, this.url, this.date, make("button", { type: "submit", class: "side" }, "Add evidence")
    )
    this.element = make("details", { class: "part" }, make("summary", {}, "Evidence", this.count))
    if (data.evidence_hint) this.element.append(make("p", { class: "why" }, "A sceptic would ask for: ", data.evidence_hint))
    this.element.append(this.list, this.form)
  }

  update(data) {
    const key = JSON.stringify(data.evidence)
    show(this.form, !this.readonly)
    if (key === this.key) return
    if (this.key !== undefined && this.sent && data.evidence.some((each) => each.text === this.sent.text.trim() || each.url === this.sent.url.trim())) {
      this.text.value = this.url.value = ""
      this.sent = null
    }
    this.key = key
    say(this.count, data.evidence.length ? ` ${data.evidence.length}` : "")
    this.list.replaceChildren(...data.evidence.map((each) => this.row(each)))
  }

  row(each) {
    const words = each.text || each.url
    const name = /^https?:/.test(each.url) ? make("a", { href: each.url, target: "_blank", rel: "noopener noreferrer" }, words) : make("span", {}, words)
    const remove = make("button", { type: "button", class: "quiet", "aria-label": `Remove evidence: ${words}`, onclick: () => this.act({ do: "remove_evidence", value: each.id }) }, "Remove")
    const day = make("span", { class: each.valid ? "why" : "why old" }, each.valid ? each.date : `${each.date} – too old to count`)
    return make("li", {}, name, day, this.readonly ? null : remove)
  }

  add(event) {
    event.preventDefault()
    this.sent = { text: this.text.value, url: this.url.value }
    this.act({ do: "add_evidence", value: { text: this.text.value, url: this.url.value, date: this.date.value } })
  }
}
