import { Hono } from 'hono'
import type * as v from 'valibot'
import { NoRelationshipPage } from '../../portal/pages/no-relationship-page.tsx'
import { RelationshipPage } from '../../portal/pages/relationship-page.tsx'
import { acceptMeasurement, disputeMeasurement } from '../deals/measurements.ts'
import { getMeasurementOfCustomer } from '../deals/store-kinds.ts'
import { agreeToResult } from '../engagements/criteria.ts'
import { agreedResultShape } from '../engagements/shapes.ts'
import { getCriterionOfCustomer } from '../engagements/store.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { linkEnded, notFound, Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { type Declined, orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { listBalancesOfPartner } from '../ledger/store.ts'
import { amountsOf } from '../partners/rules-overview.ts'
import { listPaidOfPartner } from '../partners/store-overview.ts'
import { getQuoteOfCustomer } from '../quotes/store.ts'
import { withdrawQuote } from '../quotes/withdraw.ts'
import { getCustomerName } from './agreement.ts'
import { giveNotice } from './agreement-end.ts'
import { signAgreement } from './agreement-sign.ts'
import { approveGrant } from './grant.ts'
import { refuseGrant, withdrawGrant } from './leave-grant.ts'
import { findOpenLink } from './relationship-link.ts'
import { viewRelationship } from './relationship-view.ts'
import { acceptanceShape, resultShape } from './shapes-agreements.ts'
import { reasonShape } from './shapes-fields.ts'
import { ownApprovalShape } from './shapes-grants.ts'
import { findCustomerOfPartner, getAgreementOfCustomer } from './store-agreements.ts'
import { getGrantOfCustomer } from './store-grants.ts'

/** Whose relationship is open, and who looks at it through what. */
type Viewing = { prospectId: string; base: string; name: string; via: string; mayDecide: boolean; partnerId: string | undefined }

/** For members of a partner: the customer that their company is. */
export const relationship = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member'), async (c) => {
    const viewing = await viewingOfMember(c)
    return viewing ? renderRelationship(c, viewing) : c.render(<NoRelationshipPage programme={c.var.deps.settings.companyName} />)
  })
  .post('/agreements/:id/signature', allow('partner owner'), async (c) => sign(c, await requireViewing(c)))
  .post('/agreements/:id/notice', allow('partner owner'), async (c) => end(c, await requireViewing(c)))
  .post('/criteria/:id/acceptance', allow('partner owner'), async (c) => agreeToCriterion(c, await requireViewing(c)))
  .post('/results/:id/acceptance', allow('partner owner'), async (c) => acceptResult(c, await requireViewing(c)))
  .post('/results/:id/dispute', allow('partner owner'), async (c) => disputeResult(c, await requireViewing(c)))
  .post('/grants/:id/approval', allow('partner owner'), async (c) => approve(c, await requireViewing(c)))
  .post('/grants/:id/refusal', allow('partner owner'), async (c) => leave(c, await requireViewing(c), refuseGrant, 'said no on its page'))
  .post('/grants/:id/withdrawal', allow('partner owner'), async (c) =>
    leave(c, await requireViewing(c), withdrawGrant, 'withdrawn by the customer on its page'),
  )
  .post('/quotes/:id/withdrawal', allow('partner owner'), async (c) => withdrawLine(c, await requireViewing(c)))

/** For a person of a customer that is no partner, by the private link of a mail. */
export const relationshipByLink = new Hono<AppEnv>()
  .get('/:link', allow('anyone'), async (c) => renderRelationship(c, await viewingOfLink(c)))
  .post('/:link/agreements/:id/signature', allow('anyone'), async (c) => sign(c, await viewingOfLink(c)))
  .post('/:link/agreements/:id/notice', allow('anyone'), async (c) => end(c, await viewingOfLink(c)))
  .post('/:link/criteria/:id/acceptance', allow('anyone'), async (c) => agreeToCriterion(c, await viewingOfLink(c)))
  .post('/:link/results/:id/acceptance', allow('anyone'), async (c) => acceptResult(c, await viewingOfLink(c)))
  .post('/:link/results/:id/dispute', allow('anyone'), async (c) => disputeResult(c, await viewingOfLink(c)))
  .post('/:link/grants/:id/approval', allow('anyone'), async (c) => approve(c, await viewingOfLink(c)))
  .post('/:link/grants/:id/refusal', allow('anyone'), async (c) => leave(c, await viewingOfLink(c), refuseGrant, 'said no on its page'))
  .post('/:link/grants/:id/withdrawal', allow('anyone'), async (c) =>
    leave(c, await viewingOfLink(c), withdrawGrant, 'withdrawn by the customer on its page'),
  )
  .post('/:link/quotes/:id/withdrawal', allow('anyone'), async (c) => withdrawLine(c, await viewingOfLink(c)))

async function viewingOfMember(c: AppContext): Promise<Viewing | undefined> {
  const { deps, member } = c.var
  const customer = await findCustomerOfPartner(deps.db, member.partnerId)
  return (
    customer && {
      prospectId: customer.prospectId,
      base: '/relationship',
      name: member.name,
      via: member.id,
      mayDecide: member.role === 'owner',
      partnerId: member.partnerId,
    }
  )
}

async function requireViewing(c: AppContext): Promise<Viewing> {
  const viewing = await viewingOfMember(c)
  if (!viewing) throw notFound()
  return viewing
}

async function viewingOfLink(c: AppContext): Promise<Viewing> {
  const token = c.req.param('link') ?? ''
  const link = await findOpenLink(c.var.deps, token)
  if (!link) throw linkEnded()
  return {
    prospectId: link.prospectId,
    base: `/relationship/by-link/${token}`,
    name: link.name,
    via: link.id,
    mayDecide: true,
    partnerId: undefined,
  }
}

const idIn = (c: AppContext): string => c.req.param('id') ?? ''

async function sign(c: AppContext, viewing: Viewing) {
  const id = idIn(c)
  await getAgreementOfCustomer(c.var.deps.db, viewing.prospectId, id)
  return decide(c, viewing, acceptanceShape, ({ name, textHash }) =>
    signAgreement(c.var.deps, id, textHash, { side: 'them', name, via: viewing.via }),
  )
}

async function end(c: AppContext, viewing: Viewing) {
  const id = idIn(c)
  await getAgreementOfCustomer(c.var.deps.db, viewing.prospectId, id)
  return decide(c, viewing, reasonShape, ({ reason }) => giveNotice(c.var.deps, id, { by: viewing.via, reason, side: 'them' }))
}

async function agreeToCriterion(c: AppContext, viewing: Viewing) {
  const id = idIn(c)
  await getCriterionOfCustomer(c.var.deps.db, viewing.prospectId, id)
  return decide(c, viewing, agreedResultShape, ({ textHash, name }) =>
    agreeToResult(c.var.deps, viewing.prospectId, id, { textHash, name }, viewing.via),
  )
}

async function acceptResult(c: AppContext, viewing: Viewing) {
  const { deps } = c.var
  const { id, dealId } = await getMeasurementOfCustomer(deps.db, viewing.prospectId, idIn(c))
  return decide(c, viewing, resultShape, ({ name }) => acceptMeasurement(deps, dealId, id, { side: 'them', name, via: viewing.via }))
}

async function disputeResult(c: AppContext, viewing: Viewing) {
  const { deps } = c.var
  const { id, dealId } = await getMeasurementOfCustomer(deps.db, viewing.prospectId, idIn(c))
  return decide(c, viewing, reasonShape, ({ reason }) => disputeMeasurement(deps, dealId, id, reason, { side: 'them', actor: viewing.via }))
}

async function approve(c: AppContext, viewing: Viewing) {
  const id = idIn(c)
  await getGrantOfCustomer(c.var.deps.db, viewing.prospectId, id)
  return decide(c, viewing, ownApprovalShape, ({ side, textHash }) => {
    if (side === 'us') throw new Refusal('wrong_state', 'That yes is ours to give.')
    return approveGrant(c.var.deps, id, { side, name: viewing.name, via: viewing.via, shownHash: textHash })
  })
}

async function leave(c: AppContext, viewing: Viewing, act: typeof refuseGrant, reason: string) {
  const id = idIn(c)
  await getGrantOfCustomer(c.var.deps.db, viewing.prospectId, id)
  return decide(c, viewing, nothingShape, () => act(c.var.deps, id, { by: viewing.via, side: 'them', reason }))
}

async function withdrawLine(c: AppContext, viewing: Viewing) {
  const quote = await getQuoteOfCustomer(c.var.deps.db, viewing.prospectId, idIn(c))
  const leaving = { by: viewing.via, side: 'them' as const, reason: 'withdrawn by the customer on its page' }
  return decide(c, viewing, nothingShape, () => withdrawQuote(c.var.deps, quote, leaving))
}

/** Reads the form, decides, and leads back; what is wrong stands at the record's own form. A box that stands for a decision must be ticked. */
async function decide<Shape extends v.GenericSchema<unknown, unknown>>(
  c: AppContext,
  viewing: Viewing,
  shape: Shape,
  act: (values: v.InferOutput<Shape>) => Promise<void>,
) {
  const form = await readForm(c, shape)
  if (!form.ok) return renderRelationship(c, viewing, { form, status: 422 })
  if (isRecord(form.values) && 'agreed' in form.values && form.values.agreed !== 'yes') {
    return renderRelationship(c, viewing, { form: withProblem(form, 'Tick the box to decide.', 'agreed'), status: 422 })
  }
  return orAgain(
    form,
    () => act(form.values).then(() => c.redirect(viewing.base, 303)),
    (again, status) => renderRelationship(c, viewing, { form: again, status }),
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

async function renderRelationship(c: AppContext, viewing: Viewing, declined?: Declined) {
  const { deps } = c.var
  const [company, view, earnings] = await Promise.all([
    getCustomerName(deps.db, viewing.prospectId),
    viewRelationship(deps, viewing.prospectId),
    viewing.partnerId ? earningsOf(c, viewing.partnerId) : undefined,
  ])
  return c.render(
    <RelationshipPage
      programme={deps.settings.companyName}
      company={company}
      base={viewing.base}
      viewer={viewing}
      view={view}
      earnings={earnings}
      form={declined?.form}
      formOf={declined && idIn(c)}
    />,
    { audience: 'home', status: declined?.status ?? 200 },
  )
}

async function earningsOf(c: AppContext, partnerId: string) {
  const { db } = c.var.deps
  const [balances, paid] = await Promise.all([listBalancesOfPartner(db, partnerId), listPaidOfPartner(db, partnerId)])
  return { ready: amountsOf(balances, (row) => row.availMinor), waiting: amountsOf(balances, (row) => row.pendingMinor), paid }
}
