import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { PartnerInvitePage } from '../../portal/pages/partner-invite-page.tsx'
import { PartnerPage } from '../../portal/pages/partner-page.tsx'
import { PartnersPage } from '../../portal/pages/partners-page.tsx'
import { partnerStatuses } from '../../schema/people.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { incomplete, nothingShape } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { sendClicksToStaff } from '../tracking/clicks-file.ts'
import { makeDefaultLinks } from '../tracking/make-default-links.ts'
import { renderAcceptance } from './acceptance.tsx'
import { invitePartner } from './invite.ts'
import { sendInvitation } from './send-invitation.ts'
import { acceptanceShape, groupShape, inviteShape, reasonShape } from './shapes.ts'
import { acceptProgramme, changeGroup, resumePartner, suspendPartner } from './status.ts'
import { findLastAct, getPartner, listDestinations, listMembers, listPartners, searchPartners } from './store.ts'
import { findProspectName, listGroupChoices } from './store-people.ts'

const readers = ['sales', 'finance', 'approver', 'admin', 'auditor'] as const

export const partners = new Hono<AppEnv>()
  .get('/', allow(...readers), async (c) => {
    const { db } = c.var.deps
    const name = (c.req.query('name') ?? '').trim().slice(0, 100)
    const status = partnerStatuses.find((each) => each === c.req.query('status'))
    const filter = { status, name }
    const common = { filter, mayInvite: mayChange(c) }
    if (name) {
      const found = await searchPartners(db, name, status)
      return c.render(<PartnersPage {...common} partners={found} isCut={found.length === 50} olderHref={undefined} />)
    }
    const rows = await listPartners(db, filter, readCursor(c.req.query('cursor')))
    const page = pageOf(rows, (row) => ({ at: row.createdAt, id: row.id }))
    const olderHref = page.next && `/partners?${new URLSearchParams({ ...(status && { status }), cursor: page.next })}`
    return c.render(<PartnersPage {...common} partners={page.rows} isCut={false} olderHref={olderHref} />)
  })
  .get('/new', allow('sales', 'admin'), (c) => renderInvitation(c))
  .post('/', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, inviteShape)
    if (!form.ok) return renderInvitation(c, form)
    const invited = await invitePartner(c.var.deps, c.var.staff, form.values)
    if (invited.kind === 'declined') return renderInvitation(c, withProblem(form, invited.message, invited.field))
    return c.redirect(`/partners/${invited.partnerId}`, 303)
  })
  .post('/acceptance', allow('partner owner'), async (c) => {
    const { deps, member } = c.var
    const form = await readForm(c, acceptanceShape)
    if (!form.ok) return renderAcceptance(c, form)
    if (!form.values.agreed) return renderAcceptance(c, withProblem(form, 'Tick the box to accept.', 'agreed'))
    const { terms, central } = form.values
    await acceptProgramme(deps, member.partnerId, { terms, isCentral: central === 'yes' }, member.id)
    await makeDefaultLinks(deps, member)
    return c.redirect('/', 303)
  })
  .get('/clicks.csv', allow(...readers), (c) => sendClicksToStaff(c.var.deps.db, undefined))
  .get('/:id', allow(...readers), (c) => renderPartner(c, c.req.param('id')))
  .get('/:id/clicks.csv', allow(...readers), async (c) => {
    const { db } = c.var.deps
    return sendClicksToStaff(db, (await getPartner(db, c.req.param('id'))).id)
  })
  .post('/:id/invitation', allow('sales', 'admin'), async (c) => {
    const partner = await getPartner(c.var.deps.db, c.req.param('id'))
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('invalid', incomplete)
    await sendInvitation(c.var.deps, partner.id, c.var.staff)
    return c.redirect(`/partners/${partner.id}`, 303)
  })
  .post('/:id/suspension', allow('sales', 'admin'), async (c) => {
    const partner = await getPartner(c.var.deps.db, c.req.param('id'))
    const form = await readForm(c, reasonShape)
    if (!form.ok) return renderPartner(c, partner.id, form)
    await suspendPartner(c.var.deps, partner.id, form.values.reason, c.var.staff.id)
    return c.redirect(`/partners/${partner.id}`, 303)
  })
  .post('/:id/resumption', allow('sales', 'admin'), async (c) => {
    const partner = await getPartner(c.var.deps.db, c.req.param('id'))
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('invalid', incomplete)
    await resumePartner(c.var.deps, partner.id, c.var.staff.id)
    return c.redirect(`/partners/${partner.id}`, 303)
  })
  .post('/:id/group', allow('sales', 'admin'), async (c) => {
    const partner = await getPartner(c.var.deps.db, c.req.param('id'))
    const form = await readForm(c, groupShape)
    if (!form.ok) return renderPartner(c, partner.id, form)
    const changed = await changeGroup(c.var.deps, partner.id, form.values.groupId, c.var.staff.id)
    if (!changed) return renderPartner(c, partner.id, withProblem(form, 'Choose a group of the list.', 'groupId'))
    return c.redirect(`/partners/${partner.id}`, 303)
  })

const mayChange = (c: AppContext) => c.var.staff.roles.some((role) => role === 'sales' || role === 'admin')

async function renderInvitation(c: AppContext, form?: FormState) {
  const { db, newId, settings } = c.var.deps
  const id = c.req.query('prospect') ?? ''
  const [groups, prospect] = await Promise.all([listGroupChoices(db), id ? findProspectName(db, id) : undefined])
  const customer = prospect && { id, ...prospect }
  const act = form?.entered.act || newId('act')
  return c.render(
    <PartnerInvitePage act={act} countries={settings.stripe.partnerCountries} groups={groups} customer={customer} form={form} />,
    { status: form ? 422 : 200 },
  )
}

async function renderPartner(c: AppContext, id: string, form?: FormState) {
  const { db } = c.var.deps
  const partner = await getPartner(db, id)
  const [members, destinations, groups, refusal, names, invited] = await Promise.all([
    listMembers(db, id),
    listDestinations(db, id),
    listGroupChoices(db),
    findLastAct(db, id, 'account.refused'),
    namesOf(db, partner.invitedBy ? [partner.invitedBy] : []),
    findLastAct(db, id, 'partner.invited'),
  ])
  const reason = refusal?.detail.reason
  return c.render(
    <PartnerPage
      partner={partner}
      group={groups.find(({ id: groupId }) => groupId === partner.groupId)?.name ?? partner.groupId}
      groups={groups}
      members={members}
      destinations={destinations}
      refusal={refusal && typeof reason === 'string' ? { reason, at: refusal.at } : undefined}
      invitedBy={names.get(partner.invitedBy ?? '')}
      isToInvite={partner.status === 'invited' && !invited}
      mayChange={mayChange(c)}
      mayReadStatements={c.var.staff.roles.some((role) => role === 'finance' || role === 'approver' || role === 'auditor')}
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}
