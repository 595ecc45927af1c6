import { type DealKind, dealKinds, type TermsVersion } from '../../schema/terms.ts'
import { addMonths, commissionFor, type Rank } from './rules.ts'
import { amountInWords, dealsOfKind, describeRate, rewardsInWords } from './words.ts'

/** Terms as people read them: a line for each kind of deal, and what a payment would give, counted by the code that pays. */
export type TermsInWords = { lines: { deals: string; words: string; example: string }[]; holdDays: number }

/** A payment of a partner that has no other yet. */
const alone: Omit<Rank, 'firstPaidAt'> = { place: 1, dealDueMinor: 0, yearDueMinor: 0, yearBaseMinor: 0 }

const example = { currency: 'eur', baseMinor: 100_000 } as const

export const termsInWords = (terms: Pick<TermsVersion, 'rates' | 'holdDays'>, at: Date): TermsInWords => ({
  holdDays: terms.holdDays,
  lines: [
    ...dealKinds.map((kind) => {
      const rate = terms.rates[kind]
      return { deals: dealsOfKind(kind), words: rate ? describeRate(rate) : 'nothing', example: exampleOf(terms, kind, at) }
    }),
    ...rewardsInWords(terms.rates).map(({ level, words }) => ({
      deals: `a prospect at “${level}”`,
      words,
      example: 'However often it gets there, and whatever it buys afterwards.',
    })),
  ],
})

/** A first payment of 1,000.00 EUR without tax, and the first one that no longer earns, if the rule ever ends. */
function exampleOf(terms: Pick<TermsVersion, 'rates'>, kind: DealKind, at: Date): string {
  const first = commissionFor(terms, kind, { ...example, paidAt: at }, { ...alone, firstPaidAt: at })
  const paid = amountInWords(example.baseMinor, example.currency)
  if (first.kind === 'nothing') return `${paid} without tax: nothing. ${first.reason}`

  const earns = `${paid} without tax: ${amountInWords(first.amountMinor, example.currency)}.`
  const rate = terms.rates[kind]
  const months = rate?.duration === 'months' ? (rate.months ?? 0) : rate?.duration === 'first_payment' ? 1 : undefined
  if (months === undefined) return earns
  const later = commissionFor(terms, kind, { ...example, paidAt: addMonths(at, months) }, { ...alone, place: months + 1, firstPaidAt: at })
  return later.kind === 'nothing' ? `${earns} Paid monthly, payment ${months + 1} gives nothing.` : earns
}
