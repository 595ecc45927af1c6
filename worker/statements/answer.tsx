import type { LineLink } from '../../portal/components/statement-table.tsx'
import { StatementPage } from '../../portal/pages/statement-page.tsx'
import { type StatementRow, StatementsPage } from '../../portal/pages/statements-page.tsx'
import { csvResponse } from '../csv.ts'
import { pageSize } from '../cursor.ts'
import type { AppContext } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { boundsOf } from '../ledger/months.ts'
import { listBalancesOfPartner } from '../ledger/store.ts'
import { pdfResponse } from '../pdf-response.ts'
import { statementFile } from './csv-file.ts'
import { statementPdf } from './pdf.ts'
import { invoiceNumber, statementIdOf, statementNumber } from './rules.ts'
import { listStatementsOfPartner } from './store.ts'
import { listUnlistedMonths } from './store-issue.ts'
import { readStatement } from './view.ts'

/** Where a list or statement stands: on the partner's own pages, or on staff's page of the partner. */
export type Place = { path: string; title: string; back: { href: string; label: string }; selfBillingHref?: string; linkOf: LineLink }

export async function renderStatements(c: AppContext, partnerId: string, place: Place) {
  const { db } = c.var.deps
  const before = readNumber(c.req.query('before'))
  const rows = await listStatementsOfPartner(db, partnerId, before)
  const page = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? page.at(-1) : undefined
  const issued = page.map((each) => ({
    ...each,
    href: `${place.path}/${each.id}`,
    number: statementNumber(each.number),
    invoiceNumber: each.invoiceNumber === null ? null : invoiceNumber(each.invoiceNumber),
    month: boundsOf(each.month).startsAt,
  }))
  const drafts = before === undefined ? await listDrafts(c, partnerId, place.path, new Set(page.map(({ id }) => id))) : []
  return c.render(
    <StatementsPage
      title={place.title}
      statements={[...drafts, ...issued]}
      back={place.back}
      selfBillingHref={place.selfBillingHref}
      olderHref={last && `${place.path}?before=${last.number}`}
    />,
  )
}

function readNumber(text: string | undefined): number | undefined {
  if (!text) return undefined
  if (!/^\d{1,12}$/.test(text)) throw new Refusal('bad_request', 'That page of the list does not exist. Please start at its beginning.')
  return Number(text)
}

/** The months that have movement and no statement yet. */
async function listDrafts(c: AppContext, partnerId: string, path: string, issued: ReadonlySet<string>): Promise<StatementRow[]> {
  const { db } = c.var.deps
  const balances = await listBalancesOfPartner(db, partnerId)
  const drafts = await Promise.all(
    balances.map(async ({ currency }) => {
      const months = await listUnlistedMonths(db, { partnerId, currency })
      return months.map((month) => ({ month, currency, id: statementIdOf({ partnerId, currency, month, n: 0 }) }))
    }),
  )
  return drafts
    .flat()
    .filter(({ id }) => !issued.has(id))
    .map(({ id, month, currency }) => ({
      href: `${path}/${id}`,
      number: null,
      invoiceNumber: null,
      month: boundsOf(month).startsAt,
      n: 0,
      currency,
      closingMinor: null,
      issuedAt: null,
    }))
}

async function getStatement(c: AppContext, partnerId: string, id: string) {
  const { db, now, settings } = c.var.deps
  const statement = await readStatement({ db, partnerId, now: now(), company: settings.companyName }, id)
  if (!statement) throw notFound()
  return statement
}

export async function renderStatement(c: AppContext, partnerId: string, id: string, place: Place) {
  const statement = await getStatement(c, partnerId, id)
  const back = { href: place.path, label: place.title }
  return c.render(<StatementPage statement={statement} back={back} linkOf={place.linkOf} fileHref={`${place.path}/${id}/statement`} />)
}

export const answerCsv = async (c: AppContext, partnerId: string, id: string): Promise<Response> =>
  csvResponse(id, statementFile(await getStatement(c, partnerId, id)))

export async function answerPdf(c: AppContext, partnerId: string, id: string): Promise<Response> {
  return pdfResponse(id, await statementPdf(await getStatement(c, partnerId, id), c.var.deps.now()))
}
