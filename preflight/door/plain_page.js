const news = document.querySelector(".news")
const least = 6, spread = 9 // seconds; not all who wait come back at the same moment
let left = 0
function begin(factor) {
  left = Math.round((least + Math.random() * spread) * factor)
}
async function look() {
  news.textContent = "Trying again…"
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store", headers: { Accept: "text/html" } })
    if (answer.status !== 503 && answer.status !== 429) return location.reload()
    begin(1)
  } catch {
    begin(0.5) // it is starting again
  }
  setTimeout(tick, 1000)
}
function tick() {
  left -= 1
  if (left <= 0) return look()
  news.textContent = `Trying again in ${left} s`
  setTimeout(tick, 1000)
}
begin(1)
tick()
