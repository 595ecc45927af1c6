import type { Delivery } from './events.ts'
import { signatureHeader } from './signature.ts'
import type { State } from './state.ts'

export type Send = (request: Request) => Promise<Response>

/** Seconds until the next try of a delivery that failed: three tries within a few hours, as in a sandbox. */
const retryAfter = [600, 3600, 3 * 3600]
const KEPT = 2_000

const isDue = (state: State, delivery: Delivery) => delivery.status === 'due' && delivery.dueMs <= state.nowMs

/** What is due, in the order in which it is sent: those that were reordered come after all others, the latest first. */
function dueNow(state: State, onlyEarly: boolean): Delivery[] {
  const due = state.deliveries.filter((each) => isDue(state, each) && (!onlyEarly || each.isEarly))
  return [...due.filter((each) => !each.isLast), ...due.filter((each) => each.isLast).reverse()]
}

/** Sends everything that is due, one after the other. What arises meanwhile is sent, too. */
export async function sendDue(state: State, send: Send, onlyEarly = false): Promise<void> {
  for (let due = dueNow(state, onlyEarly); due.length > 0; due = dueNow(state, onlyEarly)) {
    // Somebody else may have sent or withheld it while the ones before were under way.
    for (const each of due) if (isDue(state, each)) await sendOne(state, each, send)
  }
  const settled = state.deliveries.filter((each) => each.status === 'delivered' || each.status === 'failed')
  if (settled.length > KEPT) {
    const old = new Set(settled.slice(0, settled.length - KEPT))
    state.deliveries = state.deliveries.filter((each) => !old.has(each))
  }
}

async function sendOne(state: State, delivery: Delivery, send: Send): Promise<void> {
  const target = state.destinations[delivery.destination]
  const url = target?.destination.webhook_endpoint?.url
  delivery.attempts += 1
  if (!target || !url) {
    delivery.status = 'failed'
    return
  }
  const body = bodyOf(state, delivery)
  const at = Math.floor(state.nowMs / 1000)
  const secrets = delivery.change.badSignature ? ['whsec_another'] : target.secrets
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    'Stripe-Signature': await signatureHeader(secrets, body, at),
  }
  // Marked before the answer is awaited: a delivery is never sent by two at once.
  delivery.status = 'failed'
  delivery.answered = null
  try {
    const answer = await send(new Request(url, { method: 'POST', headers, body, redirect: 'manual' }))
    delivery.answered = answer.status
    await answer.body?.cancel()
  } catch {
    // Nobody answered: tried again like any other failure.
  }
  const isDelivered = delivery.answered !== null && delivery.answered >= 200 && delivery.answered < 300
  if (isDelivered) delivery.status = 'delivered'
  const wait = retryAfter[delivery.attempts - 1]
  if (isDelivered || wait === undefined) return
  delivery.status = 'due'
  delivery.dueMs = state.nowMs + wait * 1000
}

function bodyOf(state: State, delivery: Delivery): string {
  const { change } = delivery
  const thin = state.tables.thinEvents[delivery.event]?.object
  if (thin) {
    const { data: _left, ...sent } = thin
    return JSON.stringify({ ...sent, livemode: change.livemode ?? sent.livemode })
  }
  const event = state.tables.events[delivery.event]?.object
  const version = state.destinations[delivery.destination]?.destination.snapshot_api_version
  return JSON.stringify(
    { ...event, api_version: change.apiVersion ?? version ?? event?.api_version, livemode: change.livemode ?? event?.livemode },
    null,
    2,
  )
}
