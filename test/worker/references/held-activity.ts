import { eq } from 'drizzle-orm'
import { referenceCaps, referenceProfiles } from '../../../schema/references.ts'
import { type Activity, activities } from '../../../schema/requests.ts'
import { capGroupOf } from '../../../worker/references/rules-caps.ts'
import type { World } from '../../support/world.ts'

type Kind = Exclude<Activity['kind'], 'prospect_call' | 'analyst_call' | 'site_visit'>

/** A customer in the pool whom everybody may ask for anything public as often as they like. */
async function havePoolProfile(world: World, customerId: string): Promise<void> {
  const { db, now, newId } = world.deps
  await db
    .insert(referenceProfiles)
    .values({
      customerId,
      industry: 'manufacturing',
      size: '250-999',
      usedFor: 'planning',
      restDays: 90,
      addedBy: 'stf_seed',
      addedAt: now(),
      version: 1,
    })
    .onConflictDoNothing()
  await db
    .insert(referenceCaps)
    .values({
      id: newId('rcp'),
      scope: 'customer',
      subject: customerId,
      capGroup: 'public',
      count: 1000,
      periodDays: 1,
      setBy: 'stf_seed',
      setAt: now(),
    })
    .onConflictDoNothing()
}

/** Something public that is planned for now. */
export async function havePlannedActivity(
  world: World,
  customerId: string,
  obligationId: string | null = null,
  kind: Kind = 'webinar',
): Promise<string> {
  const { db, now, newId } = world.deps
  await havePoolProfile(world, customerId)
  const id = newId('atv')
  const planned = {
    title: 'Held',
    status: 'planned',
    counts: true,
    fromAt: now(),
    untilAt: now(),
    plannedBy: 'stf_seed',
    plannedAt: now(),
  } as const
  await db.insert(activities).values({ id, customerId, kind, capGroup: capGroupOf[kind], obligationId, ...planned })
  return id
}

/**
 * Something public that was held and is to fill an obligation: its id is what `deliverStatements` takes as `activityId`. Calls and visits
 * begin with a request instead (`test/worker/references/desk.ts`).
 */
export async function haveHeldActivity(world: World, customerId: string, obligationId: string | null, kind: Kind): Promise<string> {
  const id = await havePlannedActivity(world, customerId, obligationId, kind)
  await world.deps.db.update(activities).set({ status: 'held', heldAt: world.now() }).where(eq(activities.id, id))
  return id
}
