import { desc, eq, sql } from 'drizzle-orm'
import { payoutDestinations } from '../../schema/payout-destinations.ts'
import { type MarkKind, partnerMarks } from '../../schema/signals.ts'
import { selfBillingAgreements } from '../../schema/statements.ts'
import type { Db } from '../database.ts'

export type Mark = { kind: MarkKind; mark: string }

export const listMarks = (db: Db, partnerId: string): Promise<Mark[]> =>
  db.select({ kind: partnerMarks.kind, mark: partnerMarks.mark }).from(partnerMarks).where(eq(partnerMarks.partnerId, partnerId))

/** Statements that put these marks in the place of what is kept. */
export const replaceMarks = (db: Db, partnerId: string, marks: readonly Mark[]) =>
  [
    db.delete(partnerMarks).where(eq(partnerMarks.partnerId, partnerId)),
    db
      .insert(partnerMarks)
      .select(sql`select j.value ->> 'kind', j.value ->> 'mark', ${partnerId} from json_each(${JSON.stringify(marks)}) j`),
  ] as const

/** Where a partner's money goes and went: Stripe accounts, and bank accounts as Stripe tells them apart. */
export async function listDestinationMarks(db: Db, partnerId: string): Promise<{ accounts: string[]; banks: string[] }> {
  const rows = await db
    .select({ stripeAccount: payoutDestinations.stripeAccount, bankAccount: payoutDestinations.bankAccount })
    .from(payoutDestinations)
    .where(eq(payoutDestinations.partnerId, partnerId))
    .orderBy(desc(payoutDestinations.version))
    .limit(20)
  return {
    accounts: rows.map(({ stripeAccount }) => stripeAccount),
    // One print a currency, `eur:print`; the same bank account serves several.
    banks: rows.flatMap(({ bankAccount }) => bankAccount?.split(' ').map((each) => each.slice(each.indexOf(':') + 1)) ?? []),
  }
}

export async function listTaxIds(db: Db, partnerId: string): Promise<string[]> {
  const rows = await db
    .select({ taxId: selfBillingAgreements.taxId })
    .from(selfBillingAgreements)
    .where(eq(selfBillingAgreements.partnerId, partnerId))
    .limit(20)
  return rows.map(({ taxId }) => taxId.replace(/[\s.-]/g, '').toUpperCase())
}

type SharingPartner = { partnerId: string; prospectId: string | null; createdAt: number; kinds: MarkKind[] }

/** Other partners with a mark in common. One that has left may come back under a new record. */
export async function listSharedMarks(db: Db, partnerId: string): Promise<SharingPartner[]> {
  const rows = await db.all<{ partnerId: string; prospectId: string | null; createdAt: number; kinds: string }>(sql`
    select p.id as partnerId, p.prospect_id as prospectId, p.created_at as createdAt, json_group_array(distinct theirs.kind) as kinds
    from partner_marks own join partner_marks theirs on theirs.kind = own.kind and theirs.mark = own.mark and theirs.partner_id <> own.partner_id
    join partners p on p.id = theirs.partner_id
    where own.partner_id = ${partnerId} and p.status <> 'left'
    group by p.id order by p.created_at, p.id limit 20`)
  // The only writer of these kinds checks the list.
  return rows.map((row) => ({ ...row, kinds: JSON.parse(row.kinds) as MarkKind[] }))
}
