// What this phone must still know after a reload, for each room. Without storage it lives as long as the page does.

export function remember(room) {
  const place = `preflight-room-${room}`
  let kept = {}

  // Another tab of the same phone may have written since.
  function read() {
    try {
      kept = JSON.parse(localStorage.getItem(place)) || kept
    } catch {
      // Storage is blocked: what the page itself knows stands.
    }
    return kept
  }

  function write(change) {
    kept = { ...read(), ...change }
    try {
      localStorage.setItem(place, JSON.stringify(kept))
    } catch {
      // As above.
    }
  }

  return { read, write }
}
