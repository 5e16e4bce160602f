// The shared screen of an open room: it covers the window, follows the room's messages, and carries out what the
// facilitator does. What it shows comes from the server alone, so a reload or a second screen is always in step.
import { make, show } from "./dom.js"
import { ACTIONS } from "./room_actions.js"
import { Ask } from "./room_ask.js"
import { Awake } from "./room_awake.js"
import { Bar } from "./room_bar.js"
import { Closing } from "./room_closing.js"
import { Commands, moment } from "./room_commands.js"
import { Keys } from "./room_keys.js"
import { Leaving } from "./room_leaving.js"
import { Link } from "./room_link.js"
import { Lobby } from "./room_lobby.js"
import { Notices } from "./room_notices.js"
import { Panels } from "./room_panels.js"
import { Codes } from "./room_qr.js"
import { Countdown, Clock } from "./room_time.js"
import { Top } from "./room_top.js"

const TICK_MS = 250
const screens = new WeakMap()

class Screen {
  constructor({ data, parentElement }) {
    this.id = data.room
    this.clock = new Clock()
    this.countdown = new Countdown()
    this.codes = new Codes((fields) => this.do("qr", fields))
    this.stage = make("dialog", { class: "stage", tabindex: "-1", closedby: "none", "aria-label": "Workshop", onclose: () => this.raise(), oncancel: (event) => event.preventDefault() })
    // Streamlit's own shortcuts (r runs the page anew) must not hear what is typed here.
    this.stage.addEventListener("keydown", (event) => event.stopPropagation())
    this.root = make("div", { class: "room" })
    this.top = new Top(this)
    this.scenes = { lobby: new Lobby(this), ask: new Ask(this), closing: new Closing(this) }
    this.parts = this.scenes.ask.parts
    this.bar = new Bar(this)
    this.notices = new Notices(this)
    this.panels = new Panels(this)
    const scene = make("main", { class: "scene" }, ...Object.values(this.scenes).map((each) => each.element))
    this.root.append(this.top.element, scene, this.bar.element, ...this.notices.elements)
    this.stage.append(this.root)
    parentElement.append(this.stage)
    this.raise()
    this.keys = new Keys(this)
    this.ticking = setInterval(() => this.tick(), TICK_MS)
    this.awake = new Awake()
    this.leaving = new Leaving((to) => this.trigger("leave", { to, assessment: this.room?.assessment ?? "" }))
    this.link = new Link(this.id, { told: (message) => this.told(message), away: (is) => this.top.away(is) })
    this.commands = new Commands(this.link, { room: () => this.room, refuse: (sentence) => this.over || this.notices.say(sentence) })
  }

  /** On top of everything that Streamlit draws, whatever closed it. */
  raise() {
    if (this.ended || !this.stage.isConnected || this.stage.open) return
    this.stage.showModal()
    this.stage.focus()
  }

  update({ data, setTriggerValue }) {
    this.trigger = setTriggerValue
    const changed = this.theme && this.theme !== data.theme
    this.theme = data.theme
    if (changed) this.scenes.closing.forget()
    if (changed && this.room) this.draw()
    this.raise()
  }

  told(message) {
    if (message.type === "room") this.receive(message)
    else if (message.type === "count" && this.room) {
      Object.assign(this.room, { voted: message.voted, here: message.here, joined: message.joined })
      if (message.who) for (const person of this.room.people) person.voted = message.who.includes(person.number)
      this.draw()
    } else if (message.type === "trouble") this.notices.say(message.sentence)
    else if (message.type === "gone") this.gone(message)
  }

  receive(room) {
    const moved = moment(room) !== moment(this.room)
    this.room = room
    this.clock.set(room.clock)
    this.countdown.set(room.countdown_ms)
    if (moved) this.parts.agree.forget()
    if (moved) this.now = ""
    if (moved) this.moving = null // what is on the wall now is what the next key means
    if (room.stage !== "closing") this.scenes.closing.forget()
    this.draw()
    this.commands.arrived?.()
  }

  get view() {
    const { room } = this
    if (!room || this.over) return null
    const rounds = room.rounds ?? []
    return { room, stage: room.stage, question: room.question, mode: this.now ?? "", rounds, shown: rounds.at(-1)?.shown ?? null, counting: this.countdown.running, chosen: this.parts.agree.chosen, away: !this.link.here }
  }

  draw() {
    const { view } = this
    if (!view) return
    const scene = { lobby: "lobby", closing: "closing" }[view.stage] ?? "ask"
    this.root.dataset.stage = view.stage
    this.root.dataset.mode = view.mode
    for (const [name, each] of Object.entries(this.scenes)) show(each.element, name === scene)
    this.scenes[scene].update(view)
    this.top.update(view)
    this.bar.update(this.view)
    this.panels.update(view)
    this.notices.update(view)
    this.tick()
  }

  tick() {
    if (!this.room || this.over) return
    this.top.tick()
    this.parts.vote.tick()
  }

  do(what, fields) {
    return this.commands.do(what, fields)
  }

  /** Carries out one of ACTIONS, where it makes sense; a state is left once, however fast the keys come. */
  async run(action) {
    const { view } = this
    if (!view || !action.when(view) || (action.moves && this.moving)) return
    const running = action.run(this, view)
    if (!action.moves || !running?.then) return
    const mine = (this.moving = {})
    await running
    if (this.moving === mine) this.moving = null
  }

  runById(id) {
    return this.run(ACTIONS.find((action) => action.id === id))
  }

  /** Begins agreeing or counting hands in place, or ends it ("" or the same again). */
  mode(name) {
    this.now = this.now === name ? "" : name
    this.parts.agree.begin(this.view)
    this.parts.hands.begin(this.view)
    this.draw()
    if (!this.now) this.stage.focus()
  }

  get openPanel() {
    return this.panels.open
  }

  panel(name) {
    this.panels.show(name, this.view)
  }

  closePanel() {
    this.panels.close()
  }

  replay() {
    this.scenes.closing.play()
  }

  fullScreen() {
    const going = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
    going.catch(() => this.notices.say("This browser does not allow full screen here."))
  }

  leave(to) {
    this.leaving.to(to)
  }

  finish(what, to) {
    return this.leaving.after(this.do(what), to)
  }

  gone(message) {
    if (this.leaving.expected) return this.leaving.to(this.leaving.place)
    this.over = true
    this.panels.close()
    this.notices.gone(message, Boolean(this.room))
  }

  end() {
    this.ended = true
    clearInterval(this.ticking)
    this.leaving.end()
    this.awake.end()
    this.link.end()
    this.keys.end()
    for (const scene of Object.values(this.scenes)) scene.end()
    this.stage.remove()
  }
}

export default function (component) {
  const { parentElement, data } = component
  if (screens.get(parentElement)?.id !== data.room) {
    screens.get(parentElement)?.end()
    screens.set(parentElement, new Screen(component))
  }
  const screen = screens.get(parentElement)
  screen.update(component)
  return () => {
    screen.end()
    if (screens.get(parentElement) === screen) screens.delete(parentElement)
  }
}
