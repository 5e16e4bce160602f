// The way in: by the token behind the # of the address, or by the code on the big screen.
import { button, fill, make, say, words } from "./dom.js"

// The page is served as /join and as /join/.
export const BASE = location.pathname.replace(/join\/?$/, "")
const JOIN_LIMIT_MS = 8000
const CODE = /^[2-9A-HJKMNP-Z]{8}$/
const CODE_IN_TEXT = /\b([2-9A-HJKMNP-Z]{4})[\x20–-]?([2-9A-HJKMNP-Z]{4})\b/

// A code as it stands on the big screen, out of what was typed or pasted.
function shaped(typed) {
  const upper = typed.toUpperCase()
  const found = CODE_IN_TEXT.exec(upper)
  const bare = found ? found[1] + found[2] : upper.replace(/[^0-9A-Z]/g, "").slice(0, 8)
  return bare.length > 4 ? `${bare.slice(0, 4)}-${bare.slice(4)}` : bare
}

async function post(key) {
  const stop = new AbortController()
  const limit = setTimeout(() => stop.abort(), JOIN_LIMIT_MS)
  try {
    const answer = await fetch(`${BASE}live/join`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(key), signal: stop.signal })
    return { status: answer.status, ...(await answer.json()) }
  } catch {
    return {}
  } finally {
    clearTimeout(limit)
  }
}

// Draws on `screen`; `entered(body)` gets what the server said of the room.
export function joining(screen, entered) {
  let asked
  let retry
  let waiting

  async function ask(key) {
    clearTimeout(retry)
    const mine = (asked = {})
    if (!waiting) {
      waiting = make("p.lead", { role: "status" })
      fill(screen, make("div.hall", make("h1", "Joining…"), waiting))
    }
    const { status, sentence, retry_s = 2, ...body } = await post(key)
    if (mine !== asked) return
    const isFinal = sentence && status < 500 && status !== 429
    if (status === 200) {
      waiting = null
      history.replaceState(null, "", `#${body.token}`)
      entered(body)
    } else if (isFinal && key.code) form(sentence, key.code)
    else if (isFinal) shut(status === 410 ? "Thank you." : "You can't join.", sentence)
    else {
      say(waiting, `${sentence || "The server can't be reached."} This page tries again by itself.`)
      retry = setTimeout(() => ask(key), retry_s * 1000 + Math.random() * 700)
    }
  }

  // The end of a room, or of the way into it.
  function shut(heading, sentence) {
    const title = make("h1", { tabindex: -1 }, heading)
    fill(screen, make("div.hall", title, words("p.lead", sentence), button("quiet", "Type another code", () => form())))
    title.focus()
  }

  function form(sentence = "", code = "") {
    clearTimeout(retry)
    asked = waiting = null
    const error = make("p.error", { id: "error", role: "alert" })
    const input = make("input", { id: "code", placeholder: "ABCD-2345", autocapitalize: "characters", autocomplete: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: "go", "aria-describedby": "error" })

    function complain(text) {
      say(error, text)
      input.setAttribute("aria-invalid", Boolean(text))
    }

    input.oninput = () => {
      const { value } = input
      // As seldom as can be, and never while someone corrects in the middle: it moves the cursor, and disturbs keyboards.
      if (shaped(value) !== value.toUpperCase() && input.selectionEnd === value.length) input.value = shaped(value)
      complain(/[01OIL]/i.test(input.value) ? "A code has no 0 or O, 1, I or L." : "")
    }

    function onsubmit(event) {
      event.preventDefault()
      const typed = shaped(input.value).replace("-", "")
      if (CODE.test(typed)) return ask({ code: typed })
      complain("A code has 8 characters, such as ABCD-2345.")
      input.focus()
    }

    input.value = shaped(code)
    complain(sentence)
    fill(screen, make("form.hall", { onsubmit }, make("h1", "Join the room"), make("label", { for: "code" }, "Type the code on the big screen"), input, error, make("button.main", "Join")))
    if (code) input.focus()
  }

  return { ask, form, shut }
}
