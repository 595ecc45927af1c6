import type { BillingIdentity, SelfBilledInvoice, SelfBillingAgreement, Statement, StatementLine } from '../../schema/statements.ts'
import { monthOf } from '../ledger/months.ts'
import { agreementFor, lineKindOf, netOf, type StatementKey, statementIdOf, sumOf } from './rules.ts'
import { ownerOf, type Unlisted, whoseOf } from './store-issue.ts'
import { invoiceWording } from './words.ts'

/** What was read for the composing: of these owners the newest statements and agreements, and how far the numbers have got. */
export type Known = {
  newest: readonly Statement[]
  agreements: readonly SelfBillingAgreement[]
  identity: BillingIdentity | undefined
  company: string
  /** How many statements `par_1:usd:2026-10` has. */
  issued: ReadonlyMap<string, number>
  last: { statement: number; invoice: number }
}

/**
 * The statements that these postings make, numbered on, each beginning where the one before closed: a statement a month, the oldest
 * first. For a month that has one it is a further one, with its own number.
 *
 * @param unlisted - by owner, then by time
 */
export function compose(unlisted: readonly Unlisted[], known: Known, at: Date): { sealed: Statement[]; lines: StatementLine[] } {
  const sealed: Statement[] = []
  const lines: StatementLine[] = []
  let { statement: number, invoice: invoices } = known.last
  for (const [owner, postings] of Map.groupBy(unlisted, ownerOf)) {
    let openingMinor = known.newest.find((each) => ownerOf(each) === owner)?.closingMinor ?? 0
    for (const [month, ofMonth] of Map.groupBy(postings, ({ effectiveAt }) => monthOf(effectiveAt))) {
      const key = { ...whoseOf(owner), month, n: known.issued.get(`${owner}:${month}`) ?? 0 }
      const own = linesOf(statementIdOf(key), ofMonth)
      const closingMinor = openingMinor + sumOf(own)
      number += 1
      const invoiced = invoiceOf(own, key, known, invoices + 1)
      if (invoiced.invoiceNumber) invoices = invoiced.invoiceNumber
      sealed.push({ id: statementIdOf(key), number, ...key, openingMinor, closingMinor, issuedAt: at, ...invoiced })
      lines.push(...own)
      openingMinor = closingMinor
    }
  }
  return { sealed, lines }
}

export const linesOf = (statementId: string, postings: readonly Unlisted[]): StatementLine[] =>
  postings.flatMap(({ seq, template, ref, amountMinor, effectiveAt }) => {
    const kind = lineKindOf[template]
    return kind ? [{ statementId, seq, kind, ref, amountMinor, effectiveAt }] : []
  })

type Invoiced = Pick<Statement, 'agreementVersion' | 'invoiceNumber' | 'invoice'>

/** None without an agreement, without the company's own legal details, or in a month without commissions. */
function invoiceOf(lines: readonly StatementLine[], { partnerId, month }: StatementKey, known: Known, next: number): Invoiced {
  const { identity, company } = known
  const agreement = agreementFor(
    known.agreements.filter((each) => each.partnerId === partnerId),
    month,
  )
  const netMinor = netOf(lines)
  if (!agreement || !identity || netMinor === undefined) return { agreementVersion: null, invoiceNumber: null, invoice: null }

  const { legalName, address, taxId, taxReason, version } = agreement
  const wording = invoiceWording(company, legalName)
  const invoice: SelfBilledInvoice = { from: { legalName, address, taxId }, to: identity, netMinor, taxReason, wording }
  return { agreementVersion: version, invoiceNumber: next, invoice }
}
