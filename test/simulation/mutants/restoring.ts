// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the product, quoted.
import { change, type Mutant, mutant } from './mutant.ts'

const adopt = 'worker/payouts/adopt.ts'
const barrier = 'worker/payouts/barrier.ts'
const check = 'worker/payouts/check.ts'
const lift = 'worker/payouts/lift.ts'
const standing = 'worker/payouts/rules-standing.ts'
const triggers = 'schema/migrations/0022_restore_triggers.sql'

/** What keeps a restored database from paying twice, and brings it back to what Stripe knows. */
export const restoringMutants: readonly Mutant[] = [
  mutant(
    'M28 sends after a restore without epoch',
    'I8 I4 I6 I22',
    change(barrier, 'sql`(select max(n) from epochs) = ${asInteger(moneyEpoch)}`', 'sql`${asInteger(moneyEpoch)} > 0`'),
    change(standing, 'payout.epoch !== moneyEpoch || standing.newestEpoch !== moneyEpoch', 'payout.epoch !== moneyEpoch'),
  ),
  mutant(
    'M70 the barrier lifts over forgotten transfers',
    'I8',
    change(lift, 'const differences = restore.found + left.length', 'const differences = 0'),
    change(triggers, "EXISTS (SELECT 1 FROM adoptions a WHERE a.status <> 'adopted') OR", '0 OR'),
  ),
  mutant('M71 what was adopted is not settled', 'I7 I18 I27', change(adopt, '    post(db, settle(payout, at), at),\n', '')),
  mutant(
    'M72 what was lost is not set off',
    'I18',
    change(adopt, '...(differenceMinor === 0 ? [] : balancing)', '...(differenceMinor === 0 ? [] : balancing.slice(0, 1))'),
  ),
  mutant(
    'M74 nobody looks at Stripe after a restore that nobody announced',
    'I4 I6 I8',
    change(check, 'if (await stopIfForgotten(deps, runId, rows)) return false', ''),
    change(check, "if (!listed || !(await stopIfForgotten(deps, 'all', listed))) return", 'return'),
    change(
      'worker/payouts/transfer.ts',
      "await alarmAboutTransfer(deps, transfer.payoutId, transfer.id, 'There is no such payout here')",
      "return 'ignored'",
    ),
  ),
  mutant(
    'M75 what was taken back of an adopted transfer is forgotten',
    'I27 L1',
    change(adopt, '  if (payout) await writeReversals(deps, payout, adoption.transfer)\n', ''),
    change(
      'worker/payouts/reversal.ts',
      "return payout?.status === 'released' ? 'released' : 'open'",
      "return !payout || payout.status === 'released' ? 'released' : 'open'",
    ),
  ),
]
