import type { AgreementKind } from '../../schema/agreements.ts'
import type { Category, Proposal, ProposalLine, Worry } from '../../schema/proposals.ts'
import { missingInOffer } from '../agreements/rules-agreements.ts'
import { type DiscountProblem, type DiscountRules, discountOf, problemOfDiscount } from '../agreements/rules-discounts.ts'

/** The columns beside the regular one. */
export const askingColumns = ['reference', 'sponsor'] as const
export type AskingColumn = (typeof askingColumns)[number]

type Price = Pick<Proposal, 'listMinor' | 'referenceBps' | 'sponsorBps'>
type Line = Pick<ProposalLine, 'category' | 'kind' | 'what'>

/** What a column asks and gives: a sponsor also does, and gets, what a reference does (CAT2). */
export const linesOfColumn = <Each extends Pick<ProposalLine, 'category'>>(lines: readonly Each[], category: Category): Each[] =>
  category === 'regular' ? [] : lines.filter((line) => category === 'sponsor' || line.category === category)

export const cutOf = ({ referenceBps, sponsorBps }: Pick<Price, 'referenceBps' | 'sponsorBps'>, category: Category): number =>
  ({ regular: 0, reference: referenceBps, sponsor: sponsorBps })[category]

/** The list price less the column's cut, in minor units. */
export const priceOf = (proposal: Price, category: Category): number =>
  proposal.listMinor - discountOf(proposal.listMinor, cutOf(proposal, category))

/** A column that takes nothing off and asks for nothing of its own is no choice. */
export function isOffered(proposal: Price, lines: readonly Line[], category: Category): boolean {
  if (category === 'regular') return true
  const isLower = category === 'reference' ? proposal.referenceBps > 0 : proposal.sponsorBps > proposal.referenceBps
  return isLower || lines.some((line) => line.category === category)
}

/** The three worries, each once: a fourth has no place. */
const isAnswered = ({ status }: Pick<Worry, 'status'>): boolean => status !== 'raised'

type ProposalFacts = {
  proposal: Price & Pick<Proposal, 'partner' | 'bothReason' | 'secondBy'>
  lines: readonly Line[]
  worries: readonly Pick<Worry, 'status'>[]
  wasAsked: boolean
  /** What the customer's own agreements in force take off. */
  inForce: ReadonlyMap<AgreementKind, number>
}

/** WOR1, DIS1 to DIS5, CAT2, CAT4: why a proposal may not be sent as it stands. */
export function problemOfProposal(rules: DiscountRules, facts: ProposalFacts): DiscountProblem | undefined {
  const { proposal, lines, worries } = facts
  if (!worries.every(isAnswered)) {
    return { code: 'worry_open', message: 'A worry is open. Answer it, or write that we cannot, before this is sent.' }
  }
  for (const column of askingColumns) {
    const problem = isOffered(proposal, lines, column) ? problemOfColumn(rules, facts, column) : undefined
    if (problem) return { ...problem, message: `${titles[column]}: ${problem.message}` }
  }
  if (proposal.partner && proposal.sponsorBps > 0 && !proposal.bothReason) {
    return {
      code: 'double_benefit',
      message: 'A lower price and a partner’s share meet in this proposal. Take one out, or write down why both may stand.',
    }
  }
  return undefined
}

const titles: Record<AskingColumn, string> = { reference: 'Reference', sponsor: 'Sponsor' }

function problemOfColumn(rules: DiscountRules, facts: ProposalFacts, kind: AskingColumn): DiscountProblem | undefined {
  const { proposal, lines, inForce } = facts
  const own = linesOfColumn(lines, kind)
  const owed = own.flatMap((line) => (line.kind === 'obligation' ? [activityOf(line)] : []))
  const percentBps = cutOf(proposal, kind)
  const discount =
    percentBps === 0
      ? undefined
      : problemOfDiscount(rules, {
          kind,
          percentBps,
          wasAsked: facts.wasAsked,
          obligations: owed.length,
          grants: own.filter((line) => line.kind === 'grant').length,
          hasSecond: proposal.secondBy !== null,
          referenceBps: inForce.get('reference'),
          sponsorBps: inForce.get('sponsor'),
        })
  if (discount) return discount
  const missing = missingInOffer(kind, owed)
  return missing === undefined ? undefined : { code: 'wrong_state', message: missing }
}

/** Of an obligation's line: what it holds was a choice of the list. */
const activityOf = ({ what }: Line) => ({ activity: what as Parameters<typeof missingInOffer>[1][number]['activity'] })
