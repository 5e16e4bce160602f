// Builds elements from plain text only: nothing from a person or a questionnaire is ever read as markup.

/** make("button", {class: "x", onclick: f, "aria-label": "…"}, "text" or element, …) */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value
    else if (value === true) element.setAttribute(name, "")
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

/** Sets the text only when it differs, so that a screen reader is told of real changes alone. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}

export function show(element, visible) {
  element.hidden = !visible
}
