import { change, type Mutant, mutant, withoutTrigger } from './mutant.ts'

const approve = 'worker/payouts/approve.ts'
const reserve = 'worker/payouts/reserve.ts'
const ground = 'schema/migrations/0000_ground.sql'

/** What people decide, what is reserved, and the figures beside it. */
export const approvingMutants: readonly Mutant[] = [
  mutant(
    'M16 one-open check and index removed',
    'I11',
    change(ground, 'CREATE UNIQUE INDEX `payouts_one_open`', 'CREATE INDEX `payouts_one_open`'),
    change(reserve, "o.status in ('reserved','sending','unknown','stuck') and o.id", "o.status = 'nothing' and o.id"),
    change('worker/payouts/rules.ts', "if (openPayout) return of('open_payout', openPayout)", ''),
  ),
  mutant('M17 reserve without balance guard', 'I16', change(reserve, 'and b.balance_minor >= l.amount_minor', '')),
  mutant('M25 approve without fingerprint', 'I21', change(approve, 'await assertFingerprint(deps, run, shownFingerprint)', '')),
  mutant(
    'M24 what a bank sent back is owed again',
    'I18',
    change(
      'worker/ledger/rules.ts',
      "credit: partnerAccount('returned', of.partnerId, of.currency)",
      "credit: partnerAccount('avail', of.partnerId, of.currency)",
    ),
  ),
  mutant(
    'M34 second approver is the first',
    'I21',
    change(approve, 'if (!isRefusal && by.id === run.approvedBy) {', 'if (!isRefusal && by.id === "nobody") {'),
    change(ground, 'CONSTRAINT "payout_runs_second" CHECK(', 'CONSTRAINT "payout_runs_second" CHECK(1 or '),
  ),
  mutant('M36 a figure is not kept', 'I29', withoutTrigger('run_counts_move AFTER UPDATE OF status ON payouts')),
  mutant(
    'M42 who made the run approves it',
    'I21',
    change(approve, 'if (by.id === run.preparedBy || by.id === run.submittedBy) {', 'if (by.id === "nobody") {'),
    change(ground, 'CONSTRAINT "payout_runs_approver" CHECK(', 'CONSTRAINT "payout_runs_approver" CHECK(1 or '),
    change(ground, 'CONSTRAINT "payout_runs_second" CHECK(', 'CONSTRAINT "payout_runs_second" CHECK(1 or '),
  ),
  mutant('M46 release forgets the books', 'I7 I18', change('worker/payouts/release.ts', '    post(db, release(payout, at), at),\n', '')),
  mutant('M47 what was reserved is not posted', 'I7 I18', change(reserve, '    postReserves(db, ids, at),\n', '')),
]
