// The connection of a shared screen with its room (docs/live-channel.md). It comes back by itself; a command is carried
// out once or refused, and never waits for a server that is away.
const RETRY_MS = 500
const ATTEMPT_MS = 3000
const PATIENCE_MS = 20000
const QUIET_MS = 10000
const LISTEN_MS = 6000
const ENDS_IT = { away: "The server is away. Nothing was sent; do it again when it is back.", lost: "The connection broke on the way. What stands here once it is back is what was saved." }

/** Why a command was not carried out; `stale` when the room had moved on already. */
export class Refused extends Error {
  constructor(sentence, stale = false) {
    super(sentence)
    this.stale = stale
  }
}

export class Link {
  /** `told(message)` gets every message about the room, `away(is)` whether the server is away. */
  constructor(room, { told, away }) {
    this.address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/screen/${encodeURIComponent(room)}`
    this.told = told
    this.away = away
    this.waiting = new Map()
    this.n = 0
    this.here = false
    this.listening = setInterval(() => this.listen(), LISTEN_MS)
    this.hurry = () => !this.here && !this.ended && document.visibilityState === "visible" && this.connect()
    for (const [target, name] of this.wakers) target.addEventListener(name, this.hurry)
    this.connect()
  }

  get wakers() {
    return [[window, "online"], [document, "visibilitychange"]]
  }

  connect() {
    clearTimeout(this.timer)
    this.drop()
    const socket = new WebSocket(this.address)
    this.socket = socket
    const tooLong = setTimeout(() => socket === this.socket && !this.here && this.lost(), ATTEMPT_MS)
    socket.onmessage = (event) => socket === this.socket && this.receive(JSON.parse(event.data))
    socket.onclose = () => {
      clearTimeout(tooLong)
      if (socket === this.socket) this.lost()
    }
  }

  /** A connection can die unnoticed: after a while without a word the server is asked for one. */
  listen() {
    if (!this.here) return
    if (this.asked) this.lost()
    else if (performance.now() - this.heard > QUIET_MS) {
      this.asked = true
      this.socket.send(JSON.stringify({ type: "ping" }))
    }
  }

  receive(message) {
    this.heard = performance.now()
    this.asked = false
    if (message.type === "room") {
      this.version = message.version
      this.here = true
      this.away(false)
    }
    if (message.type === "gone") this.end()
    const waiting = this.waiting.get(message.n)
    if (!waiting) return this.told(message)
    this.waiting.delete(message.n)
    clearTimeout(waiting.timer)
    if (message.type === "refused") waiting.refuse(new Refused(message.sentence, message.stale))
    else waiting.done(message)
  }

  /** Sends a command about the room as it is on the screen; gives its answer, or raises Refused. */
  send(what, fields) {
    if (!this.here) return Promise.reject(new Refused(ENDS_IT.away))
    const n = ++this.n
    this.socket.send(JSON.stringify({ type: "do", n, seen: this.version, what, ...fields }))
    return new Promise((done, refuse) => {
      const timer = setTimeout(() => this.lost(), PATIENCE_MS)
      this.waiting.set(n, { done, refuse, timer })
    })
  }

  lost() {
    this.drop()
    if (this.ended) return
    this.here = false
    this.asked = false
    this.away(true)
    this.giveUp()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.connect(), RETRY_MS)
  }

  giveUp() {
    const waiting = [...this.waiting.values()]
    this.waiting.clear()
    for (const { refuse, timer } of waiting) {
      clearTimeout(timer)
      refuse(new Refused(ENDS_IT.lost))
    }
  }

  drop() {
    const socket = this.socket
    this.socket = null
    socket?.close()
  }

  end() {
    this.ended = true
    this.here = false
    clearTimeout(this.timer)
    clearInterval(this.listening)
    this.drop()
    this.giveUp()
    for (const [target, name] of this.wakers) target.removeEventListener(name, this.hurry)
  }
}
