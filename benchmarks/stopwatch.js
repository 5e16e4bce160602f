// Runs in the measured page, before its own scripts. From the real event, as the page receives it, to the first
// animation frame after the DOM shows what is waited for. `arm` before the event, await `stopwatch.time` after it.
(() => {
  const shadows = () => [...document.querySelectorAll("*")].map((element) => element.shadowRoot).filter(Boolean)
  const inShadows = (selector) => shadows().flatMap((root) => [...root.querySelectorAll(selector)])
  const charts = () => [...document.querySelectorAll(".js-plotly-plot")].filter((chart) => chart.querySelector(".main-svg .trace"))
  const cardOf = (question) => inShadows("section.card").find((card) => card.querySelector(`[id="t-${question}"]`))

  /** name -> (arguments) -> a function that says whether the page shows it. Elements are looked up when armed. */
  const shows = {
    text: (words) => () => [...document.querySelectorAll("[data-testid=stMarkdownContainer]")].some((each) => each.textContent === words),
    saved: (question, level) => {
      const card = cardOf(question)
      const chosen = card.querySelectorAll(".level")[level]
      return () => card.dataset.saved === "true" && chosen.getAttribute("aria-checked") === "true" && !chosen.classList.contains("pending")
    },
    question: (question) => {
      const list = inShadows(".cards")[0]
      return () => list.querySelector(`h2[id="t-${question}"]`) !== null
    },
    charts: (count, cells) => () => charts().length >= count && inShadows("button.cell").length >= cells,
    usable: () => () => inShadows("button.level").length > 0 || document.querySelector("[data-testid=stRadioOption]") !== null,
    home: () => () => document.querySelector("article.pf-card") !== null && inShadows("svg").length > 0,
    questions: () => () => charts().length === 0 && inShadows("button.level").length > 0,
  }

  /** Resolves with the time of the first animation frame at which the page shows it; looks at each frame. */
  const frameThatShows = (shown) =>
    new Promise((resolve) => {
      const look = () => (shown() ? resolve(performance.now()) : requestAnimationFrame(look))
      requestAnimationFrame(look)
    })

  /** The same, woken by changes of the DOM only; for what stands in a part of the page that is there already. */
  const frameAfterChange = (shown) =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!shown()) return
        observer.disconnect()
        requestAnimationFrame(() => resolve(performance.now()))
      })
      for (const root of [document, ...shadows()]) observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true })
    })

  window.stopwatch = {
    arm(event, name, args, everyFrame = false) {
      const shown = shows[name](...args)
      if (shown()) throw new Error(`the page shows ${name} ${args} already`)
      const end = everyFrame ? frameThatShows(shown) : frameAfterChange(shown)
      const start = new Promise((resolve) => window.addEventListener(event, () => resolve(performance.now()), { capture: true, once: true }))
      this.time = Promise.all([start, end]).then(([began, ended]) => ended - began)
    },
    until: (name, args) => frameThatShows(shows[name](...args)),
  }
})()
