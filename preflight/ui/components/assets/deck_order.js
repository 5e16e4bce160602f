// Which slides are in a deck, and in which order: kept in this browser, so that a reload or another day finds them again.
export class DeckOrder {
  /** `kinds` are the usual slides of the assessment's deck, or of its history's, in their usual order. */
  constructor(assessment, preset, kinds) {
    this.place = `preflight-deck-${preset}-${assessment}`
    this.usual = kinds
    const kept = this.kept().filter((each) => kinds.includes(each.kind))
    this.slides = kept
    // A slide that came later (a second assessment, a room) takes its usual place.
    kinds.forEach((kind, at) => {
      if (this.slides.some((each) => each.kind === kind)) return
      const before = this.slides.findIndex((each) => each.kind === kinds[at - 1])
      this.slides.splice(before + 1, 0, { kind, on: true })
    })
  }

  kept() {
    try {
      const found = JSON.parse(localStorage.getItem(this.place)) ?? []
      return found.filter((each) => typeof each?.kind === "string").map(({ kind, on }) => ({ kind, on: on !== false }))
    } catch {
      return []
    }
  }

  keep() {
    try {
      if (this.isUsual) localStorage.removeItem(this.place)
      else localStorage.setItem(this.place, JSON.stringify(this.slides))
    } catch {
      // Without storage it holds for as long as the page is open.
    }
  }

  get kinds() {
    return this.slides.map((each) => each.kind)
  }

  /** The ticked ones, in their order. */
  get chosen() {
    return this.slides.filter((each) => each.on).map((each) => each.kind)
  }

  get isUsual() {
    return this.slides.every((each, at) => each.on && each.kind === this.usual[at])
  }

  isOn(kind) {
    return this.slides.find((each) => each.kind === kind).on
  }

  tick(kind, on) {
    this.slides.find((each) => each.kind === kind).on = on
    this.keep()
  }

  /** Puts a slide at a place; gives the place that it has then. */
  move(kind, to) {
    const from = this.kinds.indexOf(kind)
    const at = Math.max(0, Math.min(this.slides.length - 1, to))
    this.slides.splice(at, 0, ...this.slides.splice(from, 1))
    this.keep()
    return at
  }

  reset() {
    this.slides = this.usual.map((kind) => ({ kind, on: true }))
    this.keep()
  }
}
