import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { OwnReferencesPage } from '../../portal/pages/own-references-page.tsx'
import { companySizes } from '../../schema/customers.ts'
import { contactSides } from '../../schema/prospects.ts'
import { industries } from '../../schema/references.ts'
import { requestActivities } from '../../schema/requests.ts'
import { findLink, type OpenedLink } from '../agreements/store-links.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { linkEnded, notFound, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { getProspect } from '../prospects/store.ts'
import { confirmSlot } from './answer.ts'
import { listAnonymous } from './match.ts'
import { freshNdaLink } from './nda-link.ts'
import { sayOutcome } from './outcome.ts'
import { listOwnRequests } from './own-requests.ts'
import { askAsProspect, withdrawRequest } from './request.ts'
import { outcomeShape, ownRequestShape } from './shapes.ts'
import { findNdaInForce, listNdas } from './store-ndas.ts'
import { getRequest, type RequestRow } from './store-requests.ts'

/** `/references/:token`: a prospect's own page. Mounted last: every other address of the desk comes first. */
export const ownReferences = new Hono<AppEnv>()
  .get('/:link', allow('anyone'), (c) => renderOwn(c))
  .post('/:link/nda', allow('anyone'), async (c) => {
    const link = await guestOf(c)
    const form = await readForm(c, nothingShape)
    if (!form.ok) return renderOwn(c, form)
    return c.redirect(await freshNdaLink(c.var.deps, link), 303)
  })
  .post('/:link/requests', allow('anyone'), async (c) => {
    const link = await guestOf(c)
    const form = await readForm(c, ownRequestShape)
    if (!form.ok) return renderOwn(c, form)
    const guest = { prospectId: link.subject, contactId: link.contactId }
    return orAgain(form, () => askAsProspect(c.var.deps, guest, form.values).then(() => toOwn(c)), againFor(c))
  })
  .post('/:link/requests/:request/confirmation', allow('anyone'), async (c) => {
    const { request, link } = await requestOf(c)
    const form = await readForm(c, nothingShape)
    if (!form.ok) return renderOwn(c, form)
    return orAgain(form, () => confirmSlot(c.var.deps, request, link.contactId).then(() => toOwn(c)), againFor(c))
  })
  .post('/:link/requests/:request/outcome', allow('anyone'), async (c) => {
    const { request, link } = await requestOf(c)
    const form = await readForm(c, outcomeShape)
    if (!form.ok) return renderOwn(c, form)
    return orAgain(form, () => sayOutcome(c.var.deps, request, 'prospect', link.contactId, form.values).then(() => toOwn(c)), againFor(c))
  })
  .post('/:link/requests/:request/withdrawal', allow('anyone'), async (c) => {
    const { request, link } = await requestOf(c)
    const form = await readForm(c, nothingShape)
    if (!form.ok) return renderOwn(c, form)
    const reason = 'The prospect does not need it any more.'
    return orAgain(form, () => withdrawRequest(c.var.deps, request, link.contactId, reason).then(() => toOwn(c)), againFor(c))
  })

const toOwn = (c: AppContext): Response => c.redirect(`/references/${c.req.param('link')}`, 303)
const againFor = (c: AppContext) => (form: FormState, status: RefusalStatus) => renderOwn(c, form, status)

/** @throws Refusal not_found */
async function guestOf(c: AppContext): Promise<OpenedLink> {
  const link = await findLink(c.var.deps, 'prospect', c.req.param('link') ?? '')
  if (!link) throw linkEnded()
  return link
}

/** A request of the prospect whose link it is; another's is missing. @throws Refusal not_found */
async function requestOf(c: AppContext): Promise<{ request: RequestRow; link: OpenedLink }> {
  const link = await guestOf(c)
  const request = await getRequest(c.var.deps.db, c.req.param('request') ?? '')
  if (request.prospectId !== link.subject) throw notFound()
  return { request, link }
}

async function renderOwn(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { deps } = c.var
  const { db, settings, newId } = deps
  const at = deps.now()
  const link = await guestOf(c)
  const prospect = await getProspect(db, link.subject)
  if (prospect.erasedAt) throw notFound()
  const query = queryIn({ ...c.req.query(), ...form?.entered })
  const asker = { prospectId: prospect.id, domain: prospect.domain, company: prospect.company }
  const [nda, matches] = await Promise.all([
    findNdaInForce(db, prospect.id, at),
    listAnonymous(db, { activity: query.activity, side: query.side ?? null, asker }, query, at),
  ])
  // An answer that declines a form tells no name, and logs none.
  const requests = await listOwnRequests(deps, link, form ? undefined : nda, at)
  const sent = nda ? undefined : (await listNdas(db, prospect.id)).find((each) => each.status === 'sent')
  return c.render(
    <OwnReferencesPage
      token={c.req.param('link') ?? ''}
      programme={settings.companyName}
      guest={link.contactName}
      company={prospect.company}
      nda={
        nda
          ? { state: 'signed', endsOn: nda.endsOn }
          : sent
            ? { state: 'sent', signer: sent.signerName, isReader: sent.signerId === link.contactId }
            : { state: 'none' }
      }
      matches={matches.map(({ key, industry, size, usedFor, roles }) => ({ key, industry, size, usedFor, roles }))}
      requests={requests}
      query={query}
      act={form?.entered.act || newId('act')}
      form={form}
    />,
    { audience: 'home', status: form ? status : 200 },
  )
}

const queryIn = (asked: Record<string, string>) => ({
  industry: industries.find((each) => each === asked.industry),
  size: companySizes.find((each) => each === asked.size),
  side: contactSides.find((each) => each === asked.side),
  activity: requestActivities.find((each) => each === asked.activity) ?? 'prospect_call',
})
