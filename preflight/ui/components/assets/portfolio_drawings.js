// Small drawings of a row: its last values as a line, what is evidenced as a bar, its dimensions as a radar.
import { share } from "./portfolio_rows.js"

const SVG = "http://www.w3.org/2000/svg"

export function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/** The last values, oldest first, on the whole scale; a value that is missing leaves a gap. */
export function spark(values, most) {
  const [wide, high, edge] = [84, 26, 4]
  const step = (wide - 2 * edge) / Math.max(values.length - 1, 1)
  const points = values.map((value, place) => (value === null ? null : [edge + place * step, high - edge - share(value, most) * (high - 2 * edge)]))
  const lines = []
  points.forEach((point, place) => {
    const last = points[place - 1]
    if (point && last) lines.push(draw("line", { x1: last[0], y1: last[1], x2: point[0], y2: point[1] }))
  })
  const dots = points.flatMap((point, place) => (point ? [draw("circle", { cx: point[0], cy: point[1], r: place === points.length - 1 ? 3.4 : 1.5 })] : []))
  return draw("svg", { viewBox: `0 0 ${wide} ${high}`, class: "spark", "aria-hidden": "true" }, draw("line", { class: "ground", x1: edge, x2: wide - edge, y1: high - edge, y2: high - edge }), ...lines, ...dots)
}

/** What is evidenced today, and behind it what was when it was assessed. */
export function bar(today, then, most) {
  const [wide, high] = [84, 10]
  const at = (value) => (share(value, most) * wide).toFixed(1)
  return draw(
    "svg",
    { viewBox: `0 0 ${wide} ${high}`, class: "bar", preserveAspectRatio: "none", "aria-hidden": "true" },
    draw("rect", { class: "track", width: wide, height: high, rx: 3 }),
    draw("rect", { class: "then", width: at(then), height: high, rx: 3 }),
    draw("rect", { class: "today", width: at(today), height: high, rx: 3 })
  )
}

/** Small radar of what is claimed and what is evidenced today, its spokes numbered; bars for fewer than three. */
export function radar(found, sections, words) {
  const asked = sections.flatMap((section, place) => (found[place] ? [{ number: place + 1, section, values: found[place] }] : []))
  const label = { role: "img", "aria-label": words }
  if (asked.length < 3) return bars(asked, label)
  const [centre, reach] = [80, 58]
  const angle = (place) => (2 * Math.PI * place) / asked.length - Math.PI / 2
  const point = (place, share) => [centre + Math.cos(angle(place)) * reach * share, centre + Math.sin(angle(place)) * reach * share]
  const corners = (share) => asked.map((_, place) => point(place, share).map((number) => number.toFixed(1)).join(",")).join(" ")
  const rings = [0.5, 1].map((share) => draw("polygon", { class: "ring", points: corners(share) }))
  const spokes = asked.map((_, place) => {
    const [x, y] = point(place, 1)
    return draw("line", { class: "ring", x1: centre, y1: centre, x2: x.toFixed(1), y2: y.toFixed(1) })
  })
  const numbers = asked.map((each, place) => {
    const [x, y] = point(place, 1.2)
    return draw("text", { x: x.toFixed(1), y: (y + 4.5).toFixed(1) }, `${each.number}`)
  })
  const outlines = [outline(asked, 1, "evidenced", point), outline(asked, 0, "claimed", point)].flat()
  const heights = asked.map((_, place) => point(place, 1.2)[1])
  const [top, bottom] = [Math.min(...heights) - 10, Math.max(...heights) + 10]
  return draw("svg", { viewBox: `0 ${top.toFixed(1)} 160 ${(bottom - top).toFixed(1)}`, class: "radar", ...label }, ...rings, ...spokes, ...outlines, ...numbers)
}

function outline(asked, which, kind, point) {
  const points = asked.map((each, place) => (each.values[which] === null ? null : point(place, share(each.values[which], each.section.most))))
  const dots = points.flatMap((each) => (each ? [draw("circle", { class: kind, cx: each[0].toFixed(1), cy: each[1].toFixed(1), r: which ? 2 : 2.6 })] : []))
  if (points.every(Boolean)) return [draw("polygon", { class: kind, points: points.map((each) => each.map((number) => number.toFixed(1)).join(",")).join(" ") }), ...dots]
  const lines = points.flatMap((each, place) => {
    const next = points[(place + 1) % points.length]
    return each && next ? [draw("line", { class: kind, x1: each[0].toFixed(1), y1: each[1].toFixed(1), x2: next[0].toFixed(1), y2: next[1].toFixed(1) })] : []
  })
  return [...lines, ...dots]
}

function bars(asked, label) {
  const parts = asked.flatMap(({ number, section, values: [claimed, today] }, place) => {
    const y = 42 + place * 46
    const wide = (value) => ((value === null ? 0 : share(value, section.most)) * 122).toFixed(1)
    return [
      draw("text", { x: 12, y: y + 17 }, `${number}`),
      draw("rect", { class: claimed === null ? "gap" : "track", x: 26, y, width: 122, height: 24, rx: 4 }),
      draw("rect", { class: "claimed", x: 26, y, width: wide(claimed), height: 24, rx: 4 }),
      draw("rect", { class: "evidenced", x: 26, y: y + 5, width: wide(today), height: 14, rx: 2 }),
    ]
  })
  return draw("svg", { viewBox: "0 0 160 160", class: "radar bars", ...label }, ...parts)
}
