// The facilitator's countdown, counted here from what was left when the message was made.
import { make, say } from "./dom.js"

const TICK_MS = 250

// `told(words)` is for a screen reader: at the beginning, ten seconds before the end, and at the end.
export function clock(told) {
  const text = make("span.seconds", { role: "timer" })
  const line = make("i")
  const bar = make("div.clock", line)
  let whole = 0
  let ends = 0
  let last
  let timer

  function set(leftMs) {
    clearInterval(timer)
    const now = Date.now()
    // A longer time than was left is a new countdown.
    if (!leftMs || !whole || leftMs > ends - now + 1500) {
      whole = leftMs || 0
      last = Infinity
    }
    ends = now + leftMs
    line.hidden = text.hidden = leftMs === null
    if (text.hidden) return
    timer = setInterval(tick, TICK_MS)
    tick()
  }

  function tick() {
    const left = Math.max(0, ends - Date.now())
    const seconds = Math.ceil(left / 1000)
    say(text, seconds ? `${Math.floor(seconds / 60)}:` + `${seconds % 60}`.padStart(2, "0") : "Time is up")
    text.classList.toggle("soon", seconds <= 10)
    line.style.transform = `scaleX(${whole && left / whole})`
    if (last && !seconds) told("Time is up")
    else if (last === Infinity || (last > 10 && seconds <= 10)) told(`${seconds} seconds left`)
    last = seconds
    if (!seconds) clearInterval(timer)
  }

  set(null)
  return { text, bar, set }
}
