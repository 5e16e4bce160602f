// Keeps the machine from falling asleep while a room is on the wall, where the browser can.
export class Awake {
  constructor() {
    this.ask = () => document.visibilityState === "visible" && this.hold()
    document.addEventListener("visibilitychange", this.ask)
    this.ask()
  }

  async hold() {
    this.lock = await navigator.wakeLock?.request("screen").catch(() => null)
    if (this.ended) this.lock?.release()
  }

  end() {
    this.ended = true
    document.removeEventListener("visibilitychange", this.ask)
    this.lock?.release()
  }
}
