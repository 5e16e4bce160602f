// The network that phones are to join first. It stays in this tab; the server only draws its code.
import { make } from "./dom.js"

const KEPT = "preflight-wifi"

export const wifi = {
  get() {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null")
  },
  set(network) {
    if (network) sessionStorage.setItem(KEPT, JSON.stringify(network))
    else sessionStorage.removeItem(KEPT)
  },
}

/** The form of the Wi-Fi panel; `done()` when it was changed. */
export function wifiForm(done) {
  const known = wifi.get()
  const name = make("input", { type: "text", maxlength: "32", autocomplete: "off", required: true, value: known?.name })
  const password = make("input", { type: "text", maxlength: "63", autocomplete: "off", spellcheck: "false", value: known?.password })
  const hidden = make("input", { type: "checkbox", checked: known?.hidden })
  const keep = (event) => {
    event.preventDefault()
    wifi.set({ name: name.value, password: password.value, hidden: hidden.checked })
    done()
  }
  const drop = () => {
    wifi.set(null)
    done()
  }
  return make(
    "form",
    { class: "form", onsubmit: keep },
    make("label", {}, "Network name", name),
    make("label", {}, "Password", password),
    make("label", { class: "check" }, hidden, "The network is hidden"),
    make("p", { class: "note" }, "It stays in this browser tab. Everyone who sees the code can join the network."),
    make("div", { class: "ways" }, known ? make("button", { type: "button", class: "quiet", onclick: drop }, "Take it off") : null, make("button", { type: "submit", class: "primary" }, "Show the code"))
  )
}
