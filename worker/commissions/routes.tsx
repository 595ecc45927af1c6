import { Hono } from 'hono'
import { CommissionPage } from '../../portal/pages/commission-page.tsx'
import { CommissionsPage } from '../../portal/pages/commissions-page.tsx'
import { listTrailOf } from '../audit/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { actIn, type Declined } from '../form-acts.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { findPartner, getPartner } from '../partners/store.ts'
import { readStatus, stateOfRow } from './earnings-routes.tsx'
import { holdCommission, releaseCommission } from './hold.ts'
import { readReceipt } from './receipt.ts'
import { receiptView } from './receipt-view.ts'
import { rejectCommission } from './reject.ts'
import { membersOf, openMembersOf, readSignalOwner } from './rules.ts'
import { holdShape, rejectShape, releaseShape } from './shapes.ts'
import { listHolds } from './store-families.ts'
import { type CommissionRow, listCommissions } from './store-pages.ts'
import { holderOf, ownersInWords } from './words.ts'

const page = { href: (id: string) => `/commissions/${id}`, render: renderCommission }

export const commissions = new Hono<AppEnv>()
  .get('/', allow('finance', 'approver', 'sales', 'auditor'), (c) => renderCommissions(c))
  .get('/:id', allow('finance', 'approver', 'sales', 'auditor'), (c) => renderCommission(c, c.req.param('id')))
  .post('/:id/holds', allow('finance'), (c) =>
    actIn(
      c,
      holdShape,
      page,
      (id, { hold_reason: reason }) => holdCommission(c.var.deps, id, { reason, owner: c.var.staff.id }, c.var.staff.id),
      'hold_reason',
    ),
  )
  .post('/:id/holds/:n/release', allow('finance'), (c) => {
    const n = Number(c.req.param('n'))
    return actIn(
      c,
      releaseShape,
      page,
      (id, { release_reason: reason }) => releaseCommission(c.var.deps, id, n, reason, c.var.staff.id),
      'release_reason',
    )
  })
  .post('/:id/rejection', allow('finance'), (c) =>
    actIn(
      c,
      rejectShape,
      page,
      (id, { reject_reason: reason }) => rejectCommission(c.var.deps, id, reason, c.var.staff.id),
      'reject_reason',
    ),
  )

/** The newest of what is on hold; the filter shows all of it. */
const reviewedAtOnce = 10

async function renderCommissions(c: AppContext) {
  const { db } = c.var.deps
  const status = readStatus(c.req.query('status'))
  const partnerId = c.req.query('partner')
  const partner = partnerId ? await findPartner(db, partnerId) : undefined
  const cursor = readCursor(c.req.query('cursor'))
  const isFirst = !status && !partner && !cursor
  const [listed, held] = await Promise.all([
    listCommissions(db, { status, partnerId: partner?.id ?? partnerId, cursor }),
    isFirst ? listCommissions(db, { status: 'on_hold', limit: reviewedAtOnce }) : [],
  ])
  const { rows, next } = pageOf(listed, (row) => ({ at: row.accruedAt, id: row.id }))
  const nameOf = await ownersInWords(db, [...rows, ...held].map(holderOf))
  const lineOf = (row: CommissionRow) => ({ ...row, state: stateOfRow(row, nameOf) })
  const query = new URLSearchParams({ ...(status && { status }), ...(partner && { partner: partner.id }), ...(next && { cursor: next }) })
  return c.render(
    <CommissionsPage
      toReview={isFirst ? held.map(lineOf) : undefined}
      commissions={rows.map(lineOf)}
      status={status ?? ''}
      partner={partner}
      olderHref={next && `/commissions?${query}`}
    />,
  )
}

async function renderCommission(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const receipt = await readReceipt(deps.db, id)
  const { family, deal } = receipt
  const { head } = family
  const [holds, trail, partner] = await Promise.all([
    listHolds(
      deps.db,
      membersOf(family).map((member) => member.id),
    ),
    listTrailOf(deps.db, head.id),
    getPartner(deps.db, head.partnerId),
  ])
  const nameOf = await ownersInWords(
    deps.db,
    holds.map(({ owner }) => owner),
  )
  const actors = await namesOf(
    deps.db,
    trail.map(({ actor }) => actor),
  )
  const mayAct = staff.roles.includes('finance')
  const isOpen = openMembersOf(family).length > 0
  return c.render(
    <CommissionPage
      receipt={receiptView(receipt, null, nameOf, 'staff')}
      partner={partner}
      deal={deal ?? null}
      holds={distinct(holds).map((hold) => ({ ...hold, owner: nameOf(hold.owner), signal: readSignalOwner(hold.owner)?.signalId ?? null }))}
      trail={trail.map(({ at, actor, act }) => ({ at, act, actor: actors.get(actor) ?? actor }))}
      may={{
        hold: mayAct && isOpen,
        release: mayAct,
        reject: mayAct && head.kind === 'earned' && (head.status === 'pending' || head.status === 'on_hold'),
      }}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}

/** A hold stands on each member of the family; people see and end it once. */
const distinct = <Hold extends { reason: string; owner: string; openedAt: Date; closedAt: Date | null }>(holds: readonly Hold[]): Hold[] =>
  holds.filter(
    (hold, index) =>
      holds.findIndex(
        (each) =>
          each.reason === hold.reason &&
          each.owner === hold.owner &&
          each.openedAt.getTime() === hold.openedAt.getTime() &&
          (each.closedAt === null) === (hold.closedAt === null),
      ) === index,
  )
