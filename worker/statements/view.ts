import type { StatementView } from '../../portal/components/statement-view.ts'
import type { StatementLine } from '../../schema/statements.ts'
import type { Db } from '../database.ts'
import { boundsOf, monthOf } from '../ledger/months.ts'
import { linesOf } from './compose.ts'
import { invoiceNumber, readStatementId, statementNumber, sumOf } from './rules.ts'
import { findNewestOfPartner, findPartnerName, findStatementOfPartner, type LineFacts, listLineFacts, listLines } from './store.ts'
import { listUnlistedMonths, listUnlistedOfPartner } from './store-issue.ts'

/** Who looks at whose statement, and when: the draft of a month grows until it is issued. */
type Looking = { db: Db; partnerId: string; now: Date; company: string }

/** An issued statement, or the draft of a month that has none yet; undefined for another partner's and for what does not exist. */
export async function readStatement(looking: Looking, id: string): Promise<StatementView | undefined> {
  const { db, partnerId, company } = looking
  const found = await findStatementOfPartner(db, partnerId, id)
  if (!found) return readDraft(looking, id)

  const { number, invoice, agreementVersion, ...statement } = found
  return {
    ...statement,
    partner: (await findPartnerName(db, partnerId)) ?? partnerId,
    company,
    number: statementNumber(number),
    lines: await explain(db, await listLines(db, id)),
    invoice:
      invoice && found.invoiceNumber && agreementVersion
        ? { ...invoice, number: invoiceNumber(found.invoiceNumber), agreementVersion }
        : null,
  }
}

async function readDraft({ db, partnerId, now, company }: Looking, id: string): Promise<StatementView | undefined> {
  const key = readStatementId(id)
  if (!key || key.partnerId !== partnerId || key.n !== 0 || key.month > monthOf(now)) return undefined
  const newest = await findNewestOfPartner(db, partnerId, key.currency)
  const { startsAt, endsAt } = boundsOf(key.month)
  const unlisted = await listUnlistedOfPartner(db, key, endsAt)
  const before = unlisted.filter(({ effectiveAt }) => effectiveAt < startsAt)
  const lines = linesOf(
    id,
    unlisted.filter(({ effectiveAt }) => effectiveAt >= startsAt),
  )
  // A month in which money only waited has no lines, and closes as it opened.
  if (lines.length === 0 && !(await listUnlistedMonths(db, key)).includes(key.month)) return undefined
  const openingMinor = (newest?.closingMinor ?? 0) + sumOf(before)
  return {
    ...key,
    id,
    partner: (await findPartnerName(db, partnerId)) ?? partnerId,
    company,
    number: null,
    openingMinor,
    closingMinor: openingMinor + sumOf(lines),
    issuedAt: null,
    lines: await explain(db, lines),
    invoice: null,
  }
}

/** How many postings are looked up in one question: their ids travel as one parameter. */
const linesAtOnce = 2_000

async function explain(db: Db, lines: readonly StatementLine[]): Promise<StatementView['lines']> {
  const facts = new Map<number, LineFacts>()
  for (let from = 0; from < lines.length; from += linesAtOnce) {
    for (const [seq, each] of await listLineFacts(db, lines.slice(from, from + linesAtOnce))) facts.set(seq, each)
  }
  return lines.map(({ seq, kind, ref, amountMinor, effectiveAt }) => {
    const { company = null, receiptOf = null, corrects = null, reason = null, transfer = null } = facts.get(seq) ?? {}
    return { kind, ref, amountMinor, at: effectiveAt, company, receiptOf, corrects, reason, transfer }
  })
}
