// Everything that the facilitator can do, once: the bar draws it, the keys call it, the help lists it.
// `when(view)` says whether it makes sense now; `label(view)` is the button; `run(desk, view)` does it, and what `moves` the room is
// done once at a time.
const COUNTDOWN_S = 60
const SHORT_COUNTDOWN_S = 30

const asking = (view) => ["voting", "revealed", "agreed"].includes(view.stage)
const votable = (view) => view.question?.kind !== "text"
const resting = (view) => asking(view) && !view.mode

export const ACTIONS = [
  { id: "forward", moves: true, keys: ["PageDown", "ArrowRight", " ", "Enter"], shown: "PgDn → Space Enter", says: "go on: the large button at the right", label: (view) => ahead(view).label, place: "primary", when: (view) => Boolean(ahead(view)), run: (desk, view) => ahead(view).run(desk, view) },
  { id: "leave", label: () => "Leave", says: "leave the shared screen; the room stays open", place: "start", when: () => true, run: (desk) => desk.leave("home") },
  { id: "back", moves: true, keys: ["PageUp", "ArrowLeft"], shown: "PgUp ←", label: (view) => (view.stage === "closing" ? "Back to the questions" : "Back"), says: "close a panel, or go to the question before; from the first one to the lobby", place: "start", when: (view) => Boolean(view.mode) || view.stage === "closing" || asking(view), run: (desk, view) => back(desk, view) },
  { id: "list", keys: ["g", "l"], label: () => "Questions", says: "all questions, and how far apart the answers were", place: "middle", when: (view) => view.stage !== "closing", run: (desk) => desk.panel("list") },
  { id: "people", keys: ["p"], label: () => "People", says: "who is here and who has voted", place: "middle", when: (view) => view.stage !== "closing", run: (desk) => desk.panel("people") },
  { id: "join", keys: ["j"], label: () => "Join code", says: "the code, large, for latecomers", place: "middle", when: asking, run: (desk) => desk.panel("join") },
  { id: "wifi", keys: ["w"], label: () => "Wi-Fi", says: "a code for the Wi-Fi beside the one to join", place: "middle", when: (view) => view.stage === "lobby", run: (desk) => desk.panel("wifi") },
  { id: "lines", keys: ["c"], says: "everything that people wrote", when: (view) => Boolean(view.shown?.lines.length), run: (desk) => desk.panel("lines") },
  { id: "hands", keys: ["h"], label: () => "Hands", says: "count a show of hands", place: "middle", when: (view) => view.stage === "voting" && !view.mode && Boolean(view.question.options.length), run: (desk) => desk.mode("hands") },
  { id: "countdown", keys: ["t"], label: (view) => (view.counting ? "Stop countdown" : "Countdown"), says: "a countdown of a minute, or stop it; Shift+T: 30 seconds", place: "middle", when: (view) => asking(view) && view.stage !== "agreed", run: (desk, view) => desk.do("countdown", { seconds: view.counting ? null : COUNTDOWN_S }) },
  { id: "short", keys: ["T"], when: (view) => asking(view), run: (desk) => desk.do("countdown", { seconds: SHORT_COUNTDOWN_S }) },
  { id: "lock", keys: ["k"], label: (view) => (view.room.locked ? "Unlock" : "Lock"), says: "let no newcomers in, or let them in again", place: "middle", beside: (view) => ["lobby", "voting"].includes(view.stage), when: (view) => view.stage !== "closing", pressed: (view) => view.room.locked, run: (desk, view) => desk.do("lock", { locked: !view.room.locked }) },
  { id: "order", keys: ["o"], label: (view) => (view.room.order === "section" ? "Far apart first" : "By section"), says: "the order of the questions: by section, or the widest disagreement first", place: "panel", when: (view) => view.stage !== "closing", run: (desk, view) => desk.do("order", { order: view.room.order === "section" ? "disagreement" : "section" }) },
  { id: "closing", keys: ["e"], label: () => "To the closing", says: "the closing screen, whatever is still open", place: "panel", when: (view) => view.stage !== "closing", run: (desk) => (desk.closePanel(), desk.scenes.closing.ask()) },
  { id: "replay", label: () => "Play again", place: "middle", when: (view) => view.stage === "closing", run: (desk) => desk.replay() },
  { id: "full", keys: ["f"], label: () => "Full screen", says: "full screen", place: "middle", when: () => true, run: (desk) => desk.fullScreen() },
  { id: "blank", keys: ["b", "."], label: () => "Black out", says: "all black on every shared screen; any of them brings it back", place: "middle", when: () => true, run: (desk, view) => desk.do("blank", { blank: !view.room.blank }) },
  { id: "help", keys: ["?"], label: () => "Keys", says: "these keys", place: "middle", when: () => true, run: (desk) => desk.panel("help") },
  { id: "again", moves: true, keys: ["v"], label: () => "Vote again", says: "vote again, in a new round", place: "end", when: (view) => resting(view) && view.stage !== "voting" && votable(view), run: (desk) => desk.do("again") },
  { id: "agree", keys: ["a"], label: (view) => (view.stage === "agreed" ? "Change" : "Agree"), says: "write down what the room agrees on; number keys choose", place: "end", when: (view) => resting(view), beside: (view) => view.stage === "agreed" || (view.stage === "voting" && votable(view)), run: (desk) => desk.mode("agree") },
  { id: "skip", moves: true, keys: ["n"], label: (view) => (view.room.next ? "Skip" : "To the closing"), says: "the next question, or the closing", place: "end", when: resting, beside: (view) => resting(view) && view.stage !== "agreed", run: (desk, view) => onward(desk, view) },
  { id: "close", label: () => "Close without completing", says: "close the room; the assessment stays a draft", place: "end", when: (view) => view.stage === "closing", run: (desk) => desk.panel("close") },
  { id: "reveal", moves: true, keys: ["r"], says: "show the votes", when: (view) => view.stage === "voting" && votable(view) && !view.mode, run: (desk) => desk.do("reveal") },
  { id: "escape", keys: ["Escape"], shown: "Esc", says: "close what is open", when: (view) => Boolean(view.mode), run: (desk) => desk.mode("") },
]

/** The next question, and after the last one the closing screen. */
export function onward(desk, view) {
  return view.room.next || view.stage === "lobby" ? desk.do("next") : desk.scenes.closing.ask()
}

/** What the large button does in this state. */
function ahead(view) {
  if (view.mode === "hands") return { label: "Save the count", run: (desk) => desk.parts.hands.save() }
  if (view.mode === "agree") return { label: view.chosen ? "Save" : "Go on without", run: (desk) => desk.parts.agree.forward() }
  switch (view.stage) {
    case "lobby":
      return { label: "Begin", run: onward }
    case "voting":
      return votable(view) ? { label: "Reveal", run: (desk) => desk.do("reveal") } : { label: "Write it down", run: (desk) => desk.mode("agree") }
    case "revealed":
      return { label: "Agree", run: (desk) => desk.mode("agree") }
    case "agreed":
      return { label: view.room.next ? "Next question" : "To the closing", run: onward }
    case "closing":
      return { label: "Complete the assessment", run: (desk) => desk.panel("complete") }
  }
  return null
}

function back(desk, view) {
  if (view.mode) return desk.mode("")
  if (view.stage !== "closing") return desk.do("previous")
  const question = view.question?.id ?? view.room.questions.at(-1)?.id
  return question && desk.do("go", { question })
}
