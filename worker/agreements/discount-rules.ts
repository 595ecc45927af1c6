import { eq } from 'drizzle-orm'
import * as v from 'valibot'
import { settings } from '../../schema/people.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { type DiscountRules, discountPolicies, firstDiscountRules } from './rules-discounts.ts'

/** Under this key the triggers of the tables read it, too. */
const key = 'discounts'
const bps = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))
const storedShape = v.object({
  policy: v.picklist(discountPolicies),
  aloneBps: bps,
  secondBps: bps,
  referenceBps: bps,
  sponsorBps: bps,
})

export async function findDiscountRules(db: Db): Promise<DiscountRules> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key))
  const read = v.safeParse(storedShape, row?.value)
  return read.success ? read.output : firstDiscountRules
}

/** For offers from now on; what was signed stays. */
export async function setDiscountRules({ db, now }: Pick<Deps, 'db' | 'now'>, rules: DiscountRules, by: string): Promise<void> {
  const at = now()
  const row = { value: rules, setBy: by, setAt: at }
  await inOneBatch(db, [
    db
      .insert(settings)
      .values({ key, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row }),
    trail(db, { at, actor: by, act: 'discounts.set', subject: key, detail: rules }),
  ])
}
