import { Hono } from 'hono'
import { PayoutPage } from '../../portal/pages/payout-page.tsx'
import { PayoutsPage } from '../../portal/pages/payouts-page.tsx'
import { csvResponse } from '../csv.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { allow } from '../identity/policy.ts'
import { listBalancesOfPartner } from '../ledger/store.ts'
import { payoutsFile } from './csv-files.ts'
import { failureInWords } from './rules-bank.ts'
import { findPayoutOfPartner, listOnTheWay, listPayoutsOfPartner } from './store.ts'
import { type BankLeg, findBankLeg, listReversed, mapBankLegs } from './store-bank.ts'
import { listLines } from './store-run-pages.ts'
import { reasonInWords } from './words.ts'

/** A partner's own payouts. Every question takes the partner of the session, never one of the address. */
export const payouts = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member'), async (c) => {
    const { deps, member } = c.var
    const rows = await listPayoutsOfPartner(deps.db, member.partnerId, readCursor(c.req.query('cursor')))
    const page = pageOf(rows, (row) => ({ at: row.reservedAt, id: row.id }))
    const legs = await mapBankLegs(deps.db, page.rows)
    const balances = await listBalancesOfPartner(deps.db, member.partnerId)
    return c.render(
      <PayoutsPage
        payouts={page.rows.map((row) => ({
          ...row,
          at: row.finishedAt ?? row.reservedAt,
          bank: bankOf(row.transfer === null ? undefined : legs.get(row.transfer)),
        }))}
        ready={balances.flatMap(({ currency, availMinor }) => (availMinor === 0 ? [] : [{ currency, amountMinor: availMinor }]))}
        onTheWay={await listOnTheWay(deps.db, member.partnerId)}
        olderHref={page.next && `/payouts?cursor=${page.next}`}
      />,
    )
  })
  .get('/payouts.csv', allow('partner owner', 'partner member'), async (c) =>
    csvResponse('payouts', await payoutsFile(c.var.deps, c.var.member.partnerId)),
  )
  .get('/:id', allow('partner owner', 'partner member'), async (c) => {
    const { deps, member } = c.var
    const payout = await findPayoutOfPartner(deps.db, member.partnerId, c.req.param('id'))
    if (!payout) throw notFound()
    const reason = payout.reason && reasonInWords(payout.reason)
    const [lines, leg, reversed] = await Promise.all([
      listLines(deps.db, payout.id),
      payout.transfer ? findBankLeg(deps.db, member.partnerId, payout.transfer) : undefined,
      listReversed(deps.db, payout.id, member.partnerId),
    ])
    return c.render(<PayoutPage payout={payout} reason={reason} bank={bankOf(leg)} reversed={reversed} lines={lines} />)
  })

const bankOf = (leg: BankLeg | undefined) =>
  leg && { status: leg.status, arrivesAt: new Date(leg.arrivalDay), why: failureInWords(leg.failureCode) }
