// The own vote. What was said and is not acknowledged yet is kept until the server has acknowledged or refused it, and
// is sent again under the same number, so that it counts once.

export class OwnVote {
  constructor(memory) {
    this.memory = memory
    this.known = null
    this.pending = memory.read().pending
  }

  // The server's word on this phone's vote in the round on the screen.
  learn(question, round, known) {
    this.question = question
    this.round = round
    this.known = known
    if (known && this.waiting && known.n >= this.pending.n) this.keep({ pending: null })
  }

  isHere(each) {
    return each && each.question === this.question && each.round === this.round
  }

  // The unacknowledged vote, when it belongs to the round on the screen.
  get waiting() {
    return this.isHere(this.pending) ? this.pending : null
  }

  get now() {
    return this.waiting || this.known
  }

  // Takes a vote, to be sent; its number is higher than any before, here or there. Nothing where it has been said already.
  cast(said, why) {
    const { now, question, round } = this
    if (now && now.why === why && JSON.stringify(now.said) === JSON.stringify(said)) return
    const n = 1 + Math.max(this.memory.read().n || 0, now ? now.n : 0)
    this.keep({ n, pending: { type: "vote", n, question, round, said, why }, draft: null })
  }

  // Takes in an `ack` or a `refused`; true when it settles the vote that was waiting.
  hear(message) {
    const { vote, n, question } = message
    if (vote && this.isHere(message)) this.known = vote
    if (!this.pending || question !== this.pending.question || Math.max(n, vote ? vote.n : 0) < this.pending.n) return false
    this.keep({ pending: null })
    return true
  }

  keep(change) {
    this.memory.write(change)
    if ("pending" in change) this.pending = change.pending
  }

  // The line why that was typed before anything was chosen.
  get draft() {
    const { draft } = this.memory.read()
    return this.isHere(draft) ? draft.why : ""
  }

  set draft(why) {
    this.keep({ draft: { question: this.question, round: this.round, why } })
  }
}
