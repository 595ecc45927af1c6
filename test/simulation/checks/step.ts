import { isForgetting } from '../restore.ts'
import { type Sim, Violation } from '../sim.ts'
import type { Transfer } from '../stripe/state.ts'
import { checkLease, checkPayout, type KnownPayout } from './payouts.ts'
import { type KnownLogs, noLogs } from './seals.ts'
import { type Touched, takeTouched } from './watch.ts'

/** What the checks remember of a seed from step to step. */
export type Memory = { payouts: Map<string, KnownPayout>; logs: KnownLogs; writes: number }

export const nothingKnown = (): Memory => ({ payouts: new Map(), logs: noLogs(), writes: -1 })

/** After each step: looks at what it touched, and at nothing else (money.md 13). */
export function checkStep(sim: Sim, memory: Memory): void {
  for (const transfer of sim.newTransfers.splice(0)) checkTransfer(sim, transfer)
  if (sim.store.writes === memory.writes) return
  memory.writes = sim.store.writes
  for (const touched of takeTouched(sim.store)) check(sim, memory, touched)
}

function check(sim: Sim, memory: Memory, { kind, id }: Touched) {
  sim.tally.checks += 1
  switch (kind) {
    case 'transaction':
      return checkTransaction(sim, id)
    case 'purse':
      return checkPurse(sim, id)
    case 'payout':
      return checkPayout(sim, memory.payouts, id)
    case 'attempt':
      return checkLease(sim, id)
    case 'payment':
      return checkPayment(sim, id)
    case 'held':
      return checkHeld(sim, id)
    case 'run':
      return checkRun(sim, id)
  }
}

/** I4, I6, I8 and I15, as a transfer is made. */
function checkTransfer(sim: Sim, transfer: Transfer): void {
  const id = transfer.transfer_group
  const [payout] = sim.store.peek<{ status: string; partner_id: string; currency: string }>(
    'select status, partner_id, currency from payouts where id = ?',
    id,
  )
  const all = sim.stripe.byGroup.get(id) ?? []
  if (all.length > 1) throw new Violation('I4', `Payout ${id} was transferred ${all.length} times`, [id])
  const isBehind = isForgetting(sim)
  if (!payout && isBehind) return
  if (!payout) throw new Violation('I8', `Transfer ${transfer.id} belongs to no payout: ${id}`, [id])
  if (payout.status === 'released') throw new Violation('I6', `Payout ${id} was released, and is transferred`, [id])
  const { partner_id: partner, currency } = payout
  const [reserved] = sim.store.peek<{ sum: number }>(
    `select coalesce(sum(e.amount_minor), 0) sum from ledger_entries e join ledger_transactions t using (seq)
      where e.account = ? and t.template = 'reserve'`,
    `inflight:${partner}:${currency}`,
  )
  const paid = [...sim.stripe.transfers.values()]
    .filter((each) => each.metadata.goodword_partner === partner && each.currency === currency)
    .reduce((sum, { amount }) => sum + amount, 0)
  if (paid > (reserved?.sum ?? 0) && !isBehind)
    throw new Violation('I15', `${partner} was transferred more than was ever reserved`, [id, partner])
}

/** I2 and I3. */
function checkTransaction({ store }: Sim, seq: string): void {
  const [row] = store.peek<{ id: string; n: number; off: number; wrong: number }>(
    `select t.id, (select count(*) from ledger_entries e where e.seq = t.seq) n, (select sum(e.amount_minor) from ledger_entries e where e.seq = t.seq) off,
      (select count(*) from balances b where b.account in (t.debit, t.credit)
        and b.balance_minor <> (select sum(e.amount_minor) from ledger_entries e where e.account = b.account)) wrong
      from ledger_transactions t where t.seq = cast(? as integer)`,
    seq,
  )
  if (!row) return
  if (row.n !== 2 || row.off !== 0) throw new Violation('I2', `Transaction ${row.id} has ${row.n} entries that sum to ${row.off}`, [row.id])
  if (row.wrong > 0) throw new Violation('I3', `Transaction ${row.id}: a balance is not the sum of its entries`, [row.id])
}

type Purse = { status: string; sum: number; balance: number | null }

/** I7, I11 and I18 for one partner and currency. */
function checkPurse({ store }: Sim, purse: string): void {
  const [partner = '', currency = ''] = purse.split(':')
  const rows = store.peek<Purse>(
    `with sums as (select status, sum(amount_minor) sum from commissions where partner_id = ?1 and currency = ?2 group by status)
      select s.column1 status, coalesce((select sum from sums where status = s.column1), 0) sum,
        (select balance_minor from balances where account = s.column2 || ':' || ?1 || ':' || ?2) balance
      from (values ('pending', 'pending'), ('on_hold', 'held'), ('approved', 'avail'), ('in_payout', 'inflight')) s`,
    partner,
    currency,
  )
  for (const { status, sum, balance } of rows) {
    if (sum !== (balance ?? 0))
      throw new Violation('I18', `${purse}: commissions ${status} are ${sum}, their account says ${balance}`, [partner])
  }
  const [open] = store.peek<{ n: number; sum: number }>(
    `select count(*) n, coalesce(sum(amount_minor), 0) sum from payouts where partner_id = ? and currency = ? and status in ('reserved','sending','unknown','stuck')`,
    partner,
    currency,
  )
  const inflight = rows.find(({ status }) => status === 'in_payout')?.balance ?? 0
  if (open && open.n > 1) throw new Violation('I11', `${purse} has ${open.n} open payouts`, [partner])
  if (inflight !== open?.sum)
    throw new Violation('I7', `${purse}: open payouts are ${open?.sum}, the clearing account says ${inflight}`, [partner])
}

/** I17 and I31: once, and never in silence. */
function checkPayment({ store }: Sim, id: string): void {
  const [row] = store.peek<{ earned: number; refused: number; partner_id: string | null; moving: number }>(
    `select d.partner_id, (select count(*) from commissions c where c.payment_id = p.id and c.kind = 'earned'
        and c.partner_id = d.partner_id and c.terms_version_id = d.terms_version_id) earned,
      (select count(*) from payment_refusals r where r.payment_id = p.id and r.partner_id = d.partner_id and r.terms_version = d.terms_version_id) refused,
      exists (select 1 from credit_changes m where m.deal_id = d.id and m.done_at is null) moving
      from payments p join deals d on d.id = p.deal_id where p.id = ?`,
    id,
  )
  if (!row) return
  if (row.earned > 1) throw new Violation('I17', `Payment ${id} earned ${row.earned} commissions`, [id])
  // Where a person moved the credit, the payments follow in steps.
  if (row.earned + row.refused !== (row.partner_id ? 1 : 0) && !(row.moving && row.earned + row.refused === 0)) {
    throw new Violation('I31', `Payment ${id} has ${row.earned} commissions and ${row.refused} reasons`, [id])
  }
}

/** I30. */
function checkHeld({ store }: Sim, id: string): void {
  const [row] = store.peek<{ status: string; open: number }>(
    `select status, exists (select 1 from commission_holds h where h.commission_id = c.id and h.closed_at is null) open from commissions c where c.id = ?`,
    id,
  )
  if (!row || ['in_payout', 'paid', 'rejected', 'voided'].includes(row.status)) return
  if ((row.status === 'on_hold') !== (row.open === 1))
    throw new Violation('I30', `Commission ${id} is ${row.status}, and a hold is ${row.open ? '' : 'not '}open`, [id])
}

/** I29 for one run, and I21: who approved it. */
function checkRun({ store }: Sim, id: string): void {
  const [wrong] = store.peek<{ status: string; n: number; counted: number }>(
    `with counted as (
        select currency, status, count(*) n from payouts where run_id = ?1 group by 1, 2
        union all select l.currency, 'skipped', count(*) from planned_payouts l join payout_skips s using (payout_id) where l.run_id = ?1 group by 1
        union all select l.currency, 'planned', count(*) from planned_payouts l where l.run_id = ?1
          and not exists (select 1 from payouts x where x.id = l.payout_id) and not exists (select 1 from payout_skips s where s.payout_id = l.payout_id) group by 1)
      select r.status, r.n, coalesce(c.n, 0) counted from run_counts r left join counted c on c.currency = r.currency and c.status = r.status
      where r.run_id = ?1 and r.n <> coalesce(c.n, 0)
      union all select c.status, 0, c.n from counted c where c.n > 0 and not exists
        (select 1 from run_counts r where r.run_id = ?1 and r.currency = c.currency and r.status = c.status) limit 1`,
    id,
  )
  if (wrong) throw new Violation('I29', `Run ${id} says ${wrong.n} ${wrong.status}, and there are ${wrong.counted}`, [id])
}
