import { dateOf, formatDay } from '../../portal/components/format-date.ts'
import { formatMoney } from '../../portal/components/format-money.ts'
import { type ActivityKind, activityKinds } from '../../schema/agreements.ts'
import { type GrantKind, grantKinds } from '../../schema/grants.ts'
import { type Category, categories, type Proposal, type ProposalLine, type WorryAnswer } from '../../schema/proposals.ts'
import { activityWords, benefitWords, grantWords } from '../agreements/agreement-words.ts'
import { cutOf, isOffered, linesOfColumn, priceOf } from './rules.ts'

export const columnWords: Record<Category, string> = { regular: 'Regular', reference: 'Reference', sponsor: 'Sponsor' }

export const answerWords: Record<WorryAnswer, string> = {
  criterion: 'A criterion of success',
  reference_talk: 'A talk with a customer',
  warranty: 'A warranty',
  pilot: 'A paid pilot first',
  performance_deal: 'Paid by result',
  discount_in_return: 'A lower price for something in return',
}

export const activityIn = (what: string): ActivityKind | undefined => activityKinds.find((each) => each === what)
export const grantIn = (what: string): GrantKind | undefined => grantKinds.find((each) => each === what)

/** One line as both sides read it. */
function lineInWords({ kind, what, quantity, dueOn, benefit }: ProposalLine): string {
  switch (kind) {
    case 'obligation': {
      const activity = activityIn(what)
      return `${quantity ?? 1} × ${activity ? activityWords[activity] : what}${dueOn ? `, until ${formatDay(dateOf(dueOn))}` : ''}`
    }
    case 'grant': {
      const grant = grantIn(what)
      return grant ? `${grantWords[grant].name}: ${grantWords[grant].allows}` : what
    }
    case 'benefit':
      return `${benefitWords[benefit ?? 'other']}: ${what}`
  }
}

/** The three columns side by side, as every page and the frozen text show them. */
export const columnsOf = (proposal: Proposal, lines: readonly ProposalLine[]) =>
  categories.map((category) => {
    const own = linesOfColumn(lines, category)
    const inWords = (kind: ProposalLine['kind']) =>
      own.filter((line) => line.kind === kind).map((line) => ({ n: line.n, words: lineInWords(line) }))
    const cutBps = cutOf(proposal, category)
    return {
      category,
      title: columnWords[category],
      isOffered: isOffered(proposal, lines, category),
      priceMinor: priceOf(proposal, category),
      savedMinor: proposal.listMinor - priceOf(proposal, category),
      cutBps,
      gives: inWords('obligation'),
      permits: inWords('grant'),
      gets: inWords('benefit'),
    }
  })
export type ProposalColumn = ReturnType<typeof columnsOf>[number]

/** All that is sent, as one text: the hash of this is what the prospect decides about. */
export function proposalText(company: string, prospect: string, proposal: Proposal, lines: readonly ProposalLine[]): string {
  const { name, currency, partner } = proposal
  const money = (amountMinor: number) => formatMoney(amountMinor, currency)
  const columns = columnsOf(proposal, lines)
    .filter((column) => column.isOffered)
    .map((column) => {
      const part = (title: string, rows: { words: string }[]) => (rows.length > 0 ? [title, ...rows.map(({ words }) => `- ${words}`)] : [])
      const lower = column.cutBps > 0 ? ` (${column.cutBps / 100} % of ${money(proposal.listMinor)} less)` : ''
      return [
        `${column.title}: ${money(column.priceMinor)}${lower}`,
        ...part('You do:', column.gives),
        ...part('You permit, each one asked for by itself:', column.permits),
        ...part('You get beside the price:', column.gets),
      ].join('\n')
    })
  return [
    `${name}: a proposal by ${company} to ${prospect}`,
    ...columns,
    ...(partner ? ['Whichever you choose, we invite you to be a partner: a share of what customers pay whom you bring.'] : []),
    'Confidential: it is read under the agreement of confidence between us, by the person it was sent to.',
  ].join('\n\n')
}
