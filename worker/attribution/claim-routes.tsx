import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { ClaimOfPartnerPage } from '../../portal/pages/claim-page.tsx'
import { ClaimToAnswerPage } from '../../portal/pages/claim-to-answer-page.tsx'
import { ClaimsOfPartnerPage, ClaimsPage } from '../../portal/pages/claims-page.tsx'
import { NewClaimPage } from '../../portal/pages/new-claim-page.tsx'
import { type Claim, claimStatuses } from '../../schema/claims.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import type { RefusalStatus } from '../errors.ts'
import { type FormResult, readForm } from '../form.ts'
import { actIn, type Declined, orAgain } from '../form-acts.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { getPartner } from '../partners/store.ts'
import { getProspectOfPartner, isSeenBy } from '../prospects/store.ts'
import { answerClaim } from './answer-claim.ts'
import { appealClaim, submitClaim } from './claim.ts'
import { amountAnswerShape, appealShape, creditAnswerShape, namingAnswerShape, newClaimShape } from './claim-shapes.ts'
import { claimView, claimViewOfPartner } from './claim-view.ts'
import { readExplanation } from './explanation.ts'
import { whyNotAnswer } from './rules-claims.ts'
import {
  findClaimable,
  findCommission,
  getClaim,
  getClaimOfPartner,
  listClaims,
  listOwedAnswers,
  readClaimFigures,
} from './store-claims.ts'

const owedAtOnce = 20

const ownPage = { href: (id: string) => `/claims/${id}`, render: renderOwn }

/** `/claims`: a partner sees its own in plain words, staff see whose answer is due. */
export const claims = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member', 'sales', 'finance', 'auditor'), (c) =>
    c.var.viewer?.kind === 'member' ? renderOwnList(c) : renderList(c),
  )
  .get('/new', allow('partner owner', 'partner member'), (c) =>
    renderNew(c, { prospect: c.req.query('prospect'), commission: c.req.query('commission') }),
  )
  .post('/', allow('partner owner', 'partner member'), async (c) => {
    const form = await readForm(c, newClaimShape)
    const about = { prospect: form.entered.prospect, commission: form.entered.commission }
    if (!form.ok) return renderNew(c, about, form)
    return orAgain(
      form,
      async () => c.redirect(`/claims/${await submitClaim(c.var.deps, c.var.member, form.values)}`, 303),
      (again, status) => renderNew(c, about, again, status),
    )
  })
  .get('/:id', allow('partner owner', 'partner member', 'sales', 'finance', 'auditor'), (c) =>
    c.var.viewer?.kind === 'member' ? renderOwn(c, c.req.param('id')) : renderToAnswer(c, c.req.param('id')),
  )
  .post('/:id/appeal', allow('partner owner', 'partner member'), (c) =>
    actIn(c, appealShape, ownPage, (id, { appeal }) => appealClaim(c.var.deps, c.var.member, id, appeal)),
  )
  .post('/:id/answer', allow('sales', 'finance'), async (c) => {
    const id = c.req.param('id')
    const form = await readAnswer(c, await getClaim(c.var.deps.db, id))
    if (!form.ok) return renderToAnswer(c, id, form)
    return orAgain(
      form,
      async () => {
        await answerClaim(c.var.deps, id, form.values, c.var.staff)
        return c.redirect(`/claims/${id}`, 303)
      },
      (again, status) => renderToAnswer(c, id, again, status),
    )
  })

const readAnswer = (c: AppContext, { kind, prospectId }: Claim): Promise<FormResult<Parameters<typeof answerClaim>[2]>> =>
  kind === 'wrong_amount' ? readForm(c, amountAnswerShape) : readForm(c, prospectId ? creditAnswerShape : namingAnswerShape)

const statusIn = (text: string | undefined) => claimStatuses.find((each) => each === text)
const olderOf = (next: string | undefined, status: string | undefined) =>
  next && `/claims?${new URLSearchParams({ ...(status && { status }), cursor: next })}`

async function renderOwnList(c: AppContext) {
  const { deps, member } = c.var
  const status = statusIn(c.req.query('status'))
  const [listed, own, all] = await Promise.all([
    listClaims(deps.db, { partnerId: member.partnerId, status, cursor: readCursor(c.req.query('cursor')) }),
    readClaimFigures(deps.db, member.partnerId),
    readClaimFigures(deps.db, 'all'),
  ])
  const { rows, next } = pageOf(listed, ({ submittedAt, id }) => ({ at: submittedAt, id }))
  const views = rows.map((claim) => claimViewOfPartner(claim, deps.now()))
  return c.render(<ClaimsOfPartnerPage claims={views} figures={{ own, all }} status={status} olderHref={olderOf(next, status)} />)
}

async function renderList(c: AppContext) {
  const { deps } = c.var
  const status = statusIn(c.req.query('status'))
  const cursor = readCursor(c.req.query('cursor'))
  const [listed, owed, figures] = await Promise.all([
    listClaims(deps.db, { status, cursor }),
    status || cursor ? [] : listOwedAnswers(deps.db, owedAtOnce),
    readClaimFigures(deps.db, 'all'),
  ])
  const { rows, next } = pageOf(listed, ({ submittedAt, id }) => ({ at: submittedAt, id }))
  const viewOf = (claim: (typeof rows)[number]) => ({ ...claimView(claim, deps.now()), partner: claim.partner })
  return c.render(
    <ClaimsPage
      owed={status || cursor ? undefined : owed.map(viewOf)}
      claims={rows.map(viewOf)}
      figures={figures}
      status={status}
      now={deps.now()}
      olderHref={olderOf(next, status)}
    />,
  )
}

type About = { prospect: string | undefined; commission: string | undefined }

async function renderNew(c: AppContext, { prospect, commission }: About, form?: FormState, status: RefusalStatus = 422) {
  const { deps, member } = c.var
  const known = prospect ? await getProspectOfPartner(deps.db, member.partnerId, prospect) : undefined
  const earned = commission ? await findClaimable(deps.db, commission) : undefined
  const own = earned?.commission.partnerId === member.partnerId ? earned : undefined
  return c.render(
    <NewClaimPage
      act={form?.entered.act || deps.newId('act')}
      prospect={known && { id: known.id, company: known.company }}
      commission={
        own && { id: own.commission.id, company: own.company, amountMinor: own.commission.amountMinor, currency: own.commission.currency }
      }
      form={form}
    />,
    { status: form ? status : 200 },
  )
}

async function renderOwn(c: AppContext, id: string, declined?: Declined) {
  const { deps, member } = c.var
  const claim = await getClaimOfPartner(deps.db, member.partnerId, id)
  return c.render(
    <ClaimOfPartnerPage
      claim={claimViewOfPartner(claim, deps.now())}
      isSeen={await isSeenBy(deps.db, member.partnerId, claim.prospectId)}
      form={declined?.form}
    />,
    {
      status: declined?.status ?? 200,
    },
  )
}

async function renderToAnswer(c: AppContext, id: string, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const claim = await getClaim(deps.db, id)
  const { prospectId } = claim
  const [explanation, commission, partner, names] = await Promise.all([
    prospectId ? readExplanation(deps.db, prospectId) : { decisions: [], touches: [], refused: [] },
    claim.commissionId ? findCommission(deps.db, claim.commissionId) : undefined,
    getPartner(deps.db, claim.partnerId),
    namesOf(
      deps.db,
      [claim.memberId, claim.decidedBy, claim.appealDecidedBy].filter((each) => each !== null),
    ),
  ])
  const view = claimView(claim, deps.now())
  return c.render(
    <ClaimToAnswerPage
      claim={{ ...view, answers: view.answers.map((each) => ({ ...each, by: each.by && (names.get(each.by) ?? each.by) })) }}
      partner={partner}
      askedBy={names.get(claim.memberId) ?? claim.memberId}
      explanation={explanation}
      commission={commission && { id: commission.id, currency: commission.currency, isRefused: commission.status === 'rejected' }}
      whyNot={whyNotAnswer(claim, staff)}
      now={deps.now()}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}
