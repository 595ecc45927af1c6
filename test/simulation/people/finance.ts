import type { Population, Staff } from '../population.ts'
import { hour, minute } from '../schedule.ts'
import { type Sim, strikes } from '../sim.ts'
import { act } from './act.ts'

type Run = { id: string; status: string; paused: string | null; reason: string | null; prepared_by: string }

const seen = new WeakMap<Sim, { writes: number; runs: Run[] }>()

/** What is not done yet; looked up anew when something was written since. */
export function runsOf(sim: Sim): readonly Run[] {
  const before = seen.get(sim)
  if (before?.writes === sim.store.writes) return before.runs
  const runs = sim.store.peek<Run>(
    `select id, status, paused, reason, prepared_by from payout_runs where status in ('draft','submitted','approved','sending') order by id`,
  )
  seen.set(sim, { writes: sim.store.writes, runs })
  return runs
}

/** People of finance look at their desk again and again, and do what they find. */
export function letFinanceWork(sim: Sim, { finance, partners }: Population, untilMs: number): void {
  for (const person of finance)
    visits(sim, untilMs, () =>
      visit(
        sim,
        person,
        partners.map(({ id }) => id),
      ),
    )
}

/** Visits begin at a moment of their own and come back at odd hours. */
export function visits(sim: Sim, untilMs: number, come: () => void): void {
  const random = sim.random('people')
  const again = () => {
    if (sim.schedule.now > untilMs) return
    if (sim.schedule.now > sim.weather.peopleUntil) come()
    sim.schedule.after(random.between(10, 120) * minute, again)
  }
  sim.schedule.after(random.between(0, hour), again)
}

function visit(sim: Sim, person: Staff, partnerIds: readonly string[]): void {
  const random = sim.random('people')
  const runs = runsOf(sim)
  if (runs.length === 0 || strikes(sim, 'F36', 0.15)) prepare(sim, person)
  for (const run of runs) {
    if (run.status === 'draft') treatDraft(sim, person, run, partnerIds)
    else if (random.chance(0.015)) act(sim, 'cancel', (ports) => sim.product.cancelRun(ports, run.id, person, 'Not now'))
  }
  if (strikes(sim, 'F35', 0.02)) stopSomething(sim, person, partnerIds)
  if (random.chance(0.12)) treatCommission(sim, person)
  if (random.chance(0.015)) pausePartner(sim, person, partnerIds)
}

function prepare(sim: Sim, person: Staff): void {
  const id = `act_prepare_${sim.ids++}`
  act(sim, 'prepare', (ports) => sim.product.prepareRun(ports, { by: person.id, act: id }))
}

function treatDraft(sim: Sim, person: Staff, run: Run, partnerIds: readonly string[]) {
  const random = sim.random('people')
  if (run.paused) return act(sim, 'rebuild', (ports) => sim.product.rebuildRun(ports, run.id, person.id))
  const choice = random.next()
  const partner = random.pickOf(partnerIds) ?? ''
  if (choice < 0.75) act(sim, 'submit', (ports) => sim.product.submitRun(ports, run.id, person))
  else if (choice < 0.85) act(sim, 'exclude', (ports) => sim.product.excludePartner(ports, run.id, partner, 'Later', person.id))
  else if (choice < 0.95) act(sim, 'rebuild', (ports) => sim.product.rebuildRun(ports, run.id, person.id))
  else act(sim, 'cancel', (ports) => sim.product.cancelRun(ports, run.id, person, 'Not this month'))
}

function stopSomething(sim: Sim, person: Staff, partnerIds: readonly string[]): void {
  const random = sim.random('people')
  const run = random.pickOf(runsOf(sim))
  const kind = random.pick(['all', 'all', 'run', 'run', 'partner', 'currency'] as const)
  const subject = { all: '', partner: random.pickOf(partnerIds) ?? '', currency: 'usd', run: run?.id ?? '' }[kind]
  act(sim, 'stop', (ports) => sim.product.setStop(ports, person, { kind, subject, reason: 'Something looks odd' }))
}

function treatCommission(sim: Sim, person: Staff) {
  const random = sim.random('people')
  const [hold] = sim.store.peek<{ id: string; n: number }>(
    `select commission_id id, n from commission_holds where closed_at is null order by commission_id, n limit 1 offset ?`,
    random.between(0, 2),
  )
  if (hold && random.chance(0.6))
    return act(sim, 'release hold', (ports) => sim.product.releaseCommission(ports, hold.id, hold.n, 'Looked at', person.id))
  const commissions = sim.store.peek<{ id: string; status: string }>(
    `select id, status from commissions where status in ('pending','approved','on_hold','in_payout') order by id`,
  )
  const commission = random.pickOf(commissions)
  if (!commission) return
  if (random.chance(0.25)) act(sim, 'reject', (ports) => sim.product.rejectCommission(ports, commission.id, 'Not ours', person.id))
  else {
    const hold = { reason: random.chance(0.5) ? 'A question' : 'A second question', owner: person.id }
    act(sim, 'hold', (ports) => sim.product.holdCommission(ports, commission.id, hold, person.id))
  }
}

function pausePartner(sim: Sim, person: Staff, partnerIds: readonly string[]): void {
  const partner = sim.random('people').pickOf(partnerIds) ?? ''
  const [row] = sim.store.peek<{ status: string }>('select status from partners where id = ?', partner)
  if (row?.status === 'suspended') act(sim, 'resume partner', (ports) => sim.product.resumePartner(ports, partner, person.id))
  else act(sim, 'suspend partner', (ports) => sim.product.suspendPartner(ports, partner, 'A question', person.id))
}

/** The switch, thrown while payouts are on their way out. */
export function stopInTheMiddle(sim: Sim, { finance, partners }: Population): void {
  if (!strikes(sim, 'F35', 0.05)) return
  sim.schedule.after(sim.random('people').between(0, 150), () =>
    stopSomething(
      sim,
      finance[0],
      partners.map(({ id }) => id),
    ),
  )
}

/** In calm days one more run: what was released, restored or came late is paid after all. */
export function payOnceMore(sim: Sim, { finance: [first, second] }: Population): void {
  prepare(sim, first)
  const submitAll = () => {
    for (const run of runsOf(sim)) {
      if (run.status === 'draft' && run.paused) act(sim, 'rebuild', (ports) => sim.product.rebuildRun(ports, run.id, first.id))
      else if (run.status === 'draft') act(sim, 'submit', (ports) => sim.product.submitRun(ports, run.id, second))
    }
  }
  sim.schedule.after(10 * minute, submitAll)
  sim.schedule.after(3 * hour, submitAll)
}
