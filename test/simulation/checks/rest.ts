import { invariants } from '../../../worker/ledger/invariants.ts'
import { isForgetting } from '../restore.ts'
import { hour } from '../schedule.ts'
import { type Sim, Violation } from '../sim.ts'
import { waitingOf } from '../stripe/bank.ts'
import { checkModel } from './model.ts'
import { checkLogs, checkWholeChain } from './seals.ts'

/** Everything that must hold in the whole database at any time: the queries that tests ask, too. */
export function checkWhole(sim: Sim): void {
  const { store, tally } = sim
  checkLogs(sim)
  for (const [name, query] of Object.entries(invariants)) {
    const [broken] = store.peek(query)
    tally.checks += 1
    // Between a restore and its end the books do know of forgotten transfers, and not of their payouts.
    if (broken && !(name.startsWith('I8 ') && isForgetting(sim)))
      throw new Violation(name.split(/[ ,]/)[0] ?? name, `${name}: ${JSON.stringify(broken)}`, idsIn(broken))
  }
}

const idsIn = (row: Record<string, unknown>): string[] => Object.values(row).filter((value) => typeof value === 'string')

/** What must hold once six days have passed without a fault: nothing is open, and the books, Stripe and what customers did agree. */
export async function checkRest(sim: Sim): Promise<void> {
  checkWhole(sim)
  checkWholeChain(sim)
  checkOwnChecks(sim)
  checkNothingIsOpen(sim)
  checkTransfers(sim)
  checkModel(sim)
  checkBank(sim)
  checkFresh(sim)
  await checkFingerprints(sim)
  await checkScope(sim)
}

/** What the product's own nightly look at the books has found, and still finds. */
function checkOwnChecks({ store }: Sim): void {
  const [open] = store.peek<{ job: string; subject: string; detail: string }>(
    "select job, subject, detail from recon_breaks where job in ('books','R6') and closed_at is null",
  )
  if (open) throw new Violation(open.subject.split(/[ ,]/)[0] ?? open.subject, `${open.job} has a break: ${open.subject} ${open.detail}`)
}

/** No hour has room for it: it waits for people to raise the cap, and its run says so. */
const waitsForCap = (
  payout: string,
): string => `(${payout}.status = 'reserved' and ${payout}.amount_minor > coalesce((select c.hour_minor from caps c
  where c.currency = ${payout}.currency and c.confirmed_by is not null order by c.version desc limit 1), ${payout}.amount_minor))`

/** L1. */
function checkNothingIsOpen({ store, settings }: Sim): void {
  if (store.peek('select 1 from epochs where n = ?', settings.moneyEpoch).length === 0) {
    const [restore] = store.peek('select * from restores order by epoch desc limit 1')
    throw new Violation('L1', `After six calm days the restore is not reconciled: ${JSON.stringify(restore)}`)
  }
  const open = store.peek<{ what: string; id: string; status: string }>(
    `select 'payout' what, id, status from payouts where status in ('reserved','sending','unknown') and ${waitsForCap('payouts')} = 0
      union all select 'inbox event', id, type || ' ' || status || ' ' || coalesce(error, '') from inbox where status in ('new','waiting')
        and not (type = 'transfer.reversed' and exists (select 1 from payouts p where p.status = 'stuck'))
      union all select 'decision about credit', deal_id, cause from credit_changes where done_at is null
      union all select 'mail', id, template from outbox where sent_at is null and tries < 10
      union all select 'run', id, status from payout_runs where status = 'approved' or status = 'sending'
        and not exists (select 1 from payouts p where p.run_id = payout_runs.id and (p.status = 'stuck' or ${waitsForCap('p')}))`,
  )
  const [first] = open
  if (first)
    throw new Violation(
      'L1',
      `After six calm days ${open.length} things are open, the first a ${first.what}: ${first.id} ${first.status}`,
      [first.id],
    )
}

/** I4, I5, I6, I8 and I27: what Stripe did is what the ledger says, to the cent. */
function checkTransfers({ store, stripe }: Sim): void {
  const left = new Map<string, number>()
  for (const transfer of stripe.transfers.values()) {
    const id = transfer.transfer_group
    const [payout] = store.peek<{ status: string; transfer: string | null }>('select status, transfer from payouts where id = ?', id)
    if (!payout) throw new Violation('I8', `Transfer ${transfer.id} belongs to no payout`, [id])
    if (payout.status === 'stuck') continue
    if (payout.status !== 'paid' || payout.transfer !== transfer.id) {
      throw new Violation('I6', `Payout ${id} is ${payout.status} with ${payout.transfer}, and Stripe has ${transfer.id}`, [id])
    }
    left.set(transfer.currency, (left.get(transfer.currency) ?? 0) + transfer.amount)
  }
  for (const { transfer, currency, amount } of stripe.reversals) {
    const [paid] = store.peek('select 1 from payouts where transfer = ?', transfer)
    if (paid) left.set(currency, (left.get(currency) ?? 0) - amount)
  }
  for (const { account, balance } of store.peek<{ account: string; balance: number }>(
    `select account, balance_minor balance from balances where account glob 'paid:*'`,
  )) {
    const currency = account.slice(-3)
    if (balance !== (left.get(currency) ?? 0))
      throw new Violation('I27', `The ledger says that ${balance} ${currency} left, Stripe ${left.get(currency) ?? 0}`)
  }
}

/** The memorandum of what banks sent back says what lies in the partners' Stripe balances; it owes nobody anything. */
function checkBank(sim: Sim): void {
  for (const [key] of sim.stripe.purses) {
    const [account = '', currency = ''] = key.split(':')
    const partner = sim.stripe.accounts.get(account)?.partnerId ?? ''
    const [row] = sim.store.peek<{ balance: number }>(
      'select balance_minor balance from balances where account = ?',
      `returned:${partner}:${currency}`,
    )
    const waiting = waitingOf(sim, account, currency)
    if ((row?.balance ?? 0) !== waiting)
      throw new Violation('I27', `${partner} has ${waiting} ${currency} back from its bank, and the ledger says ${row?.balance}`, [partner])
  }
}

/** L2: of what calm days reserve, nothing takes longer than two sweeps. */
function checkFresh({ store, calmFrom }: Sim): void {
  const late = store.peek<{ id: string; ms: number }>(
    `select p.id, p.finished_at - p.reserved_at ms from payouts p where p.status = 'paid' and p.reserved_at > ?1 and p.finished_at - p.reserved_at > 660000
      and p.gen = 0 and not exists (select 1 from audit a where a.act in ('run.paused','stop.set','run.resumed') and a.at > ?1)`,
    calmFrom + hour,
  )
  const [first] = late
  if (first)
    throw new Violation('L2', `${late.length} payouts took longer than two sweeps, ${first.id} ${first.ms / 60_000} min`, [first.id])
}

/** I21: what was approved is what stands. */
async function checkFingerprints(sim: Sim): Promise<void> {
  for (const { id, fingerprint } of sim.store.peek<{ id: string; fingerprint: string }>(
    // What was adopted is as its transfer says, whatever its run had planned.
    'select id, fingerprint from payout_runs r where fingerprint is not null and not exists (select 1 from adoptions a where a.run_id = r.id)',
  )) {
    const plan = sim.store.peek<{
      payoutId: string
      partnerId: string
      currency: string
      amountMinor: number
      destination: string
      destinationVersion: number
      lines: string
    }>(
      `select l.payout_id payoutId, l.partner_id partnerId, l.currency, l.amount_minor amountMinor, l.destination, l.destination_version destinationVersion,
        coalesce((select group_concat(n.commission_id || ':' || n.amount_minor, ',' order by n.commission_id) from planned_lines n where n.payout_id = l.payout_id), '') lines
        from planned_payouts l where l.run_id = ? order by l.payout_id`,
      id,
    )
    if ((await sim.product.fingerprintOf(plan)) !== fingerprint)
      throw new Violation('I21', `The plan of run ${id} is not the one that was signed`, [id])
  }
}

/** I24: what a partner is shown is its own. */
async function checkScope(sim: Sim): Promise<void> {
  const { store, product } = sim
  const db = product.openDatabase(sim.quietBinding())
  for (const { id } of store.peek<{ id: string }>('select id from partners order by id')) {
    const payouts = await product.listPayoutsOfPartner(db, id)
    const own = new Set(store.peek<{ id: string }>('select id from payouts where partner_id = ?', id).map((row) => row.id))
    if (payouts.some((payout) => !own.has(payout.id))) throw new Violation('I24', `${id} is shown the payout of another partner`, [id])
    for (const balance of await product.listBalancesOfPartner(db, id)) {
      const [row] = store.peek<{ avail: number }>(
        'select coalesce(sum(balance_minor), 0) avail from balances where account = ?',
        `avail:${id}:${balance.currency}`,
      )
      if (row?.avail !== balance.availMinor)
        throw new Violation('I24', `${id} is shown ${balance.availMinor} ${balance.currency}, and has ${row?.avail}`, [id])
    }
  }
}
