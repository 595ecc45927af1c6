import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { AskPage } from '../../portal/pages/ask-page.tsx'
import { AsksPage } from '../../portal/pages/asks-page.tsx'
import { findLink } from '../agreements/store-links.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { linkEnded, notFound, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { getPartner } from '../partners/store.ts'
import { acceptSlot, declineAsk } from './answer.ts'
import { sayOutcome } from './outcome.ts'
import { answerShape, outcomeShape } from './shapes.ts'
import { findProfile } from './store-pool.ts'
import {
  dueOf,
  findActivityOfRequest,
  findGuest,
  getRequest,
  listOutcomes,
  listRequestsOfCustomer,
  listSlots,
  type RequestRow,
} from './store-requests.ts'

/** What a customer was asked: by the private link of its mail, or by a member whose company it is. */
export const asks = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member'), async (c) => {
    const { deps, member } = c.var
    const { prospectId } = await getPartner(deps.db, member.partnerId)
    return c.render(<AsksPage asks={prospectId ? await listRequestsOfCustomer(deps.db, prospectId) : []} />)
  })
  .get('/:key', allow('anyone'), async (c) => renderAsk(c, await askOf(c)))
  .post('/:key/answer', allow('anyone'), async (c) => {
    const ask = await askOf(c)
    const form = await readForm(c, answerShape)
    if (!form.ok) return renderAsk(c, ask, form)
    const { slot } = form.values
    const answer = () =>
      slot === 'none' ? declineAsk(c.var.deps, ask.request, ask.by) : acceptSlot(c.var.deps, ask.request, Number(slot), ask.by)
    return orAgain(form, () => answer().then(() => c.redirect(`/asks/${c.req.param('key')}`, 303)), againFor(c))
  })
  .post('/:key/outcome', allow('anyone'), async (c) => {
    const ask = await askOf(c)
    const form = await readForm(c, outcomeShape)
    if (!form.ok) return renderAsk(c, ask, form)
    const say = () => sayOutcome(c.var.deps, ask.request, 'customer', ask.by, form.values)
    return orAgain(form, () => say().then(() => c.redirect(`/asks/${c.req.param('key')}`, 303)), againFor(c))
  })

/** The request may have moved meanwhile: it is read again. */
const againFor = (c: AppContext) => async (form: FormState, status: RefusalStatus) => renderAsk(c, await askOf(c), form, status)

type Ask = { request: RequestRow; isMember: boolean /** Of the trail: a member's id, or the contact that the link names. */; by: string }

/**
 * A request's id opens it for members of the customer alone; anything else is a private link, or nothing.
 *
 * @throws Refusal not_found
 */
async function askOf(c: AppContext): Promise<Ask> {
  const { db } = c.var.deps
  const key = c.req.param('key') ?? ''
  const { viewer } = c.var
  if (/^rrq_/.test(key)) {
    if (viewer?.kind !== 'member') throw notFound()
    const [request, partner] = await Promise.all([getRequest(db, key), getPartner(db, viewer.partnerId)])
    if (!request.customerId || request.customerId !== partner.prospectId) throw notFound()
    return { request, isMember: true, by: viewer.id }
  }
  const link = await findLink(c.var.deps, 'customer', key)
  if (!link) throw linkEnded()
  return { request: await getRequest(db, link.subject), isMember: false, by: link.contactId }
}

async function renderAsk(c: AppContext, { request, isMember }: Ask, form?: FormState, status: RefusalStatus = 422) {
  const { db, now } = c.var.deps
  const at = now()
  const [slots, activity, outcomes, guest, profile] = await Promise.all([
    listSlots(db, request.id),
    findActivityOfRequest(db, request.id),
    listOutcomes(db, request.id),
    findGuest(db, request.guestId),
    request.customerId ? findProfile(db, request.customerId) : undefined,
  ])
  const left = activity?.obligationId ? await dueOf(db, activity.obligationId) : undefined
  const isOver = request.slotAt !== null && request.slotAt <= at
  return c.render(
    <AskPage
      action={`/asks/${c.req.param('key')}`}
      contact={request.contactName ?? ''}
      prospect={request.prospect}
      guest={guest}
      activity={request.activity}
      topics={request.topics}
      slots={slots.map(({ n, startsAt }) => ({ n, startsAt, isOver: startsAt <= at }))}
      status={request.status}
      slotAt={request.slotAt}
      left={left ?? null}
      restDays={profile?.restDays ?? 90}
      asksOutcome={request.status === 'scheduled' && isOver && !outcomes.some(({ side }) => side === 'customer')}
      isMember={isMember}
      form={form}
    />,
    { audience: 'home', status: form ? status : 200 },
  )
}
