import { Hono } from 'hono'
import { EarningsPage } from '../../portal/pages/earnings-page.tsx'
import { ReceiptPage } from '../../portal/pages/receipt-page.tsx'
import { type CommissionStatus, commissionStatuses } from '../../schema/commissions.ts'
import { csvResponse } from '../csv.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { listBalancesOfPartner, type PartnerBalance } from '../ledger/store.ts'
import { renderOwnTerms } from '../terms/own-terms.tsx'
import { findBlocker } from './blocker.ts'
import { commissionsFile } from './csv-file.ts'
import { readReceiptOfPartner } from './receipt.ts'
import { receiptView } from './receipt-view.ts'
import { type CommissionRow, listCommissionsOfPartner } from './store-pages.ts'
import { holderOf, holdOfRow, ownersInWords } from './words.ts'

export const earnings = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member'), async (c) => {
    const { deps, member } = c.var
    const status = readStatus(c.req.query('status'))
    const cursor = readCursor(c.req.query('cursor'))
    const [listed, balances] = await Promise.all([
      listCommissionsOfPartner(deps.db, member.partnerId, { status, cursor }),
      listBalancesOfPartner(deps.db, member.partnerId),
    ])
    const { rows, next } = pageOf(listed, (row) => ({ at: row.accruedAt, id: row.id }))
    const nameOf = await ownersInWords(deps.db, rows.map(holderOf))
    const query = status ? `status=${status}` : ''
    return c.render(
      <EarningsPage
        earnings={rows.map((row) => ({ ...row, state: stateOfRow(row, nameOf) }))}
        balances={amountsOf(balances)}
        status={status ?? ''}
        fileHref={`/earnings/export.csv${query && `?${query}`}`}
        olderHref={next && `/earnings?${query && `${query}&`}cursor=${next}`}
      />,
    )
  })
  .get('/terms', allow('partner owner', 'partner member'), renderOwnTerms)
  .get('/export.csv', allow('partner owner', 'partner member'), async (c) => {
    const { deps, member } = c.var
    return csvResponse('earnings', await commissionsFile(deps.db, member.partnerId, { status: readStatus(c.req.query('status')) }))
  })
  .get('/:id', allow('partner owner', 'partner member'), async (c) => {
    const { deps, member } = c.var
    const receipt = await readReceiptOfPartner(deps.db, member.partnerId, c.req.param('id'))
    const { head, openHolds } = receipt.family
    const blocker = head.status === 'approved' ? await findBlocker(deps, member.partnerId, head.currency) : undefined
    const nameOf = await ownersInWords(
      deps.db,
      openHolds.map(({ owner }) => owner),
    )
    return c.render(<ReceiptPage {...receiptView(receipt, blocker ?? null, nameOf)} />)
  })

/** A state that does not exist filters nothing. */
export const readStatus = (text: string | undefined): CommissionStatus | undefined => commissionStatuses.find((each) => each === text)

export const stateOfRow = (row: CommissionRow, nameOf: (owner: string) => string) => ({
  status: row.status,
  maturesAt: row.maturesAt,
  paidAt: row.paidAt,
  reason: row.statusReason,
  hold: holdOfRow(row, nameOf),
})

function amountsOf(balances: readonly PartnerBalance[]) {
  const of = (minor: (balance: PartnerBalance) => number) =>
    balances.map((balance) => ({ currency: balance.currency, amountMinor: minor(balance) })).filter(({ amountMinor }) => amountMinor !== 0)
  return {
    waiting: of(({ pendingMinor }) => pendingMinor),
    ready: of(({ availMinor }) => availMinor),
    onHold: of(({ heldMinor }) => heldMinor),
    beingPaid: of(({ inflightMinor }) => inflightMinor),
  }
}
