import { hour, minute } from '../schedule.ts'
import { type Sim, Violation } from '../sim.ts'

/** A payout as it was when it was last looked at. */
export type KnownPayout = { frozen: string; status: string; gen: number; lastSentAt: number }

type Payout = {
  id: string
  run_id: string
  partner_id: string
  currency: string
  amount_minor: number
  destination: string
  destination_version: number
  status: string
  gen: number
  tries: number
  transfer: string | null
  last_sent_at: number | null
  next_at: number
  lease_until: number
  skipped: number
  avail: number
}

const skewMs = 4000

/** I5, I6, I9, I10, I14 and I16, as a payout is written. */
export function checkPayout(sim: Sim, known: Map<string, KnownPayout>, id: string): void {
  const [payout] = sim.store.peek<Payout>(
    `select p.*, exists (select 1 from payout_skips s where s.payout_id = p.id) skipped,
      coalesce((select balance_minor from balances where account = 'avail:' || p.partner_id || ':' || p.currency), 0) avail from payouts p where p.id = ?`,
    id,
  )
  if (!payout) return
  if (payout.skipped) throw new Violation('I11', `${id} is both a payout and a skip`, [id])
  const {
    status,
    gen,
    run_id: run,
    partner_id: partner,
    currency,
    amount_minor: amount,
    destination,
    destination_version: version,
  } = payout
  const frozen = [run, partner, currency, amount, destination, version].join(' ')
  const before = known.get(id)
  if (!before && payout.avail < 0 && !isAdopted(sim, id))
    throw new Violation('I16', `${id} was reserved and leaves ${payout.avail} behind`, [id, partner])
  if (before && before.frozen !== frozen) throw new Violation('I10', `${id} changed from ${before.frozen} to ${frozen}`, [id])
  if (before && isFinal(before.status) && before.status !== status)
    throw new Violation('I9', `${id} was ${before.status} and is ${status}`, [id])
  if (before) checkGeneration(sim, payout, before)
  if (status === 'paid') checkPaid(sim, payout)
  if (status === 'released' && (sim.stripe.byGroup.get(id)?.length ?? 0) > 0)
    throw new Violation('I6', `${id} is released, and was transferred`, [id])
  known.set(id, { frozen, status, gen, lastSentAt: payout.last_sent_at ?? 0 })
}

/** What two people adopt was paid before: its commissions may be lost, and then the balance goes below zero. */
const isAdopted = (sim: Sim, id: string): boolean => sim.store.peek('select 1 from adoptions where payout_id = ?', id).length > 0

const isFinal = (status: string): boolean => status === 'paid' || status === 'released'

/** A new key is born only after a complete, empty list, a quiet hour after the last send. */
function checkGeneration(sim: Sim, { id, gen, status, tries, next_at: at }: Payout, before: KnownPayout): void {
  const isAnew = before.status === 'unknown' && status === 'reserved'
  if (gen === before.gen && !isAnew) return
  if (gen !== before.gen + 1 || before.status !== 'unknown' || tries !== 0) {
    throw new Violation('I14', `${id} went from generation ${before.gen}, ${before.status}, to ${gen} with ${tries} tries`, [id])
  }
  if (at - before.lastSentAt < hour)
    throw new Violation('I14', `${id} has a new generation ${(at - before.lastSentAt) / minute} min after its last send`, [id])
  const listedAt = sim.stripe.listedEmpty.get(id) ?? 0
  if (listedAt + skewMs < before.lastSentAt + hour)
    throw new Violation('I14', `${id} has a new generation without a list that says none`, [id])
}

function checkPaid(sim: Sim, { id, transfer, amount_minor: amount, currency, destination }: Payout): void {
  const made = transfer === null ? undefined : sim.stripe.transfers.get(transfer)
  if (!made) throw new Violation('I5', `${id} is paid by ${transfer}, and Stripe has no such transfer`, [id])
  if (made.transfer_group !== id || made.amount !== amount || made.currency !== currency || made.destination !== destination) {
    throw new Violation('I5', `${id} is paid by ${transfer}, which is another transfer`, [id])
  }
}

type Lease = {
  n: number
  sent_at: number
  run_status: string
  paused: string | null
  reason: string | null
  approved_by: string | null
  second_approver: string | null
  prepared_by: string
  submitted_by: string | null
  second_needed: number
  is_above: number
  stops: number
  partner_status: string
  readiness: string
  hold_until: number
  is_newest: number
  is_epoch: number
  is_planned: number
}

/** I21 and I22, as an attempt is written: everything that lets a payout leave holds in the batch that takes it. */
export function checkLease(sim: Sim, id: string): void {
  const [lease] = sim.store.peek<Lease>(leaseQuery, id)
  if (!lease) throw new Violation('I22', `${id} is tried without a run, partner or destination`, [id])
  const broken = [
    lease.run_status !== 'sending' && `its run is ${lease.run_status}`,
    lease.paused !== null && 'its run rests',
    lease.stops > 0 && 'a stop stands',
    lease.is_epoch !== 1 && 'the epoch is another',
    lease.n === 1 && lease.reason !== null && 'its run was cancelled',
    lease.n === 1 && lease.partner_status !== 'active' && `its partner is ${lease.partner_status}`,
    lease.n === 1 && lease.readiness !== 'active' && `its destination is ${lease.readiness}`,
    lease.n === 1 && lease.is_newest !== 1 && 'its destination was replaced',
    lease.n === 1 && lease.hold_until > lease.sent_at && 'its destination is held',
  ].find(Boolean)
  if (broken) throw new Violation('I22', `${id} is sent although ${broken}`, [id])
  const people = [lease.approved_by, lease.prepared_by, lease.submitted_by]
  const isByTwo = lease.second_approver !== null && !people.includes(lease.second_approver)
  const unapproved = [
    lease.approved_by === null && 'nobody approved its run',
    (lease.approved_by === lease.prepared_by || lease.approved_by === lease.submitted_by) && 'who made its run approved it',
    (lease.second_needed === 1 || lease.is_above === 1) && !isByTwo && 'it is above a cap and no second person approved',
    lease.is_planned !== 1 && 'it is not as planned',
  ].find(Boolean)
  if (unapproved) throw new Violation('I21', `${id} is sent although ${unapproved}`, [id])
}

const leaseQuery = `select a.n, a.sent_at, r.status run_status, r.paused, r.reason, r.approved_by, r.second_approver, r.prepared_by, r.submitted_by, r.second_needed,
    not exists (select 1 from caps c where c.currency = p.currency and p.amount_minor <= c.payout_minor) is_above,
    (select count(*) from stops s where s.scope in ('all', 'run:' || p.run_id, 'run:' || p.run_id || ':' || p.currency, 'partner:' || p.partner_id, 'currency:' || p.currency)) stops,
    t.status partner_status, d.readiness, d.hold_until, d.version = (select max(version) from payout_destinations m where m.partner_id = p.partner_id) is_newest,
    p.epoch = (select max(n) from epochs) is_epoch,
    exists (select 1 from planned_payouts l where l.payout_id = p.id and l.amount_minor = p.amount_minor and l.destination = p.destination) is_planned
  from payouts p join payout_runs r on r.id = p.run_id join partners t on t.id = p.partner_id
    join payout_destinations d on d.partner_id = p.partner_id and d.version = p.destination_version
    join payout_attempts a on a.payout_id = p.id and a.gen = p.gen and a.n = p.tries
  where p.id = ?`
