import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { NewSurveyPage } from '../../portal/pages/new-survey-page.tsx'
import { SurveyPage } from '../../portal/pages/survey-page.tsx'
import { SurveysPage } from '../../portal/pages/surveys-page.tsx'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import type { RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { actOnly, orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { shownAs, surveyStateOf } from './rules.ts'
import { newSurveyShape, surveyAnswerShape } from './shapes.ts'
import { findQuoteOfSurvey } from './store.ts'
import { getEngagement, getSurveyByToken, listMailable, listSurveys, listUnasked } from './store-surveys.ts'
import { answerSurvey, sendSurvey, sendSurveyAgain } from './survey.ts'

const states = ['sent', 'overdue', 'answered'] as const

/** For staff: what was asked, and what customers said. */
export const surveys = new Hono<AppEnv>()
  .get('/', allow('sales', 'admin', 'auditor'), (c) => renderList(c))
  .get('/new', allow('sales', 'admin'), async (c) => {
    const engagementId = c.req.query('engagement')
    return engagementId ? renderNew(c, engagementId) : c.redirect('/surveys', 303)
  })
  .post('/', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, newSurveyShape)
    if (!form.ok) return renderNew(c, form.entered.engagementId ?? '', form)
    const send = () => sendSurvey(c.var.deps, form.values, c.var.staff.id).then(() => c.redirect('/surveys', 303))
    return orAgain(form, send, (again, status) => renderNew(c, form.values.engagementId, again, status))
  })
  .post('/:id/again', allow('sales', 'admin'), (c) =>
    actOnly(c, nothingShape, '/surveys', () => sendSurveyAgain(c.var.deps, c.req.param('id'), c.var.staff.id)),
  )

/** `/survey/:token`: the one person who was asked. */
export const surveyPages = new Hono<AppEnv>()
  .get('/:link', allow('anyone'), (c) => renderSurvey(c))
  .post('/:link', allow('anyone'), async (c) => {
    const survey = await surveyOf(c)
    const form = await readForm(c, surveyAnswerShape)
    if (!form.ok) return renderSurvey(c, form)
    const answer = () => answerSurvey(c.var.deps, survey, form.values).then(() => c.redirect(`/survey/${c.req.param('link')}`, 303))
    return orAgain(form, answer, (again, status) => renderSurvey(c, again, status))
  })

async function renderList(c: AppContext) {
  const { db, now } = c.var.deps
  const at = now()
  const state = states.find((each) => each === c.req.query('state'))
  const [listed, unasked] = await Promise.all([listSurveys(db, state, at, readCursor(c.req.query('cursor'))), listUnasked(db)])
  const { rows, next } = pageOf(listed, (row) => ({ at: row.sentAt, id: row.id }))
  return c.render(
    <SurveysPage
      surveys={rows.map((row) => ({ ...row, state: surveyStateOf(row, at) }))}
      unasked={unasked}
      state={state ?? ''}
      now={at}
      mayChange={c.var.staff.roles.some((role) => role === 'sales' || role === 'admin')}
      olderHref={next && `/surveys?${new URLSearchParams({ ...(state && { state }), cursor: next })}`}
    />,
  )
}

async function renderNew(c: AppContext, engagementId: string, form?: FormState, status: RefusalStatus = 422) {
  const { db, newId } = c.var.deps
  const engagement = await getEngagement(db, engagementId)
  return c.render(
    <NewSurveyPage
      act={form?.entered.act || newId('act')}
      engagement={engagement}
      people={await listMailable(db, engagement.prospectId)}
      sponsor={engagement.sponsorContact}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}

const surveyOf = (c: AppContext) => getSurveyByToken(c.var.deps, c.req.param('link') ?? '')

async function renderSurvey(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { db, settings } = c.var.deps
  const survey = await surveyOf(c)
  const found = survey.answeredAt ? await findQuoteOfSurvey(db, survey.id) : undefined
  const quote = found && found.status !== 'withdrawn' && found.status !== 'ended' ? found : undefined
  const { company } = survey
  return c.render(
    <SurveyPage
      token={c.req.param('link') ?? ''}
      programme={settings.companyName}
      company={company}
      engagement={survey.engagement}
      name={survey.name}
      answer={
        survey.answeredAt
          ? {
              score: survey.score,
              words: survey.words,
              line: quote && { text: quote.text, channels: quote.channels, by: shownAs({ ...quote, company }) },
            }
          : undefined
      }
      form={form}
    />,
    { audience: 'home', status: form ? status : 200 },
  )
}
