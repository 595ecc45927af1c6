import { sql } from 'drizzle-orm'
import { type ReconBreak, type ReconJob, reconBreaks } from '../../../schema/reconciliation.ts'
import type { World } from '../../support/world.ts'
import { control } from '../payouts/support.ts'

/** All breaks of a job, oldest first. */
export const breaksOf = (world: World, job: ReconJob): Promise<ReconBreak[]> =>
  world.deps.db.select().from(reconBreaks).where(sql`job = ${job}`).orderBy(reconBreaks.id)

/** Each as `subject how it closed`. */
export const told = async (world: World, job: ReconJob): Promise<string[]> =>
  (await breaksOf(world, job)).map(({ subject, closedHow }) => `${subject} ${closedHow ?? 'open'}`)

/** Stripe's own row of a transfer, to plant what never should be. */
export const transferAt = (world: World, id: string): { amount: number; metadata: Record<string, string>; destination: unknown } => {
  const row = world.standIn.state.tables.transfers[id]
  if (!row) throw new Error(`Stripe has no ${id}`)
  return row.object as { amount: number; metadata: Record<string, string>; destination: unknown } // the stand-in's own row
}

export const forgetTransfer = (world: World, id: string): void => {
  delete world.standIn.state.tables.transfers[id]
}

/** Stripe answers requests of this kind with an error, by its name. */
export const failReads = (world: World, path: string, name: string, times: 'once' | 'always'): Promise<void> =>
  control(world, 'faults', [
    // biome-ignore lint/suspicious/noThenProperty: the word of the stand-in's fault rules; nothing awaits it
    { match: { method: 'GET', path }, when: 'before', then: { kind: 'error', name }, times },
  ])
