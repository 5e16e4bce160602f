// A drawing that the server made (preflight/charts): parsed as an image, so that nothing in it can run.
const shown = new WeakMap()

export default function ({ data, parentElement }) {
  if (shown.get(parentElement) === data.svg) return
  shown.set(parentElement, data.svg)
  const drawing = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement
  if (drawing.nodeName !== "svg") return
  drawing.style.maxWidth = data.most_width
  parentElement.querySelector("svg")?.remove()
  parentElement.append(drawing)
}
