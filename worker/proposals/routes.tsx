import { Hono } from 'hono'
import { NewProposalPage } from '../../portal/pages/new-proposal-page.tsx'
import { ProposalPage } from '../../portal/pages/proposal-page.tsx'
import { ProposalPaperPage } from '../../portal/pages/proposal-paper-page.tsx'
import { ProposalsPage } from '../../portal/pages/proposals-page.tsx'
import { proposalStatuses, worryKinds } from '../../schema/proposals.ts'
import { getCustomerName, recordAsk } from '../agreements/agreement.ts'
import { activityOptions } from '../agreements/agreement-view.ts'
import { benefitWords, grantOptions, optionsOf } from '../agreements/agreement-words.ts'
import { findDiscountRules } from '../agreements/discount-rules.ts'
import { addDays } from '../agreements/rules-agreements.ts'
import { askedShape } from '../agreements/shapes-agreements.ts'
import { pageOf, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { readForm } from '../form.ts'
import { actIn, actOnly, type Declined, orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { addLine, agreeToPrice, allowBoth, changePrice, draftProposal, removeProposalLine } from './proposal.ts'
import { sendProposal, sendProposalAgain, takeProposalBack } from './send.ts'
import {
  answerShape,
  benefitLineShape,
  bothShape,
  dutyLineShape,
  grantLineShape,
  newProposalShape,
  priceShape,
  secondAgreedShape,
  sendingShape,
  worryShape,
} from './shapes.ts'
import { getProposal, listProposals } from './store.ts'
import { viewProposal } from './view.ts'
import { answerWords } from './words.ts'
import { answerWorry, raiseWorry, settleWorry } from './worries.ts'

const readers = ['sales', 'finance', 'approver', 'admin', 'auditor'] as const
const writers = ['sales', 'admin'] as const
const pageOfId = { href: (id: string) => `/proposals/${id}`, render: renderProposal }

export const proposals = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderList(c))
  .get('/new', allow(...writers), async (c) => {
    const prospectId = c.req.query('prospect')
    return prospectId ? renderNew(c, prospectId) : c.redirect('/prospects', 303)
  })
  .post('/', allow(...writers), async (c) => {
    const form = await readForm(c, newProposalShape)
    if (!form.ok) return renderNew(c, form.entered.prospectId ?? '', { form, status: 422 })
    return orAgain(
      form,
      async () => c.redirect(`/proposals/${await draftProposal(c.var.deps, form.values, c.var.staff.id)}`, 303),
      (again, status) => renderNew(c, form.values.prospectId, { form: again, status }),
    )
  })
  .get('/:id', allow(...readers), (c) => renderProposal(c, c.req.param('id')))
  .get('/:id/paper', allow(...readers), async (c) => {
    const view = await viewProposal(c.var.deps, c.req.param('id'))
    return c.render(<ProposalPaperPage {...view} programme={c.var.deps.settings.companyName} />)
  })
  .post('/:id/price', allow(...writers), (c) =>
    actIn(c, priceShape, pageOfId, (id, values) => changePrice(c.var.deps, id, values, c.var.staff.id), 'list'),
  )
  .post('/:id/duties', allow(...writers), (c) =>
    actIn(c, dutyLineShape, pageOfId, (id, line) => addLine(c.var.deps, id, line, c.var.staff.id), 'activity'),
  )
  .post('/:id/permissions', allow(...writers), (c) =>
    actIn(c, grantLineShape, pageOfId, (id, line) => addLine(c.var.deps, id, line, c.var.staff.id), 'grant'),
  )
  .post('/:id/benefits', allow(...writers), (c) =>
    actIn(c, benefitLineShape, pageOfId, (id, line) => addLine(c.var.deps, id, line, c.var.staff.id), 'benefit'),
  )
  .post('/:id/lines/:n/removal', allow(...writers), (c) => {
    const { id, n } = c.req.param()
    return actOnly(c, nothingShape, `/proposals/${id}`, () => removeProposalLine(c.var.deps, id, lineIn(n), c.var.staff.id))
  })
  .post('/:id/asks', allow(...writers), (c) =>
    actIn(
      c,
      askedShape,
      pageOfId,
      async (id, values) => {
        const { proposal } = await getProposal(c.var.deps.db, id)
        await recordAsk(c.var.deps, proposal.prospectId, values, c.var.staff.id)
      },
      'askedBy',
    ),
  )
  .post('/:id/worries', allow(...writers), (c) =>
    actIn(c, worryShape, pageOfId, (id, { worry, words }) => raiseWorry(c.var.deps, id, { kind: worry, words }, c.var.staff.id), 'worry'),
  )
  .post('/:id/worries/:kind/answer', allow(...writers), (c) =>
    actIn(c, answerShape, pageOfId, (id, answer) => answerWorry(c.var.deps, id, kindIn(c), answer, c.var.staff.id), 'cannot'),
  )
  .post('/:id/worries/:kind/settlement', allow(...writers), (c) =>
    actIn(c, nothingShape, pageOfId, (id) => settleWorry(c.var.deps, id, kindIn(c), c.var.staff.id), ''),
  )
  .post('/:id/second', allow('sales', 'admin', 'approver'), (c) =>
    actIn(
      c,
      secondAgreedShape,
      pageOfId,
      (id, { secondReason }) => agreeToPrice(c.var.deps, id, secondReason, c.var.staff.id),
      'secondReason',
    ),
  )
  .post('/:id/both', allow(...writers), (c) =>
    actIn(c, bothShape, pageOfId, (id, { bothReason }) => allowBoth(c.var.deps, id, bothReason, c.var.staff.id), 'bothReason'),
  )
  .post('/:id/sending', allow(...writers), (c) =>
    actIn(c, sendingShape, pageOfId, (id, { reader }) => sendProposal(c.var.deps, id, reader, c.var.staff.id), 'reader'),
  )
  .post('/:id/link', allow(...writers), (c) =>
    actIn(c, sendingShape, pageOfId, (id, { reader }) => sendProposalAgain(c.var.deps, id, reader, c.var.staff.id), 'reader'),
  )
  .post('/:id/return', allow(...writers), (c) =>
    actIn(c, nothingShape, pageOfId, (id) => takeProposalBack(c.var.deps, id, c.var.staff.id), ''),
  )

const lineIn = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw notFound()
  return Number(text)
}

function kindIn(c: AppContext) {
  const kind = worryKinds.find((each) => each === c.req.param('kind'))
  if (!kind) throw notFound()
  return kind
}

const mayWrite = (c: AppContext): boolean => c.var.staff.roles.some((role) => role === 'sales' || role === 'admin')

async function renderList(c: AppContext) {
  const status = proposalStatuses.find((each) => each === c.req.query('status'))
  const listed = await listProposals(c.var.deps.db, { status }, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(listed, (row) => ({ at: row.createdAt, id: row.id }))
  const query = new URLSearchParams({ ...(status && { status }), ...(next && { cursor: next }) })
  return c.render(<ProposalsPage proposals={rows} status={status ?? ''} olderHref={next && `/proposals?${query}`} />)
}

async function renderNew(c: AppContext, prospectId: string, declined?: Declined) {
  const { db, newId } = c.var.deps
  const [company, rules] = await Promise.all([getCustomerName(db, prospectId), findDiscountRules(db)])
  const opens = rules.policy === 'standard' ? rules : { referenceBps: 0, sponsorBps: 0 }
  const act = declined?.form.entered.act || newId('act')
  return c.render(<NewProposalPage act={act} prospect={{ id: prospectId, company }} opens={opens} form={declined?.form} />, {
    status: declined?.status ?? 200,
  })
}

async function renderProposal(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const view = await viewProposal(deps, id)
  const today = dayOf(deps.now())
  return c.render(
    <ProposalPage
      {...view}
      mayChange={mayWrite(c)}
      maySecond={(mayWrite(c) || staff.roles.includes('approver')) && (view.proposal.pricedBy ?? view.proposal.createdBy) !== staff.id}
      act={deps.newId('act')}
      today={today}
      dueOn={addDays(today, 365)}
      activities={activityOptions}
      grants={grantOptions}
      benefitKinds={optionsOf(benefitWords)}
      answers={optionsOf(answerWords)}
      form={declined?.form}
      formWorry={declined && c.req.param('kind')}
    />,
    { status: declined?.status ?? 200 },
  )
}
