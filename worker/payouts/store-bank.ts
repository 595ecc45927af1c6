import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type BankPayout, type BankPayoutStatus, bankPayoutContents, bankPayouts } from '../../schema/bank-payouts.ts'
import type { Currency } from '../../schema/currency.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { holdsNow } from '../guard.ts'
import { bankReturn, partnerAccount } from '../ledger/rules.ts'
import { balanceOf, post } from '../ledger/store.ts'
import { asInteger, asTime, rowsOf } from './parameters.ts'
import { type BalanceTaken, returnedMinor } from './rules-bank.ts'

export async function findBankPayout(db: Db, id: string): Promise<BankPayout | undefined> {
  const [row] = await db.select().from(bankPayouts).where(eq(bankPayouts.bankPayout, id))
  return row
}

/** A statement: what it carries, as far as that is not known yet. */
export const insertContents = (db: Db, bankPayout: string, carries: readonly string[]) =>
  db.insert(bankPayoutContents).select(
    sql`select ${bankPayout}, value from json_each(${JSON.stringify(carries)}) where value not in
      (select carries from bank_payout_contents where bank_payout = ${bankPayout})`,
  )

export const listContents = async (db: Db, bankPayout: string): Promise<string[]> =>
  (await db.select().from(bankPayoutContents).where(eq(bankPayoutContents.bankPayout, bankPayout))).map(({ carries }) => carries)

type Whose = { partnerId: string; currency: Currency }

/** Those that decide what waits: from the oldest one that failed, or that one which is about to change, on. */
const deciding = ({ partnerId, currency }: Whose, from: Date) => sql`${bankPayouts.partnerId} = ${partnerId}
  and ${bankPayouts.currency} = ${currency} and ${bankPayouts.createdAt} >= min(${asTime(from)}, coalesce((select min(f.created_at)
  from bank_payouts f where f.partner_id = ${partnerId} and f.currency = ${currency} and f.status = 'failed'), ${asTime(from)}))`

const listTaken = async (db: Db, { partnerId, currency }: Whose): Promise<(BalanceTaken & { id: string })[]> => {
  const rows = await db.all<{ id: string; amountMinor: number; at: number }>(
    sql`select source "id", amount_minor "amountMinor", accrued_at "at" from commissions
        where partner_id = ${partnerId} and currency = ${currency} and kind = 'returned'`,
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

/**
 * Statements that bring the memorandum up to what waits after a change; none when it says so already. They refuse the batch when
 * another bank payout or reversal of the partner was written since they were made.
 *
 * @param cause - what changed: part of the posting's id, so that one change moves the memorandum once
 */
export async function returnedStatements(
  db: Db,
  whose: Whose,
  change: { bankPayout?: BankPayout; taken?: BalanceTaken; cause: string },
  at: Date,
): Promise<{ statements: Statement[]; waitingMinor: number }> {
  const account = partnerAccount('returned', whose.partnerId, whose.currency)
  const where = deciding(whose, change.bankPayout?.createdAt ?? at)
  const [rows, taken, balanceMinor] = await Promise.all([
    db.select().from(bankPayouts).where(where).orderBy(bankPayouts.createdAt, bankPayouts.bankPayout),
    listTaken(db, whose),
    balanceOf(db, account),
  ])
  const { bankPayout } = change
  const moves = bankPayout ? [...rows.filter((row) => row.bankPayout !== bankPayout.bankPayout), bankPayout] : rows
  const waitingMinor = returnedMinor(moves, change.taken ? [...taken, change.taken] : taken)
  const unmoved = sql`(select coalesce(sum(version), 0) from bank_payouts where ${where}) = ${asInteger(sumOf(rows))}
    and (select count(*) from commissions where partner_id = ${whose.partnerId} and currency = ${whose.currency} and kind = 'returned') = ${asInteger(taken.length)}
    and coalesce((select balance_minor from balances where account = ${account}), 0) = ${asInteger(balanceMinor)}`
  const amountMinor = waitingMinor - balanceMinor
  return {
    waitingMinor,
    statements: [
      ...holdsNow(db, unmoved),
      ...(amountMinor === 0 ? [] : [post(db, bankReturn({ ...whose, cause: change.cause, amountMinor }, at), at)]),
    ],
  }
}

const sumOf = (rows: readonly BankPayout[]): number => rows.reduce((sum, { version }) => sum + version, 0)

export type BankLeg = Pick<BankPayout, 'bankPayout' | 'status' | 'arrivalDay' | 'failureCode' | 'failedAt'>

/** The newest bank payout that carries a transfer, or that carries on an earlier one that failed. */
export const findBankLeg = async (db: Db, partnerId: string, transfer: string): Promise<BankLeg | undefined> =>
  (await mapBankLegs(db, [{ partnerId, transfer }])).get(transfer)

/** The same for each of some transfers; one without is absent. */
export async function mapBankLegs(db: Db, sent: readonly { partnerId: string; transfer: string | null }[]): Promise<Map<string, BankLeg>> {
  const asked = sent.filter(({ transfer }) => transfer !== null)
  if (asked.length === 0) return new Map()
  const rows = await db.all<Omit<BankLeg, 'failedAt'> & { transfer: string; status: BankPayoutStatus; failedAt: number | null }>(sql`
    with recursive sent as (select value ->> 'transfer' transfer, value ->> 'partnerId' partner_id from ${rowsOf(asked)}),
      legs (transfer, partner_id, id) as (
        select s.transfer, s.partner_id, c.bank_payout from sent s join bank_payout_contents c on c.carries = s.transfer
        union select l.transfer, l.partner_id, c.bank_payout from legs l join bank_payout_contents c on c.carries = l.id)
    select l.transfer "transfer", b.bank_payout "bankPayout", b.status "status", b.arrival_day "arrivalDay", b.failure_code "failureCode",
      b.failed_at "failedAt"
    from legs l join bank_payouts b on b.bank_payout = l.id and b.partner_id = l.partner_id
    order by b.created_at, b.status = 'failed' desc, b.bank_payout`)
  // The newest of each comes last, and stays.
  return new Map(
    rows.map(({ transfer, failedAt, ...leg }) => [transfer, { ...leg, failedAt: failedAt === null ? null : new Date(failedAt) }]),
  )
}

/** Whether a bank sent money back that still waits in the partner's Stripe balance, in any currency. */
export const hasMoneyReturned = (partnerId: string | SQL) => sql`exists (select 1 from balances r
  where r.account >= 'returned:' || ${partnerId} || ':' and r.account < 'returned:' || ${partnerId} || ';' and r.balance_minor > 0)`

export async function waitsForBank(db: Db, partnerId: string): Promise<boolean> {
  const [row] = await db.all<{ waits: number }>(sql`select ${hasMoneyReturned(partnerId)} "waits"`)
  return row?.waits === 1
}

/** What was taken back of a payout's transfer, newest first. */
export const listReversed = (
  db: Db,
  payoutId: string,
  partnerId: string,
): Promise<{ id: string; amountMinor: number; commissionId: string }[]> =>
  db.all(sql`select source "id", amount_minor "amountMinor", id "commissionId" from commissions
    where partner_id = ${partnerId} and kind = 'returned' and cause = ${payoutId} order by accrued_at desc, id desc limit 50`)

/** A statement: the row as Stripe says now, over the version that was read. */
export const updateBankPayout = (db: Db, row: BankPayout) =>
  db
    .update(bankPayouts)
    .set({
      status: row.status,
      arrivalDay: row.arrivalDay,
      failureCode: row.failureCode,
      failedAt: row.failedAt,
      isComplete: row.isComplete,
      lastEvent: row.lastEvent,
      askedAt: row.askedAt,
      version: row.version,
    })
    .where(and(eq(bankPayouts.bankPayout, row.bankPayout), eq(bankPayouts.version, row.version - 1)))
