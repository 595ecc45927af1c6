import { type Sim, Violation } from '../sim.ts'

/** I21: an approval stands only over the plan that the approver was shown. */
export function noteApproval(sim: Sim, runId: string, shown: string): void {
  const [run] = sim.store.peek<{ fingerprint: string }>('select fingerprint from payout_runs where id = ?', runId)
  if (run?.fingerprint !== shown)
    sim.violation ??= new Violation('I21', `Run ${runId} was approved over another plan than the one that was shown`, [runId])
}
