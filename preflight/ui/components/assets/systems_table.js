// The systems as rows: their name opens them, arrows move them, a bar sets the estimate beside what it usually becomes.
import { make } from "./dom.js"
import { giveBack } from "./giving_back.js"

const tables = new WeakMap()
const COLUMNS = ["System", "Owner", "In the pilot", "Estimate", "What production usually costs", "Note", "Order"]

/** The estimate as a solid stub, and three to five times of it as a band. */
function bar(share) {
  if (!share) return null
  const [own, least, most] = share.map((each) => `${(100 * each).toFixed(2)}%`)
  return make("span", { class: "bar", "aria-hidden": "true", style: `--own:${own};--least:${least};--most:${most}` }, make("i", { class: "own" }), make("i", { class: "band" }))
}

function days(row) {
  const own = row.estimate ? make("b", {}, row.estimate) : make("span", { class: "unknown" }, "no estimate")
  const usual = row.usual ? make("span", { class: "usual" }, `${row.usual} days`) : make("span", { class: "unknown" }, "–")
  return [make("td", { class: "n", "data-name": "Estimate" }, own, row.estimate ? make("small", {}, row.estimate === "1" ? " day" : " days") : null), make("td", { class: "range", "data-name": "Usually" }, bar(row.share), usual)]
}

class Systems {
  constructor(parent) {
    this.root = make("div", { class: "systems" })
    parent.append(this.root)
  }

  update({ data, setTriggerValue }) {
    this.send = setTriggerValue
    this.readonly = data.readonly
    const key = JSON.stringify(data)
    if (key === this.key) return
    this.key = key
    const held = this.root.getRootNode().activeElement?.dataset?.hold
    const head = make("tr", {}, ...COLUMNS.filter((name) => name !== "Order" || !data.readonly).map((name) => make("th", { scope: "col", class: name === "Estimate" ? "n" : name === "Order" ? "order" : "" }, name)))
    const body = data.rows.map((row, place) => this.row(row, place, data.rows.length))
    const total = make("tr", {}, make("th", { scope: "row", colspan: "2" }, "In all"), make("td", { class: "way" }, data.total.words), ...days(data.total), make("td", { colspan: "2" }))
    this.root.replaceChildren(make("table", { "aria-label": "Systems" }, make("thead", {}, head), make("tbody", {}, ...body), make("tfoot", {}, total)))
    if (held) this.holding(held)?.focus()
  }

  row(row, place, count) {
    const open = this.readonly ? make("b", {}, row.system) : make("button", { type: "button", class: "open", "data-hold": row.id, onclick: () => this.open(row.id) }, row.system)
    const chip = make("span", { class: `chip ${row.way}` }, row.words)
    return make(
      "tr",
      { class: row.way },
      make("th", { scope: "row" }, open, row.interface ? make("small", {}, row.interface) : null),
      make("td", { class: row.owner ? "" : "none", "data-name": "Owner" }, row.owner || "nobody named"),
      make("td", { class: "way" }, chip),
      ...days(row),
      make("td", { class: "note" }, row.note),
      make("td", { class: "order" }, ...(this.readonly ? [] : [this.arrow(row, -1, place > 0), this.arrow(row, 1, place < count - 1)]))
    )
  }

  open(id) {
    giveBack(() => this.holding(id))
    this.send("opened", id)
  }

  holding(held) {
    return this.root.querySelector(`[data-hold="${CSS.escape(held)}"]`)
  }

  arrow(row, by, can) {
    const name = `Move ${row.system} ${by < 0 ? "up" : "down"}`
    const move = () => can && this.send("moved", { system: row.id, by })
    return make("button", { type: "button", class: "arrow", "aria-label": name, title: name, "aria-disabled": can ? "false" : "true", "data-hold": `${row.id}${by}`, onclick: move }, by < 0 ? "↑" : "↓")
  }
}

export default function (component) {
  const { parentElement } = component
  if (!tables.has(parentElement)) tables.set(parentElement, new Systems(parentElement))
  tables.get(parentElement).update(component)
}
