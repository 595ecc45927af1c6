import { noteApproval } from '../checks/approvals.ts'
import type { Population, Staff } from '../population.ts'
import type { Sim } from '../sim.ts'
import { act } from './act.ts'
import { runsOf, visits } from './finance.ts'

/** Approvers decide about what is submitted, let rest what rests no longer, and lift stops, two of them. */
export function letApproversWork(sim: Sim, { approvers, finance }: Population, untilMs: number): void {
  for (const person of approvers) visits(sim, untilMs, () => approverVisits(sim, person))
  // Who prepares runs has the role as well, and tries it on their own.
  for (const person of finance) visits(sim, untilMs, () => approveAll(sim, person))
}

export const signedIn = (sim: Sim, { id, name }: Staff) => ({
  kind: 'staff' as const,
  id,
  name,
  email: `${id}@wrenmarch.example`,
  roles: ['approver' as const],
  sessionId: 'ses_simulated',
  secondFactorAt: new Date(sim.schedule.now - 1000),
})

function approverVisits(sim: Sim, person: Staff): void {
  const random = sim.random('people')
  for (const run of runsOf(sim)) {
    if (run.status === 'submitted' && !sim.isCalm && random.chance(0.04)) {
      act(sim, 'refuse', (ports) => sim.product.refuseRun(ports, run.id, signedIn(sim, person), 'Not like this'))
    } else if (run.status === 'submitted') approve(sim, person, run.id)
    if ((run.status === 'approved' || run.status === 'sending') && run.paused && (sim.isCalm || random.chance(0.5))) {
      act(sim, 'resume', (ports) => sim.product.resumeRun(ports, run.id, signedIn(sim, person)))
    }
  }
  for (const { scope } of sim.store.peek<{ scope: string }>('select scope from stops order by scope')) {
    if (sim.isCalm || random.chance(0.6)) act(sim, 'lift', (ports) => sim.product.liftStop(ports, signedIn(sim, person), scope))
  }
}

function approveAll(sim: Sim, person: Staff): void {
  for (const run of runsOf(sim)) if (run.status === 'submitted' && sim.random('people').chance(0.3)) approve(sim, person, run.id)
}

/** The form posts back the fingerprint of the page that the approver saw: now and then an old page, or another run's. */
function approve(sim: Sim, person: Staff, runId: string): void {
  const [row] = sim.store.peek<{ fingerprint: string }>('select fingerprint from payout_runs where id = ?', runId)
  const isStale = !sim.isCalm && sim.random('people').chance(0.1)
  const shown = isStale ? 'the page before' : (row?.fingerprint ?? '')
  act(sim, 'approve', (ports) => sim.product.approveRun(ports, runId, signedIn(sim, person), shown), {
    done: () => noteApproval(sim, runId, shown),
  })
}
