import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { NewReferenceRequestPage } from '../../portal/pages/new-reference-request-page.tsx'
import { ReferenceRequestPage } from '../../portal/pages/reference-request-page.tsx'
import { ReferencesPage } from '../../portal/pages/references-page.tsx'
import { requestStatuses } from '../../schema/requests.ts'
import { cursorOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { getProspect, listContacts } from '../prospects/store.ts'
import { confirmSlot } from './answer.ts'
import { matchCustomers } from './match.ts'
import { sayOutcome } from './outcome.ts'
import { proposeCustomer } from './propose.ts'
import { askForProspect, withdrawRequest } from './request.ts'
import { isOverdue, waitsFor } from './rules-request.ts'
import { newRequestShape, outcomeShape, proposalShape, reasonShape } from './shapes.ts'
import { findNdaInForce } from './store-ndas.ts'
import { findProfile } from './store-pool.ts'
import {
  countRequests,
  deskPageSize,
  findOpenObligation,
  getRequest,
  listOutcomes,
  listOverdue,
  listRequests,
  listSlots,
  type RequestRow,
} from './store-requests.ts'
import { reasonInWords, whoInWords } from './words.ts'

/** The reference desk of sales: requests, whom to ask, and what came of it. */
export const references = new Hono<AppEnv>()
  .get('/', allow('sales', 'auditor'), (c) => renderDesk(c))
  .get('/requests/new', allow('sales'), (c) => renderNew(c, c.req.query('prospect')))
  .post('/requests', allow('sales'), async (c) => {
    const form = await readForm(c, newRequestShape)
    if (!form.entered.prospect) throw notFound()
    if (!form.ok) return renderNew(c, form.entered.prospect, form)
    const ask = async () => c.redirect(`/references/requests/${await askForProspect(c.var.deps, c.var.staff.id, form.values)}`, 303)
    return orAgain(form, ask, (again, status) => renderNew(c, form.entered.prospect, again, status))
  })
  .get('/requests/:request', allow('sales', 'auditor'), (c) => renderRequest(c, c.req.param('request')))
  .post('/requests/:request/proposal', allow('sales'), async (c) => {
    const id = c.req.param('request')
    const form = await readForm(c, proposalShape)
    await requireInPool(c, form.entered.customer)
    if (!form.ok) return renderRequest(c, id, form)
    return orAgain(form, () => proposeCustomer(c.var.deps, c.var.staff.id, id, form.values).then(() => toRequest(c, id)), againOn(c, id))
  })
  .post('/requests/:request/confirmation', allow('sales'), async (c) => {
    const id = c.req.param('request')
    const form = await readForm(c, nothingShape)
    if (!form.ok) return renderRequest(c, id, form)
    const request = await getRequest(c.var.deps.db, id)
    return orAgain(form, () => confirmSlot(c.var.deps, request, c.var.staff.id).then(() => toRequest(c, id)), againOn(c, id))
  })
  .post('/requests/:request/outcome', allow('sales'), async (c) => {
    const id = c.req.param('request')
    const form = await readForm(c, outcomeShape)
    if (!form.ok) return renderRequest(c, id, form)
    const request = await getRequest(c.var.deps.db, id)
    return orAgain(
      form,
      () => sayOutcome(c.var.deps, request, 'staff', c.var.staff.id, form.values).then(() => toRequest(c, id)),
      againOn(c, id),
    )
  })
  .post('/requests/:request/withdrawal', allow('sales'), async (c) => {
    const id = c.req.param('request')
    const form = await readForm(c, reasonShape)
    if (!form.ok) return renderRequest(c, id, form)
    const request = await getRequest(c.var.deps.db, id)
    return orAgain(
      form,
      () => withdrawRequest(c.var.deps, request, c.var.staff.id, form.values.reason).then(() => toRequest(c, id)),
      againOn(c, id),
    )
  })

/** A form of the page names a customer of the pool; nobody typed it. @throws Refusal not_found */
async function requireInPool(c: AppContext, customerId = ''): Promise<void> {
  if (!(await findProfile(c.var.deps.db, customerId))) throw notFound()
}

const toRequest = (c: AppContext, id: string): Response => c.redirect(`/references/requests/${id}`, 303)
const againOn = (c: AppContext, id: string) => (form: FormState, status: RefusalStatus) => renderRequest(c, id, form, status)

const overdueShown = 8

async function renderDesk(c: AppContext) {
  const { db, now } = c.var.deps
  const at = now()
  const status = requestStatuses.find((each) => each === c.req.query('status'))
  const [counts, overdue, found] = await Promise.all([
    countRequests(db),
    listOverdue(db, at, overdueShown),
    listRequests(db, status, readCursor(c.req.query('cursor'))),
  ])
  const requests = found.slice(0, deskPageSize)
  const last = found.length > deskPageSize ? requests.at(-1) : undefined
  const cursor = last && cursorOf({ at: status ? last.sinceAt : last.askedAt, id: last.id })
  return c.render(
    <ReferencesPage
      counts={Object.fromEntries(counts.map((each) => [each.status, each.n]))}
      overdue={overdue.map(lineOf)}
      requests={requests.map(lineOf)}
      status={status}
      now={at}
      olderHref={cursor && `/references?${new URLSearchParams({ ...(status && { status }), cursor })}`}
      mayAsk={c.var.staff.roles.includes('sales')}
    />,
  )
}

const lineOf = (request: RequestRow) => ({ ...request, waitsFor: whoInWords(waitsFor[request.status]) })

async function renderNew(c: AppContext, prospectId: string | undefined, form?: FormState, status: RefusalStatus = 422) {
  const { db, newId } = c.var.deps
  const prospect = prospectId ? await getProspect(db, prospectId) : undefined
  const guests = prospect ? (await listContacts(db, prospect.id)).filter(({ email }) => email) : []
  return c.render(<NewReferenceRequestPage prospect={prospect} guests={guests} act={form?.entered.act || newId('act')} form={form} />, {
    status: form ? status : 200,
  })
}

async function renderRequest(c: AppContext, id: string, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const at = deps.now()
  const request = await getRequest(deps.db, id)
  const [nda, slots, outcomes, found, names] = await Promise.all([
    findNdaInForce(deps.db, request.prospectId, at),
    listSlots(deps.db, id),
    listOutcomes(deps.db, id),
    findCandidates(c, request, at),
    namesOf(deps.db, [request.askedBy]),
  ])
  const chosenId = form?.entered.customer ?? c.req.query('customer')
  return c.render(
    <ReferenceRequestPage
      request={request}
      askedByName={names.get(request.askedBy) ?? 'Somebody of ours'}
      hasNda={nda !== undefined}
      slots={slots.map(({ startsAt }) => startsAt)}
      outcomes={outcomes}
      candidates={found.lines}
      moreHref={found.moreHref}
      chosen={chosenId && request.status === 'asked' ? await findChosen(c, request, chosenId, at) : undefined}
      waits={isOverdue(request.status, request.sinceAt, at) ? whoInWords(waitsFor[request.status]) : undefined}
      asksOutcome={request.status === 'scheduled' && request.slotAt !== null && request.slotAt <= at}
      mayChange={staff.roles.includes('sales')}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}

const wishOf = (request: RequestRow) => ({
  activity: request.activity,
  side: request.side,
  asker: { prospectId: request.prospectId, domain: request.prospectDomain, company: request.prospect },
})

/** A page of those who fit, the one that the prospect chose in front. */
async function findCandidates(c: AppContext, request: RequestRow, at: Date) {
  if (request.status !== 'asked') return { lines: [], moreHref: undefined }
  const { db } = c.var.deps
  const cursor = readCursor(c.req.query('cursor'))
  const filter = { industry: request.industry ?? undefined, size: request.size ?? undefined }
  const [wished, page] = await Promise.all([
    request.wishedId && !cursor ? matchCustomers(db, wishOf(request), {}, { at, customerId: request.wishedId }) : undefined,
    matchCustomers(db, wishOf(request), filter, { at, cursor }),
  ])
  const others = page.candidates.filter(({ customerId }) => customerId !== request.wishedId)
  const lines = [...(wished?.candidates ?? []), ...others].map((candidate) => ({
    customerId: candidate.customerId,
    company: candidate.company,
    industry: candidate.industry,
    size: candidate.size,
    people: candidate.persons.map(({ name, title }) => [name, title].filter(Boolean).join(', ')).join('; '),
    why: candidate.why.map(reasonInWords),
    freeOn: candidate.freeOn,
    isWished: candidate.customerId === request.wishedId,
  }))
  const moreHref = page.next && `/references/requests/${request.id}?cursor=${cursorOf({ at: page.next.addedAt, id: page.next.customerId })}`
  return { lines, moreHref }
}

async function findChosen(c: AppContext, request: RequestRow, customerId: string, at: Date) {
  const { db } = c.var.deps
  const { candidates } = await matchCustomers(db, wishOf(request), {}, { at, customerId })
  const [candidate] = candidates
  if (!candidate) return undefined
  const { id } = await findOpenObligation(db, customerId, request.activity)
  const people = candidate.persons.map(({ contactId, name, title }) => ({ id: contactId, label: [name, title].filter(Boolean).join(', ') }))
  return { customerId, company: candidate.company, people, owed: id !== undefined }
}
