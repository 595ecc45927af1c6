import { type SQL, sql } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { asInteger } from './parameters.ts'

/**
 * In SQL: no restore lies between. The deployed epoch must be the newest on record: a switch in the database would roll back with
 * it (money.md 7).
 */
export const isOfEpoch = (moneyEpoch: number): SQL => sql`(select max(n) from epochs) = ${asInteger(moneyEpoch)}`

/** Whether sends are blocked, because a restore is not reconciled. */
export async function isBarred({ db, settings }: Pick<Deps, 'db' | 'settings'>): Promise<boolean> {
  const [row] = await db.all<{ isOpen: number }>(sql`select ${isOfEpoch(settings.moneyEpoch)} "isOpen"`)
  return row?.isOpen !== 1
}

/** @throws Refusal stopped */
export async function assertNotBarred(deps: Pick<Deps, 'db' | 'settings'>): Promise<void> {
  if (!(await isBarred(deps))) return
  throw new Refusal(
    'stopped',
    'The database was restored and is not reconciled with Stripe yet. Finish Restore first; nothing is lost meanwhile.',
  )
}
