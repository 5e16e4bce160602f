// QR codes: drawn from the path that the server gives, and asked for once.
import { make } from "./dom.js"

const SVG = "http://www.w3.org/2000/svg"

export class Codes {
  /** `ask(fields)` asks the server for a code and gives its answer, or null. */
  constructor(ask) {
    this.ask = ask
    this.known = new Map()
  }

  /** Shows the code of `fields` in a place, as soon as it is there. */
  async draw(place, fields) {
    const key = JSON.stringify(fields)
    if (place.dataset.code === key) return
    place.dataset.wants = key
    if (!this.known.has(key)) this.known.set(key, this.ask(fields))
    const code = await this.known.get(key)
    if (!code) return this.known.delete(key)
    if (place.dataset.wants !== key) return
    place.dataset.code = key
    place.replaceChildren(picture(code))
  }
}

/** The place for a code, with a name for whoever can't see it. */
export function codePlace(name) {
  return make("div", { class: "qr", role: "img", "aria-label": name })
}

function picture({ size, path }) {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("viewBox", `0 0 ${Number(size)} ${Number(size)}`)
  svg.setAttribute("shape-rendering", "crispEdges")
  const modules = document.createElementNS(SVG, "path")
  modules.setAttribute("d", path)
  svg.append(modules)
  return svg
}
