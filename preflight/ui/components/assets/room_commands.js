// What the facilitator asks of the server: carried out on the room as it is on the screen, or said why not.
const NEWS_MS = 2000

/** Where a room stands: what a command is about. */
export function moment(room) {
  return room ? JSON.stringify([room.stage, room.question?.id, room.round]) : ""
}

export class Commands {
  /** `room()` is the room on the screen, `refuse(sentence)` shows why something was not done. */
  constructor(link, { room, refuse }) {
    this.link = link
    this.room = room
    this.refuse = refuse
  }

  /** Gives the server's answer, or null. A newcomer makes a room newer and no command of it wrong: then it is sent again. */
  async do(what, fields = {}, again = true) {
    const seen = moment(this.room())
    try {
      return await this.link.send(what, fields)
    } catch (refused) {
      if (!refused.stale) this.refuse(refused.message)
      else if (again && (await this.sameMoment(seen))) return this.do(what, fields, false)
      return null
    }
  }

  async sameMoment(seen) {
    if (moment(this.room()) === seen) await new Promise((done) => ((this.arrived = done), setTimeout(done, NEWS_MS)))
    return this.link.here && moment(this.room()) === seen
  }
}
