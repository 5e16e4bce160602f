// A dialog that Streamlit opens for a part of the page in a shadow tree can't give the focus back into it: this does.
const DIALOG = '[role="dialog"]'
const AFTER_MS = 150

let watch = null

/** Call it as the dialog is asked for. `find` names what had the focus then, also where it was drawn anew since. */
export function giveBack(find) {
  let seen = false
  watch?.disconnect()
  watch = new MutationObserver(() => {
    const open = document.querySelector(DIALOG) !== null
    seen ||= open
    if (open || !seen) return
    watch.disconnect()
    // Streamlit moves the focus only after the dialog is gone; where it went somewhere, it stays.
    setTimeout(() => document.activeElement === document.body && find()?.focus({ preventScroll: true }), AFTER_MS)
  })
  watch.observe(document.body, { childList: true, subtree: true })
}
