import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { NewIntroductionPage } from '../../portal/pages/new-introduction-page.tsx'
import { ProspectOfPartnerPage } from '../../portal/pages/prospect-of-partner-page.tsx'
import { ProspectPage } from '../../portal/pages/prospect-page.tsx'
import { ProspectsOfPartnerPage } from '../../portal/pages/prospects-of-partner-page.tsx'
import { ProspectsPage } from '../../portal/pages/prospects-page.tsx'
import { type ProspectStage, prospectStages } from '../../schema/prospects.ts'
import { moveShape } from '../attribution/claim-shapes.ts'
import { readExplanation, readExplanationTo } from '../attribution/explanation.ts'
import { moveAttribution } from '../attribution/move.ts'
import { findAttribution } from '../attribution/store.ts'
import { listOpenClaimsOfProspect } from '../attribution/store-claims.ts'
import { listSignalsOfProspect } from '../attribution/store-queue.ts'
import { findStanding } from '../attribution/store-standing.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { changeStage } from './change-stage.ts'
import { introduceSomebody } from './introduce-somebody.ts'
import { introductionShape, stageShape } from './shapes.ts'
import {
  getProspect,
  getProspectOfPartner,
  listContacts,
  listDealsOfProspect,
  listIntroductions,
  listProspects,
  listProspectsOfPartner,
} from './store.ts'

export const introductions = new Hono<AppEnv>()
  .get('/new', allow('partner owner', 'partner member'), (c) => renderIntroduction(c))
  .post('/', allow('partner owner', 'partner member'), async (c) => {
    const form = await readForm(c, introductionShape)
    if (!form.ok) return renderIntroduction(c, form)
    try {
      const introduced = await introduceSomebody(c.var.deps, c.var.member, form.values)
      if (!introduced.ok) return renderIntroduction(c, withProblem(form, introduced.problem, introduced.field))
      return c.redirect(`/prospects/${introduced.prospectId}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'erased') throw error
      return renderIntroduction(c, withProblem(form, error.message), 409)
    }
  })

const renderIntroduction = (c: AppContext, form?: FormState, status: RefusalStatus = 422) =>
  c.render(
    <NewIntroductionPage act={form?.entered.act || c.var.deps.newId('act')} company={c.var.deps.settings.companyName} form={form} />,
    { status: form ? status : 200 },
  )

/** One address, two pages: a partner sees its own in plain words, sales and the auditor see everything. */
export const prospects = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member', 'sales', 'auditor'), (c) =>
    c.var.viewer?.kind === 'member' ? renderOwnList(c) : renderList(c),
  )
  .get('/:id', allow('partner owner', 'partner member', 'sales', 'auditor'), (c) =>
    c.var.viewer?.kind === 'member' ? renderOwn(c, c.req.param('id')) : renderWhole(c, c.req.param('id')),
  )
  .post('/:id/stage', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, stageShape)
    if (!form.ok) return renderWhole(c, id, form)
    try {
      await changeStage(c.var.deps, c.var.staff.id, id, form.values)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error
      return renderWhole(c, id, withProblem(form, error.message), error.status)
    }
    return c.redirect(`/prospects/${id}`, 303)
  })
  .post('/:id/attribution', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, moveShape)
    if (!form.ok) return renderWhole(c, id, form)
    try {
      await moveAttribution(c.var.deps, { ...form.values, prospectId: id, touchId: null, actor: c.var.staff.id })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // A partner that is not there is a problem of the form; a prospect that is not there has no page.
      await getProspect(c.var.deps.db, id)
      const isMissing = error.code === 'not_found'
      const message = isMissing ? 'There is no such partner. Use the id as it stands on its page.' : error.message
      return renderWhole(c, id, withProblem(form, message, isMissing ? 'other' : 'move_reason'), isMissing ? 422 : error.status)
    }
    return c.redirect(`/prospects/${id}`, 303)
  })

const stageIn = (text: string | undefined): ProspectStage | undefined => prospectStages.find((stage) => stage === text)

async function renderOwnList(c: AppContext) {
  const { deps, member } = c.var
  const stage = stageIn(c.req.query('stage'))
  const found = await listProspectsOfPartner(deps.db, member.partnerId, stage, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(found, ({ touchedAt, touchId }) => ({ at: touchedAt, id: touchId }))
  return c.render(<ProspectsOfPartnerPage prospects={rows} stage={stage} olderHref={next && hrefOf({ stage, cursor: next })} />)
}

async function renderOwn(c: AppContext, id: string) {
  const { deps, member } = c.var
  const prospect = await getProspectOfPartner(deps.db, member.partnerId, id)
  const [attribution, explanation, contacts] = await Promise.all([
    findAttribution(deps.db, id),
    readExplanationTo(deps.db, member.partnerId, id),
    listContacts(deps.db, id),
  ])
  const isCredited = attribution?.partnerId === member.partnerId
  return c.render(
    <ProspectOfPartnerPage
      company={prospect.company}
      prospectId={id}
      stage={prospect.stage}
      isCredited={isCredited}
      standing={isCredited && attribution ? await findStanding(deps.db, attribution) : undefined}
      explanation={explanation}
      contacts={contacts.filter(({ namedBy }) => namedBy === member.partnerId)}
    />,
  )
}

const maxSearchLength = 100

async function renderList(c: AppContext) {
  const search = c.req.query('q')?.trim().slice(0, maxSearchLength) || undefined
  const stage = stageIn(c.req.query('stage'))
  const found = await listProspects(c.var.deps.db, { search, stage }, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(found, ({ createdAt, id }) => ({ at: createdAt, id }))
  return c.render(
    <ProspectsPage prospects={rows} search={search} stage={stage} olderHref={next && hrefOf({ q: search, stage, cursor: next })} />,
  )
}

async function renderWhole(c: AppContext, id: string, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const prospect = await getProspect(deps.db, id)
  const [attribution, explanation, claims, contacts, introduced, deals] = await Promise.all([
    findAttribution(deps.db, id),
    readExplanation(deps.db, id),
    listOpenClaimsOfProspect(deps.db, id),
    listContacts(deps.db, id),
    listIntroductions(deps.db, id),
    listDealsOfProspect(deps.db, id),
  ])
  const names = await namesOf(deps.db, attribution ? [attribution.decidedBy] : [])
  return c.render(
    <ProspectPage
      prospect={prospect}
      attribution={attribution && { ...attribution, decidedByName: names.get(attribution.decidedBy) ?? 'The programme’s rules' }}
      creditedName={explanation.decisions[0]?.who ?? undefined}
      explanation={explanation}
      rivals={rivalsOf(explanation, attribution?.partnerId)}
      claims={claims.filter(({ kind }) => kind !== 'wrong_amount')}
      contacts={contacts}
      introductions={introduced}
      deals={deals}
      signals={await listSignalsOfProspect(deps.db, id)}
      mayChange={staff.roles.includes('sales')}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}

/** Partners with a touch that have not got the credit, each once. */
const rivalsOf = ({ touches }: Awaited<ReturnType<typeof readExplanation>>, credited: string | null | undefined) => [
  ...new Map(
    touches.flatMap(({ partnerId, who }) =>
      partnerId && partnerId !== credited ? [[partnerId, { id: partnerId, name: who }] as const] : [],
    ),
  ).values(),
]

function hrefOf(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return `/prospects?${new URLSearchParams(given)}`
}
