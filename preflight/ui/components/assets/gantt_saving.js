// Changes on their way to the server: one at a time, each sent until it is answered, the newest of a step alone.
const RESEND_MS = 5000

export class Saving {
  /** `send(entry)` sends one change; `refused(step, message)` hears of what was not kept. */
  constructor(send, refused) {
    this.send = send
    this.refused = refused
    this.waiting = new Map()
    this.flying = null
  }

  /** The days that a step has on the screen before the server knows of them. */
  of(step) {
    return this.waiting.get(step) ?? (this.flying?.step === step ? this.flying : null)
  }

  get busy() {
    return this.waiting.size > 0 || this.flying !== null
  }

  /** Takes a change; it leaves after `delay` ms without another one of the same step. */
  put(step, change, delay) {
    const before = this.waiting.get(step)
    clearTimeout(before?.timer)
    const entry = { ...change, step, seen: before?.seen ?? change.seen }
    entry.timer = setTimeout(() => ((entry.ready = true), this.next()), delay)
    this.waiting.set(step, entry)
  }

  drop(step) {
    clearTimeout(this.waiting.get(step)?.timer)
    this.waiting.delete(step)
  }

  /** Lets everything leave now. */
  hurry() {
    for (const entry of this.waiting.values()) entry.ready = true
    this.next()
  }

  next() {
    if (this.flying) return
    const entry = [...this.waiting.values()].find((each) => each.ready)
    if (!entry) return
    this.waiting.delete(entry.step)
    const nonce = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join("")
    this.flying = { ...entry, nonce }
    this.fly()
  }

  fly() {
    const { nonce, step, seen, start, end } = this.flying
    this.send({ nonce, step, seen, start, end })
    clearTimeout(this.again)
    this.again = setTimeout(() => this.flying?.nonce === nonce && this.fly(), RESEND_MS)
  }

  /** Hears what became of it; what followed in the meantime goes on from the version that it made. */
  settle(outcomes) {
    const outcome = outcomes.find((each) => each.nonce === this.flying?.nonce)
    if (!outcome) return
    const { step } = this.flying
    clearTimeout(this.again)
    this.flying = null
    const following = this.waiting.get(step)
    if (outcome.outcome === "saved") {
      if (following) following.seen = outcome.version
    } else {
      this.drop(step)
      this.refused(step, outcome.message)
    }
    this.next()
  }
}
