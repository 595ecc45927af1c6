import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { referenceCaps, referenceProfiles } from '../../../schema/references.ts'
import { activities } from '../../../schema/requests.ts'
import { acceptSlot, confirmSlot, declineAsk } from '../../../worker/references/answer.ts'
import { conclude } from '../../../worker/references/outcome.ts'
import { withdrawRequest } from '../../../worker/references/request.ts'
import { type Cap, dayMs } from '../../../worker/references/rules-caps.ts'
import { getRequest } from '../../../worker/references/store-requests.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveAsk, haveGuest, haveReference, haveSignedNda, propose, type Reference } from './desk.ts'

/** A small generator: the same seed tells the same story. */
function chances(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

type Call = { at: number; contactId: string | null }

/** The naive model: slide a window of the cap's length over every call there is, and count. */
function broken(calls: readonly Call[], caps: readonly Cap[]): string[] {
  return caps.flatMap((cap) => {
    const own = calls.filter(({ contactId }) => cap.scope !== 'contact' || contactId === cap.subject)
    return own
      .filter(({ at }) => own.filter((other) => other.at >= at && other.at < at + cap.periodDays * dayMs).length > cap.count)
      .map(({ at }) => `${cap.scope} ${cap.count} in ${cap.periodDays} from ${new Date(at).toISOString()}`)
  })
}

/** Every moment that any of what stands may still become: each ask could be taken at its first or its last slot. */
const callsIn = async (world: World, customerId: string, exact: 'fromAt' | 'untilAt'): Promise<Call[]> =>
  (
    await world.deps.db
      .select()
      .from(activities)
      .where(and(eq(activities.customerId, customerId), eq(activities.counts, true)))
  ).map((activity) => ({ at: activity[exact].getTime(), contactId: activity.contactId }))

async function tell(world: World, seed: number): Promise<{ broken: string[]; done: number; refused: number }> {
  const chance = chances(seed)
  const reference = await haveReference(world)
  const caps = await chooseCaps(world, reference, chance)
  const guest = await haveGuest(world)
  await haveSignedNda(world, guest)
  const asks: string[] = []
  const found: string[] = []
  let done = 0
  let refused = 0
  for (let step = 0; step < 40; step += 1) {
    const id = asks[chance(Math.max(asks.length, 1))]
    const moves = [
      async () => void asks.push(await haveAsk(world, guest)),
      () =>
        id
          ? propose(world, id, reference, { inDays: 1 + chance(60), apartDays: 1 + chance(6), ...personOf(reference, chance) })
          : undefined,
      async () => id && acceptSlot(world.deps, await getRequest(world.deps.db, id), 1 + chance(3), 'customer'),
      async () => id && declineAsk(world.deps, await getRequest(world.deps.db, id), 'customer'),
      async () => id && confirmSlot(world.deps, await getRequest(world.deps.db, id), 'prospect'),
      async () => id && conclude(world.deps, await getRequest(world.deps.db, id), chance(4) ? 'held' : 'missed', 30, 'stf_seed'),
      async () => id && withdrawRequest(world.deps, await getRequest(world.deps.db, id), 'stf_seed', 'No need.'),
      () => world.travel({ hours: chance(400) }),
      () => Promise.all(asks.slice(-4).map((ask) => propose(world, ask, reference, { inDays: 2 + chance(30) }).catch(() => {}))),
    ]
    const move = moves[[0, 0, 1, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 7, 8][chance(15)] ?? 0]
    const went = await Promise.resolve(move?.()).then(
      () => true,
      () => false,
    )
    if (went) done += 1
    else refused += 1
    for (const exact of ['fromAt', 'untilAt'] as const) found.push(...broken(await callsIn(world, reference.customerId, exact), caps))
  }
  return { broken: found, done, refused }
}

const personOf = (reference: Reference, chance: (below: number) => number) => (chance(2) ? { contact: reference.engineer.id } : {})

async function chooseCaps(world: World, reference: Reference, chance: (below: number) => number): Promise<Cap[]> {
  const { db, now, newId } = world.deps
  await db
    .update(referenceProfiles)
    .set({ restDays: chance(2) * 5 })
    .where(eq(referenceProfiles.customerId, reference.customerId))
  const own: Cap[] = [
    { scope: 'customer', subject: reference.customerId, capGroup: 'call', count: 1 + chance(4), periodDays: 5 + chance(60) },
    { scope: 'contact', subject: reference.manager.id, capGroup: 'call', count: 1 + chance(2), periodDays: 5 + chance(30) },
  ]
  for (const cap of own) await db.insert(referenceCaps).values({ id: newId('rcp'), ...cap, setBy: 'stf_seed', setAt: now() })
  return own
}

describe('any order of asks, answers and talks', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('never exceeds a cap (story %i)', { timeout: 120_000 }, async (seed) => {
    const story = await tell(await createWorld(), seed * 7_919)

    expect(story.broken).toEqual([])
    expect(story.done).toBeGreaterThan(10)
    expect(story.refused).toBeGreaterThan(3)
  })

  it('would be seen by the model if it did', () => {
    const cap: Cap = { scope: 'customer', subject: 'pro_1', capGroup: 'call', count: 1, periodDays: 30 }

    expect(
      broken(
        [
          { at: 0, contactId: null },
          { at: 29 * dayMs, contactId: null },
        ],
        [cap],
      ),
    ).toHaveLength(1)
    expect(
      broken(
        [
          { at: 0, contactId: null },
          { at: 30 * dayMs, contactId: null },
        ],
        [cap],
      ),
    ).toEqual([])
  })
})
