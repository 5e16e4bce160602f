({ mark, origin }) => {
  const texts = []
  const injected = []
  const links = []
  const own = (address) => {
    try {
      const url = new URL(address, document.baseURI)
      return url.origin === origin || ["data:", "blob:"].includes(url.protocol)
    } catch {
      return true
    }
  }
  const judge = (element) => {
    const tag = element.localName
    const bad =
      (element.getAttribute("class") ?? "").split(/\s/).includes(mark) ||
      ["iframe", "frame", "object", "embed", "base", "audio", "video", "math"].includes(tag) ||
      (tag === "script" && (element.src ? !own(element.src) : /alert|fetch|document/.test(element.textContent))) ||
      (tag === "meta" && element.httpEquiv) ||
      (tag === "link" && element.href && !own(element.href)) ||
      ["src", "srcset", "poster", "background", "action", "formaction"].some((name) => element.hasAttribute(name) && !own(element.getAttribute(name))) ||
      (["image", "use", "feimage"].includes(tag) && ["href", "xlink:href"].some((name) => !own(element.getAttribute(name) ?? ""))) ||
      element.getAttributeNames().some((name) => /^on/i.test(name)) ||
      /url\(\s*['"]?(https?:|\/\/)/i.test(element.getAttribute("style") ?? "")
    if (bad) injected.push(element.outerHTML.slice(0, 300))
    if (tag === "a" || tag === "area") {
      const address = element.getAttribute("href") ?? element.getAttribute("xlink:href") ?? ""
      const protocol = address && new URL(address, document.baseURI).protocol
      if (address && (!own(address) || !["http:", "https:"].includes(protocol))) links.push(address)
    }
  }
  const walk = (root) => {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.data)
      if (node.nodeType !== Node.ELEMENT_NODE) continue
      judge(node)
      if (["style", "script"].includes(node.localName)) continue
      if (["input", "textarea"].includes(node.localName)) texts.push(node.value, " ")
      const style = node.ownerDocument.defaultView.getComputedStyle(node).display
      const apart = style !== "inline" && style !== "contents"
      if (apart) texts.push(" ")
      for (const name of ["title", "aria-label"]) if (node.getAttribute(name)) texts.push(" ", node.getAttribute(name), " ")
      if (node.shadowRoot) walk(node.shadowRoot)
      walk(node)
      if (apart) texts.push(" ")
    }
  }
  walk(document)
  return { text: texts.join(""), injected, links, title: document.title }
}
