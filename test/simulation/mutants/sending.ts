// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the product, quoted.
import { change, type Mutant, mutant, withoutTrigger } from './mutant.ts'

const send = 'worker/payouts/send.ts'
const refuse = 'worker/payouts/refuse.ts'
const lease = 'worker/payouts/lease.ts'
const rules = 'worker/payouts/rules.ts'
const standing = 'worker/payouts/rules-standing.ts'
const lookUp = 'worker/payouts/look-up.ts'

/** A refusal releases whatever was tried before it, and no trigger stands in its way. */
const trustingRefusals = [
  change(refuse, 'if (payout.tries > 1) {', 'if (payout.tries > 99) {'),
  change(refuse, 'sql`${payouts.lease} = ${payout.lease} and ${payouts.tries} = 1`', 'sql`${payouts.lease} = ${payout.lease}`'),
  withoutTrigger('payouts_release_refused BEFORE UPDATE OF status ON payouts'),
]

/** What asks Stripe, takes its answers, and looks up. */
export const sendingMutants: readonly Mutant[] = [
  mutant('M1 fresh key on each try', 'I4 I12', change(send, ', keyOf(id, gen))', ', `${keyOf(id, gen)}:${payout.tries}`)')),
  mutant(
    'M2 release on timeout',
    'I6',
    change(
      send,
      'if (payout.doubts + 1 < doubtsAtMost) return backOff(deps, payout, outcome)',
      'return refusePayout(deps, payout, outcome)',
    ),
  ),
  mutant(
    'M85 a fault of Stripe under a 4xx taken for a refusal',
    'I6',
    change('worker/stripe/rules.ts', "if (statusCode === 424 || rawType === 'api_error')", 'if (statusCode === 425)'),
  ),
  mutant('M3 queue only, no sweep', 'L1 L2', change('worker/cron.ts', "{ name: 'payouts', run: sweepPayouts },", '')),
  mutant(
    'M6 amount recomputed on retry',
    'I5 I12',
    change(
      send,
      'const { id, gen, runId, partnerId, amountMinor, currency, destination } = payout',
      'const { id, gen, runId, partnerId, currency, destination } = payout\n  const amountMinor = payout.amountMinor + payout.tries - 1',
    ),
  ),
  mutant(
    'M7 release on 429',
    'I6 I7',
    change(
      send,
      "case 'wait':\n      return backOff(deps, payout, outcome)",
      "case 'wait':\n      return refusePayout(deps, payout, outcome)",
    ),
    ...trustingRefusals,
  ),
  mutant(
    'M8 date in the key',
    'I4 I12',
    change(send, ', keyOf(id, gen))', ', `${keyOf(id, gen)}:${deps.now().toISOString().slice(0, 10)}`)'),
  ),
  mutant('M9 retry past 24 h', 'I4 I13', change(rules, 'export const keyWallMs = 23 * hour', 'export const keyWallMs = 90 * hour')),
  mutant('M11 4xx trusted after an ambiguous try', 'I6', ...trustingRefusals),
  mutant('M12 no quiet period before gen 1', 'I4 I14', change(rules, 'export const quietMs = hour', 'export const quietMs = 5 * minute')),
  mutant(
    'M14 new generation without gen guard',
    'I14',
    change(lookUp, 'if (payout.gen === 0 && ', 'if ('),
    change(lookUp, 'isQuiet(0, at)', 'isQuiet(payout.gen, at)'),
    withoutTrigger('payouts_generation BEFORE UPDATE OF gen, status ON payouts'),
  ),
  mutant(
    'M15 failed look-up read as "none"',
    'I4 I6 I14',
    change(lookUp, 'await deps.rail.find(payout.id)', 'await deps.rail.find(payout.id).catch(() => [])'),
  ),
  mutant(
    'M19 settle without comparing the transfer',
    'I5',
    change('worker/stripe/rules.ts', "if (differs.length === 0) return { kind: 'sent'", "if (differs.length < 9) return { kind: 'sent'"),
  ),
  mutant(
    'M26 hold on a new destination ignored',
    'I22',
    change(lease, ' and d.hold_until <= ${asTime(at)}', ''),
    change(standing, ' || !standing.holdUntil || standing.holdUntil > now) return', ') return'),
    change(rules, 'if (holdUntil && holdUntil > now) return', 'if (holdUntil && holdUntil > now && partnerHoldsCount()) return'),
    change(
      rules,
      '/** The first thing that keeps a partner',
      'const partnerHoldsCount = () => false\n/** The first thing that keeps a partner',
    ),
  ),
  mutant(
    'M27 stop read outside the lease',
    'I22',
    change(
      lease,
      "and not exists (select 1 from stops where scope in ('all',",
      "and not exists (select 1 from stops where scope in ('nothing',",
    ),
    change(
      lease,
      "'run:' || ${payouts.runId}, 'run:' || ${payouts.runId} || ':' || ${payouts.currency},\n    'partner:' || ${payouts.partnerId}, 'currency:' || ${payouts.currency}",
      "'nobody'",
    ),
  ),
  mutant(
    'M29 Stripe asked before the lease commits',
    'I12',
    change(
      send,
      '  const leased = await leasePayout(deps, payoutId)',
      '  const early = await findStanding(deps.db, payoutId, deps.now())\n  if (early) await deps.rail.send(early.payout, keyOf(payoutId, early.payout.gen))\n  const leased = await leasePayout(deps, payoutId)',
    ),
  ),
  mutant(
    'M33 backoff keeps the 20 min lease',
    'L2',
    change(
      'worker/payouts/postpone.ts',
      '          leaseUntil: new Date(0),\n          nextAt: new Date(at.getTime() + waitMs),',
      '          nextAt: new Date(at.getTime() + waitMs),',
    ),
  ),
  mutant(
    "M35 lease without the run's status",
    'I22',
    change(lease, "r.id = ${payouts.runId} and r.status = 'sending' and r.paused is null", 'r.id = ${payouts.runId}'),
    change(standing, "standing.runStatus !== 'sending' || standing.isPaused || ", ''),
  ),
  mutant(
    'M41 the first send is forgotten on a retry',
    'I13 I4',
    change(lease, 'firstSentAt: sql`coalesce(${payouts.firstSentAt}, ${asTime(at)})`', 'firstSentAt: at'),
  ),
  mutant(
    'M43 a restricted account is paid',
    'I22',
    change(lease, "and d.readiness = 'active' and", 'and'),
    change(standing, "if (standing.readiness !== 'active' || ", 'if ('),
    change(standing, "if (readiness !== 'active' && readiness !== 'unknown') return 'restricted'", ''),
  ),
  mutant(
    'M44 what was cancelled is sent',
    'I22',
    change(lease, ' and r.reason is null))`', '))`'),
    change(standing, "if (isCancelled) return 'cancelled'", ''),
  ),
  mutant(
    'M45 settle leaves its commissions behind',
    'I18',
    change('worker/payouts/settle.ts', ".set({ status: 'paid' })", ".set({ status: 'in_payout' })"),
  ),
]
