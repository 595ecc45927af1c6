// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the product, quoted.
import { change, type Mutant, mutant, withoutTrigger } from './mutant.ts'

const applyReturn = 'worker/deals/apply-return.ts'
const commissionRules = 'worker/commissions/rules.ts'
const rankRules = 'worker/terms/rules-rank.ts'
const dealRules = 'worker/deals/rules.ts'
const termsRules = 'worker/terms/rules.ts'

/** What turns payments and returns into commissions. */
export const earningMutants: readonly Mutant[] = [
  mutant(
    'M4 refund not deduplicated',
    'I19',
    change('worker/deals/apply-refund.ts', "return { object: id, kind: 'refund'", "return { object: `${id}/${event.id}`, kind: 'refund'"),
  ),
  mutant(
    'M5 nothing taken back after payment',
    'I19',
    change(commissionRules, 'return amountMinor === 0 ? []', "return amountMinor === 0 || family.head.status === 'paid' ? []"),
  ),
  mutant(
    'M20 facts without compare-and-set',
    'I23 I19',
    change(
      applyReturn,
      '.where(and(eq(payments.id, before.id), eq(payments.version, before.version))),',
      '.where(and(eq(payments.id, before.id))),',
    ),
    change(applyReturn, '...raiseVersion(db, state),', ''),
  ),
  mutant(
    'M21 credit note counted beside its refund',
    'I19',
    change('worker/deals/apply-credit-note.ts', 'countsMinor: beyondRefunds(note)', 'countsMinor: note.postPaymentMinor'),
  ),
  mutant(
    'M22 partial refunds rounded one by one',
    'I19',
    change(
      termsRules,
      'floored(BigInt(dueMinor) * BigInt(paidMinor - returnedMinor), BigInt(paidMinor), currency)',
      'dueMinor - floored(BigInt(dueMinor) * BigInt(returnedMinor), BigInt(paidMinor), currency)',
    ),
  ),
  mutant(
    'M23 failed refund not restored',
    'I19',
    change(dealRules, "refund: (status) => status !== 'failed' && status !== 'canceled',", 'refund: () => true,'),
  ),
  mutant(
    'M31 payments ranked by arrival',
    'I19 I23',
    change(rankRules, 'a.paidAt.getTime() - b.paidAt.getTime()', 'a.recordedAt.getTime() - b.recordedAt.getTime()'),
  ),
  mutant(
    'M32 hold released while another is open',
    'I30',
    change(
      'worker/commissions/hold-statements.ts',
      "status === 'on_hold' && left.every(({ commissionId }) => commissionId !== id)",
      "status === 'on_hold' && ending.some(({ commissionId }) => commissionId === id)",
    ),
    withoutTrigger('commissions_held_stay BEFORE UPDATE OF status ON commissions'),
  ),
  mutant(
    'M38 an event is acknowledged before it is applied',
    'I31 I19',
    change(
      'worker/stripe/inbox.ts',
      '    const applied = applier ?',
      "    await finish(db, event, 'done', now())\n    const applied = applier ?",
    ),
  ),
  mutant(
    'M39 a held commission is corrected where it was before',
    'I18',
    change(
      commissionRules,
      "return { status: from, place: 'held',",
      "return { status: from, place: from === 'approved' ? 'avail' : 'pending',",
    ),
  ),
  mutant(
    'M40 amounts that the currency cannot pay',
    'I28 I19',
    change(termsRules, 'return Number((product / (divisor * unit)) * unit)', 'return Number(product / divisor)'),
  ),
  mutant('M61 a tier looks at its own deal alone', 'I19', change(commissionRules, 'earningsOf([...others, ...', 'earningsOf([...')),
  mutant(
    'M62 a late payment moves no other deal',
    'I19 I31',
    change(
      'worker/deals/apply-payment.ts',
      'const { moved, areMore } = await readMoved(db, withPayment, payment)',
      'const [moved, areMore]: [DealState[], boolean] = [[], false]',
    ),
    change(
      'worker/deals/apply-payment.ts',
      '  for (const dealId of await listMovedBy(',
      '  for (const dealId of [] as string[] || await listMovedBy(',
    ),
  ),
  mutant(
    'M80 the old partner keeps what it earned when the credit moves',
    'I19',
    change(commissionRules, 'return [...displaced, ...(earning', 'return [...displaced.slice(0, 0), ...(earning'),
  ),
  mutant(
    'M81 a decision leaves no mark for its deals',
    'DEA2 I19',
    change('worker/attribution/move.ts', '    changeCredit(db, prospectId, attribution.id, actor, at),\n', ''),
  ),
  mutant('M82 an open claim holds nothing', 'I30', change(commissionRules, '.map(holdOfDispute), ...deal.claims]', '.map(holdOfDispute)]')),
  mutant(
    'M83 a moved deal is followed by one step alone',
    'I19 I31',
    change('worker/deals/follow-decision.ts', '    if (changesOfDeal(state).length > 0) return true\n', ''),
    change(
      'worker/deals/follow-decision.ts',
      'return followed !== undefined',
      'return followed !== undefined && end(deps, dealId, followed.causes)',
    ),
  ),
]
