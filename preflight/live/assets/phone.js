// The phone page of an open room: it draws the state that the server sends, and keeps nothing but its own vote.
import { ballot } from "./ballot.js"
import { clock } from "./clock.js"
import { connect } from "./connection.js"
import { fill, make, say, words } from "./dom.js"
import { BASE, joining } from "./joining.js"
import { remember } from "./memory.js"
import { result } from "./result.js"
import { rolePart } from "./role.js"
import { OwnVote } from "./vote.js"

// A connection that is back within this time was never away.
const AWAY_AFTER_MS = 1200
const AGAIN_AFTER_MS = 8000

const at = (id) => document.getElementById(id)
const screen = at("screen")
const told = make("p.sr", { "aria-live": "polite" })
const countdown = clock((text) => say(told, text))
const project = words("span.project", "Preflight")
const me = make("span.me")
const role = rolePart(chooseRole, dismissRole)
const door = joining(screen, enter)

let token
let memory
let own
let connection
let away = false
let awayTimer
let againTimer
let sent = 0
let state = null
let drawn
let place
let form = null
let refusal = ""
let wish
let isRejoining = false

function enter(room) {
  token = room.token
  memory = remember(room.room)
  own = new OwnVote(memory)
  state = drawn = place = null
  name(room.project || room.title, room.number)
  const address = new URL(`${BASE}live/phone/${encodeURIComponent(room.room)}`, location.href)
  address.protocol = address.protocol.replace("http", "ws")
  address.hash = ""
  connection = connect(address.href, hear, changed)
  stayAwake()
}

function name(room, number) {
  say(project, room)
  say(me, number ? `You are ${number}` : "")
  document.title = `${room} · Preflight`
}

function hear(message) {
  const { type } = message
  if (type === "state") draw(message)
  else if (type === "role") showRole(message.role)
  else if (type === "gone") leave(message)
  else if (type !== "pong") {
    if (own.hear(message) && type === "refused") refusal = message.sentence
    patch()
  }
}

function changed(isUp) {
  if (isUp) return setAway(false)
  sent = 0
  if (!awayTimer) awayTimer = setTimeout(setAway, AWAY_AFTER_MS, true)
}

function setAway(isAway) {
  if (!isAway) {
    clearTimeout(awayTimer)
    awayTimer = 0
  }
  away = isAway
  tell()
}

function sendNew() {
  if (own.pending && own.pending.n !== sent) send()
}

function send() {
  const { pending } = own
  if (!pending) return
  if (connection.send(pending)) sent = pending.n
  clearTimeout(againTimer)
  againTimer = setTimeout(send, AGAIN_AFTER_MS)
}

function draw(now) {
  const { question, round, stage } = now
  const before = place
  place = JSON.stringify([stage, question && question.id, round])
  // What was being typed still belongs to the question before.
  if (form && place !== before) form.flush()
  state = now
  isRejoining = false
  own.learn(question && question.id, round, now.vote)
  // What is still waiting is sent once the state has told what the server has.
  sendNew()
  name(now.project || now.title, now.you.number)
  countdown.set(stage === "voting" ? now.countdown_ms : null)
  const signature = JSON.stringify([question, now.place, now.of, now.shown, now.agreed]) + place
  if (signature !== drawn) build(before && place !== before)
  drawn = signature
  // A role that was chosen without a connection is told now.
  if (wish !== undefined && wish !== now.you.role) connection.send({ type: "role", role: wish })
  showRole(now.you.role)
  patch()
  if (stage === "closed") end()
}

// Draws the screen anew; where `moved`, it begins at the top and its heading is read out.
function build(moved) {
  const { stage, question, shown } = state
  form = null
  if (moved) refusal = ""
  fill(screen, ...(stage === "closing" || stage === "closed" ? thanks() : question ? asked() : lobby()))
  if (!moved) return
  window.scrollTo(0, 0)
  const heading = screen.querySelector("section h2") || screen.querySelector("h1")
  heading.focus({ preventScroll: true })
  if (shown) say(told, shown.summary)
}

const hall = (heading, ...parts) => make("div.hall", make("h1", { tabindex: -1 }, heading), ...parts)

function lobby() {
  const { you, title } = state
  if (!memory.read().asked) memory.write({ asked: "lobby" })
  return [make("div.number-plate", { "aria-hidden": true }, `${you.number}`), hall("You're in.", make("p.lead", `You are number ${you.number}. Watch the big screen.`), words("p.hint", title), role.put("lobby"))]
}

function thanks() {
  return [hall("Thank you.", make("p.lead", state.stage === "closed" ? "The room is closed. You can leave this page." : "The result is on the big screen."))]
}

function asked() {
  const { question, round, place, of, stage, you } = state
  const isOpen = stage === "voting"
  const hasVotes = isOpen && question.kind !== "text"
  if (hasVotes) {
    form = ballot(question, own.draft, cast, (why) => {
      own.draft = why
      tell()
    })
  }
  const isLate = isOpen && !memory.read().asked && !you.role
  const part = role.put(isLate ? "top" : "foot")
  return [
    isLate && part,
    make("p.kicker", words("span", question.section), place && ` · ${place} of ${of}`, round > 1 && ` · Round ${round}`),
    words(isOpen && question.text.length < 120 ? "h1" : "h1.small", question.text, { id: "question", tabindex: -1 }),
    isOpen && question.why && make("details.about", make("summary", "Why it is asked"), words("p", question.why)),
    hasVotes && form.element,
    isOpen && !hasVotes && make("div.talk", make("p.lead", "This one is talked through together; nothing to vote."), make("p.hint", "Say what you know. The facilitator writes it down.")),
    !isOpen && result(state),
    !isLate && part,
  ]
}

function cast(said, why) {
  refusal = ""
  own.cast(said, why)
  sendNew()
  patch()
}

// What may change without a new screen: the marks of the own vote, and the line at the foot.
function patch() {
  if (form) form.update(own.now, Boolean(own.waiting))
  tell()
}

function tell() {
  const [kind, text] = standing()
  say(at("status"), text)
  at("foot").className = kind
}

function standing() {
  if (refusal) return ["refused", refusal]
  if (!state) return ["", away ? "Connecting…" : ""]
  if (own.waiting) return away ? ["away", "Waiting for the network: your vote goes out by itself."] : ["sending", "Sending…"]
  if (away) return ["away", own.known ? "Connecting again. Your vote is in." : "Connecting again…"]
  const { stage, question, round } = state
  if (stage === "voting" && question.kind !== "text") {
    const none = own.known && own.known.said.choices && !own.known.said.choices.length
    if (own.known) return ["in", `Your vote is in${none ? ": none of these" : ""}. You can change it until the reveal.`]
    if (own.draft) return ["", "Your line goes out with your vote."]
    return ["", round > 1 ? "A new round: vote again after what you heard." : "It goes out as you choose. The room sees counts, never names."]
  }
  const words = { lobby: "The first question comes here by itself.", voting: "Look up and join in.", revealed: "Revealed: this round is closed.", agreed: "The next question comes here by itself." }
  return ["", words[stage] || ""]
}

function chooseRole(chosen) {
  wish = chosen
  memory.write({ asked: "said" })
  connection.send({ type: "role", role: chosen })
  showRole(state.you.role)
}

function showRole(told) {
  state.you.role = told
  if (told === wish) wish = undefined
  role.update(wish === undefined ? told : wish, memory.read().asked === "said")
}

function dismissRole() {
  memory.write({ asked: "no" })
  screen.append(role.put("foot"))
}

function leave({ reason, sentence }) {
  end()
  state = form = null
  // A room that knows nothing of a phone that just joined anew is not asked a third time.
  if (reason === "unknown" && !isRejoining) {
    isRejoining = true
    return door.ask({ token })
  }
  refusal = ""
  countdown.set(null)
  say(me, "")
  tell()
  door.shut(reason === "closed" ? "Thank you." : "You have left the room.", sentence)
}

function end() {
  connection.end()
  setAway(false)
}

// A phone that falls asleep between two questions has to be woken for each; browsers offer this on https only.
function stayAwake() {
  if (connection && navigator.wakeLock) navigator.wakeLock.request("screen").catch(() => null)
}

at("foot").append(told)
fill(at("top"), make("div.head", project, countdown.text, me), countdown.bar)
window.addEventListener("hashchange", () => location.hash.slice(1) !== token && location.reload())
window.addEventListener("pagehide", () => form && form.flush())
document.addEventListener("visibilitychange", () => (document.hidden ? form && form.flush() : stayAwake()))
token = location.hash.slice(1)
if (token) door.ask({ token })
else door.form()
