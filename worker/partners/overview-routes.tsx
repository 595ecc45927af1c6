import { Hono } from 'hono'
import { OverviewDeskPage, type Owed } from '../../portal/pages/overview-desk-page.tsx'
import { OverviewPage } from '../../portal/pages/overview-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { listBalancesOfPartner, listTotals } from '../ledger/store.ts'
import { waitsForBank } from '../payouts/store-bank.ts'
import { renderAcceptance } from './acceptance.tsx'
import { amountsOf, nextRunAt, nextStepOf, waitingFor } from './rules-overview.ts'
import { findDestination, getPartner } from './store.ts'
import { countDesk, countedAtMost } from './store-desk.ts'
import {
  clicksOfPartnerSince,
  findFirstLink,
  hasLink,
  listLatestCommissions,
  listLatestProspects,
  listPaidOfPartner,
} from './store-overview.ts'
import { readOutcomes, readOutcomesOfPartner } from './store-weeks.ts'

const dayMs = 86_400_000

export const overview = new Hono<AppEnv>().get(
  '/',
  allow('partner owner', 'partner member', 'sales', 'finance', 'approver', 'admin', 'auditor'),
  (c) => (c.var.viewer?.kind === 'staff' ? renderDesk(c) : renderHome(c)),
)

async function renderHome(c: AppContext) {
  const { deps, member } = c.var
  const { db } = deps
  const now = deps.now()
  const partner = await getPartner(db, member.partnerId)
  if (partner.status === 'invited') return renderAcceptance(c)

  const monthAgo = new Date(now.getTime() - 30 * dayMs).toISOString().slice(0, 10)
  const [isReturned, balances, destination, linked, link, paid, clicks, prospects, commissions, outcomes] = await Promise.all([
    waitsForBank(db, partner.id),
    listBalancesOfPartner(db, partner.id),
    findDestination(db, partner.id),
    hasLink(db, partner.id),
    findFirstLink(db, partner.id),
    listPaidOfPartner(db, partner.id),
    clicksOfPartnerSince(db, partner.id, monthAgo),
    listLatestProspects(db, partner.id),
    listLatestCommissions(db, partner.id),
    readOutcomesOfPartner(db, partner.id, now),
  ])
  const isOwed = balances.some((row) => row.pendingMinor + row.availMinor + row.heldMinor > 0)
  return c.render(
    <OverviewPage
      partner={partner.name}
      ready={amountsOf(balances, (row) => row.availMinor)}
      waiting={amountsOf(balances, (row) => row.pendingMinor)}
      onHold={amountsOf(balances, (row) => row.heldMinor)}
      onItsWay={amountsOf(balances, (row) => row.inflightMinor)}
      paid={paid}
      clicks={clicks}
      link={link && { id: link.id, url: `${deps.settings.portalOrigin}/r/${link.code}` }}
      nextRunAt={nextRunAt(now)}
      next={nextStepOf({ destination, isOwner: member.role === 'owner', hasLink: linked, isOwed, isReturned }, now)}
      prospects={prospects}
      commissions={commissions}
      outcomes={outcomes}
    />,
  )
}

async function renderDesk(c: AppContext) {
  const { deps, staff } = c.var
  const seesMoney = staff.roles.some((role) => role !== 'sales' && role !== 'admin')
  const [counts, totals, outcomes] = await Promise.all([
    countDesk(deps.db, deps.now()),
    seesMoney ? listTotals(deps.db) : undefined,
    staff.roles.includes('sales') || staff.roles.includes('auditor') ? readOutcomes(deps.db, deps.now()) : undefined,
  ])
  return c.render(
    <OverviewDeskPage
      name={staff.name}
      waiting={waitingFor(counts, staff.roles, countedAtMost)}
      owed={totals && owedOf(totals)}
      outcomes={outcomes}
    />,
  )
}

const kinds = { pending: 'pendingMinor', avail: 'availMinor', held: 'heldMinor', inflight: 'inflightMinor' } as const
const isOwedKind = (kind: string): kind is keyof typeof kinds => Object.hasOwn(kinds, kind)

function owedOf(totals: Awaited<ReturnType<typeof listTotals>>): Owed[] {
  const byCurrency = new Map<string, Owed>()
  for (const { kind, currency, amountMinor } of totals) {
    if (!isOwedKind(kind)) continue
    const row = byCurrency.get(currency) ?? { currency, pendingMinor: 0, availMinor: 0, heldMinor: 0, inflightMinor: 0 }
    byCurrency.set(currency, { ...row, [kinds[kind]]: amountMinor })
  }
  return [...byCurrency.values()]
}
