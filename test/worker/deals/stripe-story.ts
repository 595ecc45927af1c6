import { eq } from 'drizzle-orm'
import { inbox } from '../../../schema/records.ts'
import { appliers } from '../../../worker/appliers.ts'
import { applyStored, putEvent } from '../../../worker/stripe/inbox.ts'
import type { World } from '../../support/world.ts'

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
