import { Hono } from 'hono'
import * as v from 'valibot'
import type { FormState } from '../../portal/components/form-state.ts'
import { AgreementPage } from '../../portal/pages/agreement-page.tsx'
import { AgreementsPage } from '../../portal/pages/agreements-page.tsx'
import { NewAgreementPage } from '../../portal/pages/new-agreement-page.tsx'
import { type AgreementKind, agreementKinds, agreementStatuses } from '../../schema/agreements.ts'
import { pageOf, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { actIn, actOnly, type Declined, orAgain } from '../form-acts.ts'
import { actShape, incomplete, nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { bothShape } from '../proposals/shapes.ts'
import { changeWording, draftAgreement, draftNextVersion, getCustomerName, recordAsk } from './agreement.ts'
import { giveNotice } from './agreement-end.ts'
import { addBenefit, addObligation, agreeToDiscount, removeLine, setDiscount } from './agreement-lines.ts'
import { giveUpDraft, offerAgreement, takeOfferBack } from './agreement-offer.ts'
import { signAgreement } from './agreement-sign.ts'
import { viewAgreement } from './agreement-view.ts'
import { letBothStand } from './both-benefits.ts'
import { cancelObligation } from './deliver.ts'
import { sendRelationshipLink } from './relationship-link.ts'
import { addDays, templates } from './rules-agreements.ts'
import {
  askedShape,
  cancellationShape,
  newAgreementShape,
  newBenefitShape,
  newDiscountShape,
  newObligationShape,
  personShape,
  secondShape,
  shownTextShape,
  wordingShape,
} from './shapes-agreements.ts'
import { reasonShape } from './shapes-fields.ts'
import { getAgreement, listAgreements } from './store-agreements.ts'

const readers = ['sales', 'finance', 'approver', 'admin', 'auditor'] as const
const nextVersionShape = v.strictObject({ act: actShape }, incomplete)

export const agreements = new Hono<AppEnv>()
  .get('/', allow(...readers), async (c) => {
    const kind = agreementKinds.find((each) => each === c.req.query('kind'))
    const status = agreementStatuses.find((each) => each === c.req.query('status'))
    const listed = await listAgreements(c.var.deps.db, { kind, status }, readCursor(c.req.query('cursor')))
    const { rows, next } = pageOf(listed, (row) => ({ at: row.createdAt, id: row.id }))
    const query = new URLSearchParams({ ...(kind && { kind }), ...(status && { status }), ...(next && { cursor: next }) })
    const filter = { kind: kind ?? '', status: status ?? '' }
    return c.render(<AgreementsPage agreements={rows} filter={filter} olderHref={next && `/agreements?${query}`} />)
  })
  .get('/new', allow('sales', 'admin'), async (c) => {
    const kind = agreementKinds.find((each) => each === c.req.query('kind')) ?? 'reference'
    const prospectId = c.req.query('prospect')
    return prospectId ? renderNew(c, prospectId, kind) : c.redirect('/prospects', 303)
  })
  .post('/', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, newAgreementShape)
    if (!form.ok) return renderNew(c, form.entered.prospectId ?? '', kindIn(form.entered.kind), { form, status: 422 })
    return orAgain(
      form,
      async () => c.redirect(`/agreements/${await draftAgreement(c.var.deps, form.values, c.var.staff.id)}`, 303),
      (again, status) => renderNew(c, form.values.prospectId, form.values.kind, { form: again, status }),
    )
  })
  .get('/:id', allow(...readers), (c) => renderAgreement(c, c.req.param('id')))
  .post('/:id/wording', allow('sales', 'admin'), (c) =>
    actIn(c, wordingShape, pageOfId, (id, values) => changeWording(c.var.deps, id, values, c.var.staff.id), 'preamble'),
  )
  .post('/:id/obligations', allow('sales', 'admin'), (c) =>
    actIn(c, newObligationShape, pageOfId, (id, values) => addObligation(c.var.deps, id, values, c.var.staff.id), 'activity'),
  )
  .post('/:id/benefits', allow('sales', 'admin'), (c) =>
    actIn(c, newBenefitShape, pageOfId, (id, values) => addBenefit(c.var.deps, id, values, c.var.staff.id), 'benefit'),
  )
  .post('/:id/discount', allow('sales', 'admin'), (c) =>
    actIn(c, newDiscountShape, pageOfId, (id, values) => setDiscount(c.var.deps, id, values, c.var.staff.id), 'percent'),
  )
  .post('/:id/discount/second', allow('sales', 'admin', 'approver'), (c) =>
    actIn(
      c,
      secondShape,
      pageOfId,
      (id, { secondReason }) => agreeToDiscount(c.var.deps, id, secondReason, c.var.staff.id),
      'secondReason',
    ),
  )
  .post('/:id/both', allow('sales', 'finance'), (c) =>
    actIn(c, bothShape, pageOfId, (id, { bothReason }) => letBothStand(c.var.deps, id, bothReason, c.var.staff.id), 'bothReason'),
  )
  .post('/:id/asks', allow('sales', 'admin'), (c) =>
    actIn(
      c,
      askedShape,
      pageOfId,
      async (id, values) => {
        const { prospectId } = await getAgreement(c.var.deps.db, id)
        await recordAsk(c.var.deps, prospectId, values, c.var.staff.id)
      },
      'askedBy',
    ),
  )
  .post('/:id/lines/:line/removal', allow('sales', 'admin'), (c) => {
    const { id, line } = c.req.param()
    return actOnly(c, nothingShape, `/agreements/${id}`, () => removeLine(c.var.deps, id, line, c.var.staff.id))
  })
  .post('/:id/obligations/:line/cancellation', allow('sales', 'admin'), (c) =>
    actIn(c, cancellationShape, pageOfId, (id, { act, n, reason }) => cancelOf(c, id, { act, n, reason }), 'n'),
  )
  .post('/:id/offer', allow('sales', 'admin'), (c) =>
    actIn(c, nothingShape, pageOfId, (id) => offerAgreement(c.var.deps, id, c.var.staff.id), ''),
  )
  .post('/:id/return', allow('sales', 'admin'), (c) =>
    actIn(c, nothingShape, pageOfId, (id) => takeOfferBack(c.var.deps, id, c.var.staff.id), ''),
  )
  .post('/:id/signature', allow('sales', 'admin'), (c) =>
    actIn(
      c,
      shownTextShape,
      pageOfId,
      (id, { textHash }) => signAgreement(c.var.deps, id, textHash, { side: 'us', by: c.var.staff.id }),
      '',
    ),
  )
  .post('/:id/version', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, nextVersionShape)
    if (!form.ok) throw new Refusal('invalid', incomplete)
    return c.redirect(`/agreements/${await draftNextVersion(c.var.deps, c.req.param('id'), form.values.act, c.var.staff.id)}`, 303)
  })
  .post('/:id/link', allow('sales', 'admin'), (c) =>
    actIn(
      c,
      personShape,
      pageOfId,
      async (id, person) => {
        const { prospectId } = await getAgreement(c.var.deps.db, id)
        await sendRelationshipLink(c.var.deps, prospectId, person, c.var.staff.id)
      },
      'email',
    ),
  )
  .post('/:id/notice', allow('sales', 'admin'), (c) =>
    actIn(c, reasonShape, pageOfId, (id, { reason }) => endOrGiveUp(c, id, reason), 'reason'),
  )

const kindIn = (text: string | undefined): AgreementKind => agreementKinds.find((each) => each === text) ?? 'reference'

/** The page behind `/:id`, and where a done act leads. */
const pageOfId = { href: (id: string) => `/agreements/${id}`, render: renderAgreement }

async function cancelOf(c: AppContext, agreementId: string, { act, n, reason }: { act: string; n: number; reason: string }): Promise<void> {
  const obligationId = c.req.param('line') ?? ''
  const { db } = c.var.deps
  const { obligations } = await viewAgreement(c.var.deps, (await getAgreement(db, agreementId)).id)
  if (!obligations.some(({ id }) => id === obligationId)) throw notFound()
  await cancelObligation(c.var.deps, { id: `obm_${act}`, obligationId, n, reason, by: c.var.staff.id })
}

/** What both signed ends with notice, what they did not is given up. */
async function endOrGiveUp(c: AppContext, id: string, reason: string): Promise<void> {
  const { status } = await getAgreement(c.var.deps.db, id)
  const by = c.var.staff.id
  return status === 'draft' || status === 'offered'
    ? giveUpDraft(c.var.deps, id, reason, by)
    : giveNotice(c.var.deps, id, { by, reason, side: 'us' })
}

async function renderNew(c: AppContext, prospectId: string, kind: AgreementKind, declined?: Declined) {
  const { db, newId, now } = c.var.deps
  const company = await getCustomerName(db, prospectId)
  const today = dayOf(now())
  const defaults = { preamble: templates[kind], startsOn: today, endsOn: addDays(today, 365), noticeDays: 30 }
  const act = declined?.form.entered.act || newId('act')
  return c.render(
    <NewAgreementPage act={act} kind={kind} customer={{ id: prospectId, company }} defaults={defaults} form={declined?.form} />,
    {
      status: declined?.status ?? 200,
    },
  )
}

async function renderAgreement(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const view = await viewAgreement(deps, id)
  const mayChange = staff.roles.some((role) => role === 'sales' || role === 'admin')
  const maySecond = (mayChange || staff.roles.includes('approver')) && view.discount !== undefined && view.discount.givenBy !== staff.id
  const form: FormState | undefined = declined?.form
  return c.render(
    <AgreementPage
      {...view}
      mayChange={mayChange}
      maySecond={maySecond}
      mayLetBoth={staff.roles.some((role) => role === 'sales' || role === 'finance')}
      act={deps.newId('act')}
      form={form}
      formLine={form && c.req.param('line')}
    />,
    {
      status: declined?.status ?? 200,
    },
  )
}
