// Orders a file of the server, follows its making and fetches it (docs/exchange.md).
const LOST = "The server did not answer. Try again in a moment."
const PAUSE_MS = 700
const PATIENCE = 12

/** Why there is no file; its message is meant for the person. `problems` say where, line by line. */
export class Refused extends Error {
  constructor(sentence, { status = 0, problems = [] } = {}) {
    super(sentence || LOST)
    this.status = status
    this.problems = problems
  }
}

/** The answer's JSON. Raises Refused with the sentence of the server, AbortError when `signal` ends it. */
export async function ask(address, options = {}) {
  let answer
  let body = null
  try {
    answer = await fetch(address, { cache: "no-store", ...options })
    if (answer.status !== 204) body = await answer.json()
  } catch (error) {
    if (options.signal?.aborted) throw error
    if (!answer) throw new Refused(LOST)
  }
  if (!answer.ok || (answer.status !== 204 && body === null)) throw new Refused(body?.sentence, { status: answer.status, problems: body?.problems ?? [] })
  return body
}

const sent = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })

/** Says that an order may come, so that the first is made sooner. */
export const expected = () => ask("/exports/warm", { method: "POST" }).catch(() => {})

/** Has a file made, and tells `told({state, done, of, words, ahead})` how far it is. Gives {ticket, name, size} once it can
 * be fetched. Raises Refused; when `signal` ends it the order is cancelled, and AbortError raised. */
export async function ordered(order, { told = () => {}, signal } = {}) {
  const { ticket } = await ask("/exports", { ...sent(order), signal })
  const cancel = () => ask(`/exports/${ticket}`, { method: "DELETE", keepalive: true }).catch(() => {})
  signal?.addEventListener("abort", cancel, { once: true })
  window.addEventListener("pagehide", cancel)
  try {
    return { ticket, ...(await ready(ticket, told, signal)) }
  } finally {
    signal?.removeEventListener("abort", cancel)
    window.removeEventListener("pagehide", cancel)
  }
}

async function ready(ticket, told, signal) {
  let step = 0
  for (let missed = 0; ; ) {
    try {
      const standing = await ask(`/exports/${ticket}/standing?seen=${step}`, { signal })
      if (standing.state === "ready") return { name: standing.name, size: standing.size }
      if (standing.state === "failed") throw new Refused(standing.sentence, { status: 500 })
      step = standing.step
      missed = 0
      told(standing)
    } catch (error) {
      // A server that is away for a moment still has the ticket; one that refuses has not.
      if (error.name === "AbortError" || error.status || ++missed > PATIENCE) throw error
      await new Promise((done) => setTimeout(done, PAUSE_MS))
    }
  }
}

/** Hands a file that is ready to the browser's downloads. */
export function save({ ticket, name }) {
  const link = document.createElement("a")
  link.href = `/exports/${ticket}`
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}

/** The bytes of a file that is ready, for the clipboard. */
export async function bytes({ ticket }) {
  const answer = await fetch(`/exports/${ticket}`, { cache: "no-store" }).catch(() => null)
  if (!answer?.ok) throw new Refused(LOST, { status: answer?.status ?? 0 })
  return answer.blob()
}
