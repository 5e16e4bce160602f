// A slide as the server drew it (preflight/exports/deck/preview.py), parsed as an image so that nothing in it can run.
const drawn = new Map()
const MOST = 80

/** The drawing of a slide, new each time; the words around it say what it shows. */
export function slideDrawing(svg) {
  if (!drawn.has(svg)) {
    if (drawn.size >= MOST) drawn.clear()
    drawn.set(svg, new DOMParser().parseFromString(svg, "image/svg+xml").documentElement)
  }
  const parsed = drawn.get(svg)
  if (parsed.nodeName !== "svg") return document.createElement("span")
  const drawing = document.importNode(parsed, true)
  drawing.removeAttribute("width")
  drawing.removeAttribute("height")
  drawing.removeAttribute("role")
  drawing.setAttribute("aria-hidden", "true")
  drawing.setAttribute("focusable", "false")
  return drawing
}
