import { Hono } from 'hono'
import { grantStatusWords } from '../../portal/components/agreement-state.tsx'
import { GrantPage } from '../../portal/pages/grant-page.tsx'
import { GrantsPage } from '../../portal/pages/grants-page.tsx'
import { NewGrantPage } from '../../portal/pages/new-grant-page.tsx'
import { grantKinds, grantStatuses } from '../../schema/grants.ts'
import { pageOf, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm } from '../form.ts'
import { actIn, actOnly, type Declined, orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { getCustomerName } from './agreement.ts'
import { agreementWords, documentWords, grantOptions, grantWords, optionsOf, useWords } from './agreement-words.ts'
import { approveGrant, askForGrant, recordPost } from './grant.ts'
import { takeDown, useGrant } from './grant-use.ts'
import { refuseGrant, withdrawGrant } from './leave-grant.ts'
import { addDays } from './rules-agreements.ts'
import { grantNeeds, isLive, sidesNeeded } from './rules-grants.ts'
import { reasonShape } from './shapes-fields.ts'
import { newGrantShape, newUseShape, postShape, writtenApprovalShape } from './shapes-grants.ts'
import { listAgreements, listAgreementsOfCustomer } from './store-agreements.ts'
import { getGrant, listApprovals, listGrants, listTakedowns, listUses } from './store-grants.ts'

const readers = ['sales', 'admin', 'auditor'] as const
const pageOfId = { href: (id: string) => `/grants/${id}`, render: renderGrant }
const statusOptions = grantStatuses.map((value) => ({ value, label: grantStatusWords[value].word }))

export const grants = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderList(c))
  .get('/new', allow('sales', 'admin'), async (c) => {
    const prospectId = c.req.query('prospect')
    return prospectId ? renderNew(c, prospectId) : c.redirect('/prospects', 303)
  })
  .post('/', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, newGrantShape)
    if (!form.ok) return renderNew(c, form.entered.prospectId ?? '', { form, status: 422 })
    return orAgain(
      form,
      async () => c.redirect(`/grants/${await askForGrant(c.var.deps, form.values, c.var.staff.id)}`, 303),
      (again, status) => renderNew(c, form.values.prospectId, { form: again, status }),
      'kind',
    )
  })
  .get('/:id', allow(...readers), (c) => renderGrant(c, c.req.param('id')))
  .post('/:id/approval', allow('sales', 'admin'), (c) =>
    actIn(
      c,
      writtenApprovalShape,
      pageOfId,
      (id, { textHash, ...said }) => approveGrant(c.var.deps, id, { ...said, via: c.var.staff.id, shownHash: textHash }),
      'side',
    ),
  )
  .post('/:id/post', allow('sales', 'admin'), (c) =>
    actIn(c, postShape, pageOfId, (id, post) => recordPost(c.var.deps, id, post, c.var.staff.id), 'postUrl'),
  )
  .post('/:id/refusal', allow('sales', 'admin'), (c) =>
    actIn(c, reasonShape, pageOfId, (id, { reason }) => refuseGrant(c.var.deps, id, { by: c.var.staff.id, side: 'us', reason }), 'reason'),
  )
  .post('/:id/withdrawal', allow('sales', 'admin'), (c) =>
    actIn(
      c,
      reasonShape,
      pageOfId,
      (id, { reason }) => withdrawGrant(c.var.deps, id, { by: c.var.staff.id, side: 'us', reason }),
      'reason',
    ),
  )
  .post('/:id/uses', allow('sales', 'admin'), (c) =>
    actIn(c, newUseShape, pageOfId, (id, use) => useGrant(c.var.deps, id, use, c.var.staff.id), 'use'),
  )
  .post('/:id/uses/:use/removal', allow('sales', 'admin'), (c) => {
    const { id, use } = c.req.param()
    return actOnly(c, nothingShape, `/grants/${id}`, () => takeDown(c.var.deps, id, use, c.var.staff.id))
  })

const mayChange = (c: AppContext) => c.var.staff.roles.some((role) => role === 'sales' || role === 'admin')

async function renderList(c: AppContext) {
  const { db, now } = c.var.deps
  const kind = grantKinds.find((each) => each === c.req.query('kind'))
  const status = grantStatuses.find((each) => each === c.req.query('status'))
  const [listed, tasks] = await Promise.all([listGrants(db, { kind, status }, readCursor(c.req.query('cursor'))), listTakedowns(db)])
  const { rows, next } = pageOf(listed, (row) => ({ at: row.askedAt, id: row.id }))
  const query = new URLSearchParams({ ...(kind && { kind }), ...(status && { status }), ...(next && { cursor: next }) })
  return c.render(
    <GrantsPage
      grants={rows.map((row) => ({ ...row, kindInWords: grantWords[row.kind].name }))}
      tasks={tasks.map((row) => ({ ...row, grantInWords: grantWords[row.kindOfGrant].name, useInWords: useWords[row.kind] }))}
      filter={{ kind: kind ?? '', status: status ?? '' }}
      kinds={grantKinds.map((value) => ({ value, label: grantWords[value].name }))}
      statuses={statusOptions}
      now={now()}
      mayChange={mayChange(c)}
      olderHref={next && `/grants?${query}`}
    />,
  )
}

async function renderNew(c: AppContext, prospectId: string, declined?: Declined) {
  const { db, newId, now } = c.var.deps
  const company = await getCustomerName(db, prospectId)
  const today = dayOf(now())
  const [drafts, offered] = await Promise.all([
    listAgreements(db, { prospectId, status: 'draft' }, undefined),
    listAgreementsOfCustomer(db, prospectId),
  ])
  const open = [...drafts, ...offered.filter(({ status }) => status !== 'ended')]
  return c.render(
    <NewGrantPage
      act={declined?.form.entered.act || newId('act')}
      customer={{ id: prospectId, company }}
      kinds={grantOptions}
      documentKinds={optionsOf(documentWords)}
      agreements={open.map(({ id, kind, version }) => ({ value: id, label: `${agreementWords[kind]}, version ${version}` }))}
      opens={{ kind: c.req.query('kind'), agreementId: c.req.query('agreement') }}
      dates={{ startsOn: today, endsOn: addDays(today, 365) }}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}

async function renderGrant(c: AppContext, id: string, declined?: Declined) {
  const { db, newId, now } = c.var.deps
  const grant = await getGrant(db, id)
  const [company, approvals, uses] = await Promise.all([getCustomerName(db, grant.prospectId), listApprovals(db, id), listUses(db, id)])
  const said = new Set(approvals.map(({ side }) => side))
  return c.render(
    <GrantPage
      grant={grant}
      company={company}
      kindInWords={grantWords[grant.kind].name}
      allows={grantWords[grant.kind].allows}
      isLive={isLive(grant, dayOf(now()))}
      approvals={approvals}
      missing={sidesNeeded(grant).filter((side) => !said.has(side))}
      uses={uses.map((use) => ({ ...use, useInWords: useWords[use.kind] }))}
      useOptions={grantNeeds[grant.kind].uses.map((value) => ({ value, label: useWords[value] }))}
      mayChange={mayChange(c)}
      act={newId('act')}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}
