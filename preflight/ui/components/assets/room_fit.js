// Type as large as its place allows, in steps; the texts beside the labels are left out last.
const STEPS = [1.24, 1.16, 1.08, 1, 0.94, 0.88, 0.82, 0.76]
const BARE_STEPS = [0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52]
const NEVER_LARGER = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64]

/** Sets --f on an element to the largest step at which `fits()` holds; `data-bare` leaves the texts out. */
export function fit(element, fits) {
  for (const bare of [false, true]) {
    element.toggleAttribute("data-bare", bare)
    if (step(element, fits, bare ? BARE_STEPS : STEPS)) return
  }
}

/** The same for something that is never larger than it was drawn. */
export function shrink(element, fits) {
  step(element, fits, NEVER_LARGER)
}

function step(element, fits, steps) {
  return steps.some((each) => {
    element.style.setProperty("--f", each)
    return fits()
  })
}

/** Whether nothing of a box is outside it. */
export function holds(box) {
  return box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1
}
