// Streamlit's dialogs stand outside the part of the page that knows whether it is dark; what is drawn in them is told here.

/** Lets an element have the page's scheme, wherever it stands; our colours (light-dark) follow. */
export function followScheme(element) {
  const app = document.querySelector(".stApp")
  const scheme = app && getComputedStyle(app).colorScheme
  if (scheme && element.style.colorScheme !== scheme) element.style.colorScheme = scheme
}
