// Small line drawings for buttons; the words beside them say what they do.
const SVG = "http://www.w3.org/2000/svg"
const PATHS = {
  take: "M12 4v10m0 0 4.2-4.2M12 14l-4.2-4.2M5 16.5V18a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-1.5",
  copy: "M9 9V6a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-3M6 9h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2Z",
  picture: "M6 4.5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2Zm-2 12 4.6-4.8 3.6 3.6 2.8-2.6 5 4.4M15.5 9.2h.01",
  lines: "M5 18c2-9 6-13 14-13M5 18m-1.8 0a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0M19 5m-1.8 0a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0",
  paper: "M7 3.5h7l4.5 4.5v10.5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-13a2 2 0 0 1 2-2Zm7 0V8h4.5M8.5 12.5h7M8.5 16h7",
  slide: "M4 5h16M5.5 5v9.5a1.5 1.5 0 0 0 1.5 1.5h10a1.5 1.5 0 0 0 1.5-1.5V5M12 16v3m-3 1.5 3-1.5 3 1.5M9 12.5v-2m3 2V8.5m3 4v-3",
  table: "M5.5 4.5h13a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18V6a1.5 1.5 0 0 1 1.5-1.5ZM4 9.5h16M4 14.5h16M10 9.5v10",
  rows: "M5 6h3.5M5 12h3.5M5 18h3.5M11.5 6H19M11.5 12H19M11.5 18H19",
  words: "M5 6.5h14M5 10.5h14M5 14.5h9M5 18.5h6",
  box: "M4.5 8.5v9a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-9M3.5 4.5h17v4h-17zM10 12.5h4",
  keep: "M7 3.5h7l4.5 4.5v10.5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-13a2 2 0 0 1 2-2Zm7 0V8h4.5M9 12.2c-1.2 0-.6 2.6-1.8 2.6 1.2 0 .6 2.7 1.8 2.7m5-5.3c1.2 0 .6 2.6 1.8 2.6-1.2 0-.6 2.7-1.8 2.7",
  form: "M6 4.5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2Zm1.5 5.2 1.2 1.2 2-2.4M7.5 15l1.2 1.2 2-2.4M13.5 10h3.5m-3.5 5.3h3.5",
  bring: "M12 15V5m0 0 4.2 4.2M12 5 7.8 9.2M5 16.5V18a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-1.5",
  done: "m5 12.8 4.4 4.4L19 7.2",
  earlier: "m14.5 5.5-6.5 6.5 6.5 6.5",
  later: "m9.5 5.5 6.5 6.5-6.5 6.5",
  away: "m6.5 6.5 11 11m0-11-11 11",
  days: "M6.5 5.5h11a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-10a2 2 0 0 1 2-2ZM4.5 10h15M8.5 3.5v4M15.5 3.5v4M8.5 13.5h.01M12 13.5h.01M15.5 13.5h.01M8.5 16.5h.01M12 16.5h.01",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
}

/** A drawing of the size of the letters around it, unseen by screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg")
  for (const [attribute, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon", "data-icon": name })) svg.setAttribute(attribute, value)
  const path = document.createElementNS(SVG, "path")
  path.setAttribute("d", PATHS[name])
  svg.append(path)
  return svg
}
