import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { CommissionPage } from '../../portal/pages/commission-page.tsx'
import { CommissionsPage } from '../../portal/pages/commissions-page.tsx'
import { listTrailOf } from '../audit/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
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

export const commissions = new Hono<AppEnv>()
  .get('/', allow('finance', 'approver', 'sales', 'auditor'), (c) => renderCommissions(c))
  .get('/:id', allow('finance', 'approver', 'sales', 'auditor'), (c) => renderCommission(c, c.req.param('id')))
  .post('/:id/holds', allow('finance'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, holdShape)
    if (!form.ok) return renderCommission(c, id, { form, status: 422 })
    const { deps, staff } = c.var
    return decide(c, id, form, 'hold_reason', () =>
      holdCommission(deps, id, { reason: form.values.hold_reason, owner: staff.id }, staff.id),
    )
  })
  .post('/:id/holds/:n/release', allow('finance'), async (c) => {
    const { id, n } = c.req.param()
    const form = await readForm(c, releaseShape)
    if (!form.ok) return renderCommission(c, id, { form, status: 422 })
    const { deps, staff } = c.var
    return decide(c, id, form, 'release_reason', () => releaseCommission(deps, id, Number(n), form.values.release_reason, staff.id))
  })
  .post('/:id/rejection', allow('finance'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, rejectShape)
    if (!form.ok) return renderCommission(c, id, { form, status: 422 })
    const { deps, staff } = c.var
    return decide(c, id, form, 'reject_reason', () => rejectCommission(deps, id, form.values.reject_reason, staff.id))
  })

/** What the commission's state does not allow stands at the form's field, with everything that was typed. */
async function decide(c: AppContext, id: string, form: { entered: Record<string, string> }, field: string, act: () => Promise<void>) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error
    return renderCommission(c, id, { form: withProblem(form, error.message, field), status: 409 })
  }
  return c.redirect(`/commissions/${id}`, 303)
}

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

async function renderCommission(c: AppContext, id: string, declined?: { form: FormState; status: 409 | 422 }) {
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
