// One WebSocket that comes back by itself: after a restart of the server, a sleep, or a change of network.

const BEAT_MS = 15000
const ANSWER_MS = 4000
const WAKE_MS = 1500
const STEADY_MS = 3000

// `heard(message)` gets every message, `changed(up)` is called when the connection came or went.
export function connect(address, heard, changed) {
  let socket = null
  let up = false
  let over = false
  let due = 0
  let since = 0
  let limit
  let retry

  // Something must be heard within this time, or a new connection is made. What is due earlier stays due.
  function expect(withinMs) {
    const then = Date.now() + withinMs
    if (due && due <= then) return
    clearTimeout(limit)
    due = then
    limit = setTimeout(lost, withinMs)
  }

  function settle() {
    clearTimeout(limit)
    due = 0
  }

  function open() {
    clearTimeout(retry)
    let opened
    try {
      opened = new WebSocket(address)
    } catch {
      return lost()
    }
    socket = opened
    expect(ANSWER_MS)
    opened.onmessage = (event) => {
      if (opened !== socket) return
      settle()
      const cameUp = !up
      if (cameUp) since = Date.now()
      up = true
      heard(JSON.parse(event.data))
      if (cameUp && up) changed(true)
    }
    opened.onclose = () => opened === socket && lost()
  }

  function drop() {
    const dropped = socket
    settle()
    clearTimeout(retry)
    socket = null
    up = false
    if (dropped) dropped.close()
  }

  // The first try comes almost at once, unless the connection had just been made; and never all phones in one moment.
  function lost() {
    const waitMs = up && Date.now() - since > STEADY_MS ? Math.random() * 300 : 700 + Math.random() * 800
    drop()
    retry = setTimeout(open, waitMs)
    changed(false)
  }

  // Whether it could be sent. Each message is followed by a ping, which shows soon whether anybody is there.
  function send(message) {
    if (up) socket.send(JSON.stringify(message))
    probe(ANSWER_MS)
    return up
  }

  function probe(withinMs) {
    if (!up) return
    socket.send('{"type":"ping"}')
    expect(withinMs)
  }

  function check() {
    if (over || document.hidden) return
    if (up) probe(WAKE_MS)
    else if (!socket) open()
  }

  function end() {
    over = true
    clearInterval(beat)
    drop()
  }

  const beat = setInterval(() => probe(ANSWER_MS), BEAT_MS)
  document.addEventListener("visibilitychange", check)
  for (const event of ["pageshow", "online", "offline"]) window.addEventListener(event, check)
  open()
  return { send, end }
}
