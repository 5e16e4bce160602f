// Time between two messages: the room's clock and the countdown go on by themselves.
const SAME_MS = 1500
const LENGTHS_S = [15, 30, 60, 90, 120, 180, 300, 600]

/** The room's clock, from the newest message on. */
export class Clock {
  set(clock) {
    this.clock = clock
    this.at = performance.now()
  }

  get now() {
    const passed = (performance.now() - this.at) / 1000
    return { elapsed: this.clock.elapsed_s + passed, planned: this.clock.planned_s, each: this.clock.per_question_s, question: this.clock.question_s + passed }
  }
}

/** The countdown; `left` in seconds and `share` of the whole, or null. At its end it stays at 0. */
export class Countdown {
  set(left_ms) {
    if (left_ms === null) {
      this.until = null
      return
    }
    const until = performance.now() + left_ms
    const same = this.until !== null && this.until !== undefined && Math.abs(until - this.until) < SAME_MS
    if (!same) this.whole = LENGTHS_S.find((length) => length * 1000 >= left_ms - SAME_MS) ?? left_ms / 1000
    if (!same || left_ms === 0) this.until = until
  }

  get running() {
    return this.until !== null && this.until !== undefined
  }

  get left() {
    return Math.max(0, (this.until - performance.now()) / 1000)
  }

  get share() {
    return Math.min(1, this.left / this.whole)
  }
}
