// Things that change places slide there, unless a person wants nothing to move.
const MS = 160

/** Lets `elements` slide to where `change` puts them. */
export function glide(elements, change) {
  const before = new Map([...elements].map((element) => [element, element.getBoundingClientRect()]))
  change()
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return
  for (const [element, was] of before) {
    const is = element.getBoundingClientRect()
    const [x, y] = [was.left - is.left, was.top - is.top]
    if (is.width && was.width && (x || y)) element.animate([{ translate: `${x}px ${y}px` }, { translate: "0 0" }], { duration: MS, easing: "ease-out" })
  }
}
