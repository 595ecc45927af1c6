import { eq } from 'drizzle-orm'
import * as v from 'valibot'
import { settings } from '../../schema/people.ts'
import type { BillingIdentity } from '../../schema/statements.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { incomplete } from '../form-shapes.ts'
import { identityEntries } from './shapes.ts'

const key = 'billing_identity'
const storedShape = v.object({ legalName: v.string(), address: v.string(), taxId: v.string() })

export const billingIdentityShape = v.strictObject(identityEntries, incomplete)

/** The company as its self-billed invoices name it; until it is set, none is issued. */
export async function findBillingIdentity(db: Db): Promise<BillingIdentity | undefined> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key))
  const read = v.safeParse(storedShape, row?.value)
  return read.success ? read.output : undefined
}

/** For invoices from now on; those issued keep what they say. */
export async function setBillingIdentity({ db, now }: Pick<Deps, 'db' | 'now'>, identity: BillingIdentity, by: string): Promise<void> {
  const at = now()
  const row = { value: identity, setBy: by, setAt: at }
  await inOneBatch(db, [
    db
      .insert(settings)
      .values({ key, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row }),
    trail(db, { at, actor: by, act: 'billing_identity.set', subject: key, detail: identity }),
  ])
}
