// The lobby: how to join, as large as the screen allows, and who is there already.
import { make, say, show } from "./dom.js"
import { holds, shrink } from "./room_fit.js"
import { JoinCard, address, pick } from "./room_join.js"
import { codePlace } from "./room_qr.js"
import { wifi } from "./room_wifi.js"

const LENGTHS_MIN = [30, 60, 90]
const MOST_DOTS = 120
const MOST_NUMBERS = 50

export class Lobby {
  constructor(desk) {
    this.desk = desk
    this.card = new JoinCard(desk)
    this.wifiCode = codePlace("QR code that joins the Wi-Fi")
    this.wifiName = make("b")
    this.wifi = make("figure", { class: "wifi" }, make("figcaption", {}, "1 · The Wi-Fi ", this.wifiName), this.wifiCode)
    this.second = make("figcaption", {}, "2 · Join")
    this.project = make("p", { class: "kicker" })
    this.title = make("h1")
    this.warning = make("p", { class: "warning", role: "alert", hidden: true }, make("b", {}, "Phones can’t reach this computer."), " Preflight answers here only. Stop it and start it again with ", make("code", {}, "make share"), "; this room is kept.")
    this.joined = make("b", { class: "joined" })
    this.joinedWords = make("span")
    this.dots = make("ol", { class: "crowd", "aria-hidden": "true" })
    this.choose = make("select", { "aria-label": "Address that phones use", onchange: () => this.changeAddress() })
    this.own = make("input", { type: "number", min: "5", max: "600", "aria-label": "Planned length in minutes", placeholder: "own", onchange: () => this.setLength(Number(this.own.value) || null) })
    this.lengths = LENGTHS_MIN.map((minutes) => make("button", { type: "button", class: "choice", "aria-pressed": "false", onclick: (event) => this.setLength(minutes, event) }, String(minutes)))
    const intro = make("div", { class: "intro" }, this.project, this.title, this.warning)
    const people = make("div", { class: "people" }, make("p", { class: "count" }, this.joined, " ", this.joinedWords), this.dots)
    const length = make("div", { class: "setting", role: "group", "aria-label": "Planned length" }, make("span", {}, "Planned minutes"), ...this.lengths, this.own)
    this.addressSetting = make("label", { class: "setting" }, make("span", {}, "Address"), this.choose)
    const settings = make("div", { class: "settings" }, length, this.addressSetting)
    const codes = make("div", { class: "codes" }, this.wifi, make("figure", {}, this.second, this.card.qr))
    this.element = make("section", { class: "lobby", "aria-label": "Join" }, codes, make("div", { class: "beside" }, intro, this.card.words, make("div", { class: "arrivals" }, people, settings)))
    this.watch = new ResizeObserver(() => this.fit())
    this.watch.observe(this.element)
  }

  fit() {
    if (!this.element.hidden) shrink(this.element, () => holds(this.element))
  }

  update({ room }) {
    this.room = room
    say(this.project, room.project)
    say(this.title, room.title)
    this.card.update(room)
    show(this.warning, !room.join.reachable)
    this.drawPeople(room)
    this.drawSettings(room)
    const network = wifi.get()
    show(this.wifi, Boolean(network))
    show(this.second, Boolean(network))
    this.element.toggleAttribute("data-wifi", Boolean(network))
    if (network) {
      say(this.wifiName, network.name)
      this.desk.codes.draw(this.wifiCode, { wifi: network })
    }
    const fitted = JSON.stringify([room.title, room.project, room.join, network, room.joined > MOST_NUMBERS, Math.ceil(room.joined / 10)])
    if (fitted !== this.fitted) this.fit()
    this.fitted = fitted
  }

  end() {
    this.watch.disconnect()
  }

  drawPeople(room) {
    say(this.joined, String(room.joined))
    say(this.joinedWords, room.joined === 1 ? "person is in" : "people are in")
    const shown = Math.min(room.joined, MOST_DOTS)
    const numbers = room.people.map((person) => person.number)
    while (this.dots.children.length > shown) this.dots.lastChild.remove()
    while (this.dots.children.length < shown) this.dots.append(make("li"))
    this.dots.style.setProperty("--many", Math.max(12, shown))
    this.dots.classList.toggle("many", shown > MOST_NUMBERS)
    for (let index = 0; index < shown; index++) say(this.dots.children[index], String(numbers[index] ?? index + 1))
  }

  drawSettings(room) {
    const { addresses } = room.join
    show(this.addressSetting, addresses.length > 1)
    if (this.choose.dataset.of !== addresses.join(" ")) this.choose.replaceChildren(...addresses.map((each) => make("option", { value: each }, each.replace(/^\w+:\/\//, ""))))
    this.choose.dataset.of = addresses.join(" ")
    this.choose.value = address(room.join)
    const minutes = room.clock.planned_s === null ? null : Math.round(room.clock.planned_s / 60)
    this.lengths.forEach((button, index) => button.setAttribute("aria-pressed", String(minutes === LENGTHS_MIN[index])))
    if (this.own !== this.own.getRootNode().activeElement) this.own.value = minutes === null || LENGTHS_MIN.includes(minutes) ? "" : String(minutes)
  }

  changeAddress() {
    pick(this.choose.value)
    this.choose.blur()
    this.desk.draw()
  }

  setLength(minutes, event) {
    const again = minutes !== null && this.room.clock.planned_s === minutes * 60
    if (event?.detail > 0) this.desk.stage.focus()
    this.desk.do("clock", { minutes: again ? null : minutes })
  }
}
