import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { NdaPage } from '../../portal/pages/nda-page.tsx'
import { ProspectReferencesPage } from '../../portal/pages/prospect-references-page.tsx'
import { findLink } from '../agreements/store-links.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { linkEnded, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { pdfResponse } from '../pdf-response.ts'
import { getProspect, listContacts } from '../prospects/store.ts'
import { listInfluenced } from '../reports/store-influence.ts'
import { inviteProspect } from './invite-prospect.ts'
import { declineNda, endNda, sendNda, signNda } from './nda.ts'
import { copyForSigner, copyForStaff } from './nda-copy.ts'
import { inviteShape, newNdaShape, signatureShape } from './shapes.ts'
import { getNda, listNdas, listViews } from './store-ndas.ts'
import { listRequestsOfProspect } from './store-requests.ts'

/** What staff see of a prospect at the reference desk: NDAs, who saw what, its requests. */
export const prospectReferences = new Hono<AppEnv>()
  .get('/prospects/:prospect', allow('sales', 'auditor'), (c) => renderProspect(c, c.req.param('prospect')))
  .post('/prospects/:prospect/ndas', allow('sales'), async (c) => {
    const id = c.req.param('prospect')
    const form = await readForm(c, newNdaShape)
    if (!form.ok) return renderProspect(c, id, form)
    return orAgain(form, () => sendNda(c.var.deps, c.var.staff.id, id, form.values).then(() => toProspect(c, id)), againOn(c, id))
  })
  .post('/prospects/:prospect/invitation', allow('sales'), async (c) => {
    const id = c.req.param('prospect')
    const form = await readForm(c, inviteShape)
    if (!form.ok) return renderProspect(c, id, form)
    return orAgain(
      form,
      () => inviteProspect(c.var.deps, c.var.staff.id, id, form.values.guest).then(() => toProspect(c, id)),
      againOn(c, id),
    )
  })
  .get('/ndas/:nda/copy.pdf', allow('sales', 'auditor'), async (c) => {
    const id = c.req.param('nda')
    return pdfResponse(id, await copyForStaff(c.var.deps, id, c.var.staff))
  })
  .post('/ndas/:nda/end', allow('sales'), async (c) => {
    const nda = await getNda(c.var.deps.db, c.req.param('nda'))
    const form = await readForm(c, nothingShape)
    if (!form.ok) return renderProspect(c, nda.prospectId, form)
    const end = () => endNda(c.var.deps, c.var.staff.id, nda.id, 'Ended by us.').then(() => toProspect(c, nda.prospectId))
    return orAgain(form, end, againOn(c, nda.prospectId))
  })

const toProspect = (c: AppContext, id: string): Response => c.redirect(`/references/prospects/${id}`, 303)
const againOn = (c: AppContext, id: string) => (form: FormState, status: RefusalStatus) => renderProspect(c, id, form, status)

async function renderProspect(c: AppContext, id: string, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const prospect = await getProspect(deps.db, id)
  const [ndas, requests, influenced, contacts] = await Promise.all([
    listNdas(deps.db, id),
    listRequestsOfProspect(deps.db, id),
    listInfluenced(deps.db, id),
    listContacts(deps.db, id),
  ])
  const views = (await Promise.all(ndas.map((nda) => listViews(deps.db, nda.id)))).flat()
  return c.render(
    <ProspectReferencesPage
      prospect={prospect}
      ndas={ndas}
      views={views}
      requests={requests}
      influenced={influenced}
      people={contacts.filter(({ email }) => email)}
      act={form?.entered.act || deps.newId('act')}
      mayChange={staff.roles.includes('sales')}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}

/** `/nda/:token`: one text, for the one person who may sign it. */
export const ndaPages = new Hono<AppEnv>()
  .get('/:link', allow('anyone'), (c) => renderNda(c))
  .get('/:link/copy.pdf', allow('anyone'), async (c) => {
    const { subject } = await linkOf(c)
    return pdfResponse(subject, await copyForSigner(c.var.deps, subject))
  })
  .post('/:link/signature', allow('anyone'), async (c) => {
    const { subject } = await linkOf(c)
    const form = await readForm(c, signatureShape)
    if (!form.ok) return renderNda(c, form)
    const sign = () => signNda(c.var.deps, subject, { name: form.values.name, textHash: form.values.hash }).then(() => toNda(c))
    return orAgain(form, sign, (again, status) => renderNda(c, again, status))
  })
  .post('/:link/refusal', allow('anyone'), async (c) => {
    const { subject } = await linkOf(c)
    const form = await readForm(c, nothingShape)
    if (!form.ok) return renderNda(c, form)
    const decline = () => declineNda(c.var.deps, subject).then(() => toNda(c))
    return orAgain(form, decline, (again, status) => renderNda(c, again, status))
  })

const toNda = (c: AppContext): Response => c.redirect(`/nda/${c.req.param('link')}`, 303)

/** @throws Refusal not_found */
async function linkOf(c: AppContext) {
  const link = await findLink(c.var.deps, 'nda', c.req.param('link') ?? '')
  if (!link) throw linkEnded()
  return link
}

async function renderNda(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { db, settings } = c.var.deps
  const nda = await getNda(db, (await linkOf(c)).subject)
  return c.render(
    <NdaPage
      {...nda}
      token={c.req.param('link') ?? ''}
      programme={settings.companyName}
      prospect={nda.company}
      signer={nda.signerName}
      form={form}
    />,
    { audience: 'home', status: form ? status : 200 },
  )
}
