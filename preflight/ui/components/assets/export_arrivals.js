// Brings a file in: the server tells what is in it, and keeps it only when it is told to (docs/exchange.md).
import { ask, Refused } from "./export_orders.js"

const MOST = { template: 20, answers: 2, document: 50 }
const MB = 1_000_000

/** What is in a file. Gives {arrival, name, preview}; raises Refused with the problems found in it. */
export function brought(kind, file, { assessment, signal } = {}) {
  if (file.size > MOST[kind] * MB) throw new Refused(`This file has ${Math.ceil(file.size / MB)} MB; at most ${MOST[kind]} MB can be read.`)
  if (!file.size) throw new Refused("This file is empty.")
  const beside = assessment ? `&assessment=${encodeURIComponent(assessment)}` : ""
  return ask(`/arrivals?kind=${kind}${beside}`, { method: "POST", headers: { "Content-Type": "application/octet-stream", "Preflight-Name": encodeURIComponent(file.name).slice(0, 600) }, body: file, signal })
}

/** Keeps what was brought in; gives the server's answer. */
export function accepted(arrival, body = {}) {
  return ask(`/arrivals/${arrival}/accept`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })
}

/** Forgets what was brought in. */
export function forgotten(arrival) {
  return ask(`/arrivals/${arrival}`, { method: "DELETE", keepalive: true }).catch(() => {})
}
