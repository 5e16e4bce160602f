// What is said about a file while it is made and afterwards.

/** How far an order is, in words. */
export function standing({ state, ahead, of, done, words }) {
  if (state === "waiting") return ahead > 0 ? `Waiting for ${ahead === 1 ? "one other" : `${ahead} others`}…` : "Making it…"
  if (of > 1 && words) return `${Math.min(done + 1, of)} of ${of}: ${words}`
  return "Making it…"
}

/** 214 kB, 1.2 MB */
export function size(count) {
  if (count < 1_000) return `${count} bytes`
  return count < 1_000_000 ? `${Math.round(count / 1_000)} kB` : `${(count / 1_000_000).toFixed(1)} MB`
}

/** 0.8 s, 12 s */
export function took(ms) {
  return ms < 9_950 ? `${(Math.max(ms, 100) / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000)} s`
}
