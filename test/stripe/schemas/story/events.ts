import { refused } from './accounts.ts'
import type { Scene } from './scene.ts'

/** Everything that happened, read back; and the destinations it is sent to. */
export async function readEvents({ stripe }: Scene, account: string): Promise<void> {
  const since = { created: { gte: 1 }, limit: 100 }
  const events = await stripe.events.list(since).autoPagingToArray({ limit: 5_000 })
  await stripe.events.list({ ...since, types: ['invoice.paid', 'refund.created'], delivery_success: true })
  await stripe.events.list({ ...since, type: 'transfer.*' }, { stripeContext: account })
  await stripe.events.list(since, { stripeContext: account })
  await stripe.events.retrieve(String(events[0]?.id))
  await stripe.events.retrieve('evt_none').catch(refused)
  for await (const { id } of stripe.v2.core.events.list({ limit: 50 })) await stripe.v2.core.events.retrieve(id)
  await stripe.v2.core.events.list({ object_id: account, types: ['v2.core.account.updated'], limit: 5 })
}

export async function keepDestinations({ stripe }: Scene): Promise<void> {
  const url = 'https://portal.test/another'
  const { id } = await stripe.v2.core.eventDestinations.create({
    name: 'Goodword',
    type: 'webhook_endpoint',
    event_payload: 'snapshot',
    snapshot_api_version: '2026-10-28.endive',
    events_from: ['@self'],
    enabled_events: ['invoice.paid'],
    webhook_endpoint: { url },
    include: ['webhook_endpoint.signing_secret'],
  })
  await stripe.v2.core.eventDestinations.create({
    name: 'Accounts',
    type: 'webhook_endpoint',
    event_payload: 'thin',
    events_from: ['@accounts'],
    enabled_events: ['v2.core.account.updated'],
    webhook_endpoint: { url: `${url}/thin` },
  })
  await stripe.v2.core.eventDestinations.retrieve(id, { include: ['webhook_endpoint.url'] })
  await stripe.v2.core.eventDestinations.update(id, { description: 'Ours', enabled_events: ['invoice.paid', 'refund.created'] })
  await stripe.v2.core.eventDestinations.list({ limit: 10, include: ['webhook_endpoint.url'] })
  await stripe.v2.core.eventDestinations.ping(id)
  await stripe.v2.core.eventDestinations.disable(id)
  await stripe.v2.core.eventDestinations.enable(id)
  await stripe.v2.core.eventDestinations.del(id)
}
