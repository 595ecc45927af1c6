import { eq } from 'drizzle-orm'
import { inbox } from '../../../schema/records.ts'
import type { TermsVersion } from '../../../schema/terms.ts'
import { appliers } from '../../../worker/appliers.ts'
import { applyStored, putEvent } from '../../../worker/stripe/inbox.ts'
import { haveGroup, havePartner } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'

/** Does something at Stripe, as the stand-in's control panel would. */
export async function atStripe<Made extends object = { id: string }>(world: World, act: string, body: object): Promise<Made> {
  const answer = await world.standIn.fetch(`http://stripe.test/_/${act}`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${act}: ${await answer.text()}`)
  return answer.json()
}

let events = 0

/** An event arrives and is applied; the answer is where the inbox keeps it: done, waiting or ignored. */
export async function arrive(world: World, type: string, object: string): Promise<string> {
  const id = `evt_${++events}`
  await putEvent(world.deps, 'platform', { id, type, object, account: null, apiVersion: null, livemode: false })
  return applyAgain(world, id)
}

async function applyAgain(world: World, id: string): Promise<string> {
  await applyStored(world.deps, id, appliers)
  const [row] = await world.deps.db.select().from(inbox).where(eq(inbox.id, id))
  if (row?.error) throw new Error(row.error)
  return row?.status ?? 'missing'
}

type Session = { id: string }

/** A partner with a link, and ways to check out with its click id: 1,000.00 EUR once, or each month, unless told. */
export async function haveReferral(world: World, terms: { rates?: TermsVersion['rates']; holdDays?: number } = {}) {
  const group = await haveGroup(world, terms)
  const partner = await havePartner(world, { groupId: group.id })
  const referral = haveClickId(world, await haveLink(world, partner.id))
  const checkOut = async (more: object = {}) => {
    const asked = { amount: 100_000, currency: 'eur', email: 'ann@oak.example', client_reference_id: referral, ...more }
    const { id } = await atStripe<Session>(world, 'checkout', asked)
    return world.deps.revenue.checkout(id)
  }
  const subscribe = (more: object = {}) => checkOut({ mode: 'subscription', interval: 'month', ...more })
  return { group, partner, referral, checkOut, subscribe }
}

/** A customer of the partner who paid once; the event has arrived. */
export async function havePaid(world: World, terms: { rates?: TermsVersion['rates']; holdDays?: number } = {}) {
  const made = await haveReferral(world, terms)
  const session = await made.checkOut()
  await arrive(world, 'checkout.session.completed', session.id)
  return { ...made, session, payment_intent: session.paymentIntent ?? '' }
}

/** The invoices of a subscription or of a customer at Stripe, oldest first. */
export async function listInvoices(world: World, by: { subscription: string | null } | { customer: string | null }) {
  const query = new URLSearchParams(Object.entries(by).map(([name, id]) => [name, id ?? '']))
  const answer = await world.standIn.fetch(`http://stripe.test/v1/invoices?limit=100&${query}`, {
    headers: { authorization: 'Bearer sk_test_x' },
  })
  const { data } = await answer.json<{ data: { id: string; created: number; status: string }[] }>()
  return data.reverse().sort((a, b) => a.created - b.created)
}

/** Asks Stripe's API itself, as the merchant's own server would. */
export async function callStripe<Made extends object = { id: string }>(world: World, path: string, form: Record<string, string>) {
  const answer = await world.standIn.fetch(`http://stripe.test${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  return answer.json<Made>()
}
