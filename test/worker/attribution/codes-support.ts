import { attributions, touches } from '../../../schema/prospects.ts'
import { assignCode } from '../../../worker/tracking/promotion-acts.ts'
import { syncPromotionCodes } from '../../../worker/tracking/promotion-sync.ts'
import type { haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { arrive, atStripe } from '../deals/stripe-story.ts'

type Actor = Awaited<ReturnType<typeof haveStaff>>

/** A code at Stripe that we heard of, and whose it is. */
export async function haveCode(world: World, sales: Actor, owner: { id: string } | undefined, made: object = {}): Promise<string> {
  const { id } = await atStripe(world, 'promotion-code', { code: 'TOM10', percent: 10, ...made })
  await syncPromotionCodes(world.deps)
  if (owner) await assignCode(world.deps, sales, id, { partner: owner.id, version: 1 })
  return id
}

export const checkOut = async (world: World, more: object) => {
  const { id } = await atStripe(world, 'checkout', { amount: 100_000, currency: 'eur', email: 'ann@oak.example', ...more })
  await arrive(world, 'checkout.session.completed', id)
}

export const stored = async (world: World) => ({
  touches: (await world.deps.db.select().from(touches).orderBy(touches.touchedAt, touches.id)).map(({ kind, partnerId }) => [
    kind,
    partnerId,
  ]),
  credited: (await world.deps.db.select().from(attributions)).map(({ partnerId }) => partnerId),
})
