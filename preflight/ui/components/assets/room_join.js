// How to join: the QR code, the address to type and the code. In the lobby, beside a question, and large for latecomers.
import { make, say, show } from "./dom.js"
import { codePlace } from "./room_qr.js"
import { spelled } from "./room_words.js"

const CHOSEN = "preflight-address"

/** The address that phones are to use: the one that was picked here, or the server's first. */
export function address(join) {
  const picked = sessionStorage.getItem(CHOSEN)
  return join.addresses.includes(picked) ? picked : join.addresses[0] ?? ""
}

export function pick(chosen) {
  sessionStorage.setItem(CHOSEN, chosen)
}

export class JoinCard {
  constructor(desk) {
    this.desk = desk
    this.qr = codePlace("QR code that leads to this room")
    this.scheme = make("span", { class: "scheme" })
    this.host = make("span")
    this.code = make("p", { class: "code" })
    this.locked = make("p", { class: "locked" }, "Locked: no newcomers")
    this.words = make("div", { class: "join-words" }, make("p", { class: "how" }, "Point your phone’s camera at the code, or open"), make("p", { class: "address" }, this.scheme, this.host), make("p", { class: "how" }, "and type"), this.code, this.locked)
    this.element = make("div", { class: "join" }, this.qr, this.words)
  }

  update({ join, code, locked }) {
    const base = address(join)
    const [scheme, host] = base.includes("://") ? [base.slice(0, base.indexOf("://") + 3), base.slice(base.indexOf("://") + 3)] : ["", base]
    say(this.scheme, scheme)
    say(this.host, `${host}/join`)
    say(this.code, spelled(code))
    show(this.locked, locked)
    this.desk.codes.draw(this.qr, { text: `${base}${join.path}` })
  }
}
