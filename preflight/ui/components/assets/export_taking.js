// How a chart can be taken along, and taking it: copied where the browser can, downloaded everywhere.
import { bytes, ordered, save } from "./export_orders.js"
import { keepTemplate } from "./export_template.js"
import { size, standing } from "./export_words.js"

const PNG = { form: "png", size: "1080p" }
const SAVED = "Saved to your downloads"
const NO_COPYING = "Copying needs a secure address (https), so it was saved to your downloads."

/** What the menu offers, in its groups. */
export const TAKES = [
  [{ id: "slide", name: "PowerPoint slide", hint: "editable", icon: "slide", order: { form: "pptx" } }, { id: "copy", name: "Copy picture", hint: "to paste", icon: "copy", order: PNG, copies: true }],
  [
    { id: "png", name: "PNG 1080p", hint: "1920 × 1080", icon: "picture", order: PNG },
    { id: "png4k", name: "PNG 4K", hint: "3840 × 2160", icon: "picture", order: { form: "png", size: "4k" } },
    { id: "svg", name: "SVG", hint: "sharp at any size", icon: "lines", order: { form: "svg" } },
    { id: "pdf", name: "PDF", hint: "to print", icon: "paper", order: { form: "pdf" } },
  ],
]

/** A browser copies on https and on the machine itself, not at a plain address of the network. */
export function canCopy() {
  return Boolean(window.isSecureContext && navigator.clipboard?.write && window.ClipboardItem)
}

/** Takes what is ordered; `tell(words)` hears how far it is. Gives {hint, sentence}; raises an error whose message is for the person. */
export async function taken(order, copies, tell) {
  const told = (news) => tell(standing(news))
  if (copies && canCopy()) return copied(order, told)
  const made = await fileOf(order, told)
  save(made)
  return { hint: size(made.size), sentence: copies ? NO_COPYING : SAVED }
}

async function copied(order, told) {
  // The picture comes later than the click that allows it: the browser is given the promise of it.
  const picture = ordered(order, { told }).then(bytes)
  picture.catch(() => {})
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })])
  } catch (error) {
    await picture
    throw error.name === "NotAllowedError" ? new Error("Your browser did not allow copying. Take the PNG instead.") : error
  }
  return { hint: "Copied", sentence: "Copied. Paste it where you need it." }
}

/** The file; a template that somebody has removed since is left aside. */
async function fileOf(order, told) {
  try {
    return await ordered(order, { told })
  } catch (error) {
    if (error.status !== 404 || !order.template) throw error
    keepTemplate(null)
    return ordered({ ...order, template: null }, { told })
  }
}
