import { Hono } from 'hono'
import { LedgerAccountPage } from '../../portal/pages/ledger-account-page.tsx'
import { LedgerPage } from '../../portal/pages/ledger-page.tsx'
import { isCurrency } from '../../schema/currency.ts'
import { findSealedUpTo } from '../audit/anchor.ts'
import { pageSize } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { allow } from '../identity/policy.ts'
import { findPartner } from '../partners/store.ts'
import { adjustments } from './request-routes.tsx'
import { balanceOf, listTotals } from './store.ts'
import { listEntries, listInFlight, listTransactions } from './store-pages.ts'

const readers = ['finance', 'approver', 'auditor'] as const

export const ledger = new Hono<AppEnv>()
  .get('/', allow(...readers), async (c) => {
    const { db } = c.var.deps
    const ref = readRef(c.req.query('ref'))
    const behind = readSeq(c)
    const rows = await listTransactions(db, ref, behind)
    const isFirst = ref === undefined && behind === undefined
    return c.render(
      <LedgerPage
        totals={isFirst ? await listTotals(db) : []}
        inFlight={isFirst ? await listInFlight(db) : []}
        transactions={rows.slice(0, pageSize)}
        seal={isFirst ? await findSealedUpTo(c.var.deps) : undefined}
        reference={ref}
        olderHref={olderHref('/ledger', rows, { ...(ref && { ref }) })}
        mayReadYears={c.var.staff.roles.some((role) => role === 'finance' || role === 'auditor')}
      />,
    )
  })
  .route('/adjustments', adjustments)
  .get('/accounts/:account', allow(...readers), async (c) => {
    const { db } = c.var.deps
    const account = c.req.param('account')
    const currency = account.slice(-3)
    if (!/^[a-z_]+(:[\w-]+)?:[a-z]{3}$/.test(account) || !isCurrency(currency)) throw notFound()
    const [entries, partner] = await Promise.all([listEntries(db, account, readSeq(c)), findPartner(db, account.split(':')[1] ?? '')])
    if (entries.length === 0) throw notFound()
    return c.render(
      <LedgerAccountPage
        account={account}
        partner={partner?.name}
        currency={currency}
        balanceMinor={await balanceOf(db, account)}
        entries={entries.slice(0, pageSize)}
        olderHref={olderHref(`/ledger/accounts/${account}`, entries, {})}
      />,
    )
  })

function readSeq(c: AppContext): number | undefined {
  const text = c.req.query('before')
  if (!text) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new Refusal('bad_request', 'That page of the ledger does not exist. Please start at its beginning.')
  return Number(text)
}

/** Of a posting: the id of a commission, payout or Stripe object; anything else finds nothing. */
const readRef = (text: string | undefined): string | undefined => text?.trim().slice(0, 120) || undefined

function olderHref(path: string, rows: readonly { seq: number }[], query: Record<string, string>): string | undefined {
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined
  return last && `${path}?${new URLSearchParams({ ...query, before: String(last.seq) })}`
}
