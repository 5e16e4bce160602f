// What a person did and the server has not acknowledged yet. Each entry is sent until it is acknowledged, so that a
// click made while the server restarts is not lost; the server carries out each nonce once. It lies in the tab's own
// storage too: what was done right before a reload, or before leaving for another page, is sent on coming back.

export class Outbox {
  /** Where people sign in, it is of one person: nobody else who signs in here sends it in their own name. */
  constructor(assessment, whose) {
    this.place = `preflight-outbox-${whose ? `${whose}-` : ""}${assessment}`
    this.waiting = this.restored()
  }

  restored() {
    try {
      return JSON.parse(sessionStorage.getItem(this.place)) ?? []
    } catch {
      return []
    }
  }

  keep() {
    const left = this.waiting.filter((entry) => entry.do !== "go")
    try {
      if (left.length) sessionStorage.setItem(this.place, JSON.stringify(left))
      else sessionStorage.removeItem(this.place)
    } catch {
      // Without storage it lives as long as the page does.
    }
  }

  /** Adds an entry; a newer one of the same kind for the same question (a note being typed) replaces the older. */
  put(entry) {
    const nonce = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join("")
    const replaced = ["note", "text", "number"].includes(entry.do)
    if (replaced) {
      this.waiting = this.waiting.filter((old) => old.do !== entry.do || old.question !== entry.question)
    }
    this.waiting.push({ ...entry, nonce })
    this.keep()
    return nonce
  }

  /** Takes out what the server has acknowledged; returns those entries with their outcome. */
  settle(acknowledged) {
    const outcomes = new Map(acknowledged.map((each) => [each.nonce, each]))
    const settled = this.waiting.filter((entry) => outcomes.has(entry.nonce))
    this.waiting = this.waiting.filter((entry) => !outcomes.has(entry.nonce))
    if (settled.length) this.keep()
    return settled.map((entry) => ({ entry, outcome: outcomes.get(entry.nonce) }))
  }

  waitsFor(question) {
    return this.waiting.filter((entry) => entry.question === question)
  }
}
