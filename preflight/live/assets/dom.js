// Builds elements from plain text only: nothing from a person or a questionnaire is ever read as markup.

// make("p.hint", {id: "x", onclick: f}, "text", element, …): what is empty is left out, attributes and children alike.
export function make(kind, ...parts) {
  const [tag, ...names] = kind.split(".")
  const element = document.createElement(tag)
  element.className = names.join(" ")
  for (const part of parts.filter(Boolean)) {
    if (typeof part === "string" || part.nodeType) element.append(part)
    else {
      for (const [name, value] of Object.entries(part)) {
        if (name.startsWith("on")) element[name] = value
        else if (value !== null) element.setAttribute(name, value)
      }
    }
  }
  return element
}

// Words of a questionnaire or of a person: they may run from right to left.
export function words(kind, text, ...parts) {
  return make(kind, { dir: "auto" }, text, ...parts)
}

export function button(kind, label, onclick, attributes) {
  return make(`button.${kind}`, { type: "button", onclick, ...attributes }, label)
}

export function fill(element, ...children) {
  element.textContent = ""
  element.append(...children.filter(Boolean))
}

// Sets the text only when it differs, so that a screen reader is told of real changes alone.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}

// Arrows move between the elements without choosing one: an arrow must never send a vote by accident.
export function roving(elements) {
  elements.forEach((element, at) => {
    element.onkeydown = (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      elements[(at + step + elements.length) % elements.length].focus()
    }
  })
}

// Which of the radios is chosen; the tab key leads to it, or to the first.
export function mark(elements, isChosen) {
  const at = elements.findIndex(isChosen)
  elements.forEach((element, place) => {
    element.setAttribute("aria-checked", place === at)
    element.tabIndex = place === Math.max(0, at) ? 0 : -1
  })
}
