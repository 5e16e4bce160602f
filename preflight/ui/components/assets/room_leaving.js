// The way out: to another page, with the room open, completed or closed.
const AGAIN_MS = 2000
const TIMES = 5

export class Leaving {
  /** `go(to)` asks Streamlit for another page. */
  constructor(go) {
    this.go = go
  }

  /** Goes on to another page. A session that is new (the server was away) hears nothing at first, so it is told again. */
  to(place) {
    if (!this.left) this.tell(place, TIMES)
  }

  tell(place, left) {
    this.left = left
    if (!left) return
    this.go(place)
    this.timer = setTimeout(() => this.tell(place, left - 1), AGAIN_MS)
  }

  /** Completes or closes the room, and goes on to where its answers are. */
  async after(doing, place) {
    this.place = place
    if (await doing) this.to(place)
    else this.place = null
  }

  /** Whether the room was ended from here, so that its end is no news. */
  get expected() {
    return Boolean(this.place)
  }

  end() {
    clearTimeout(this.timer)
  }
}
