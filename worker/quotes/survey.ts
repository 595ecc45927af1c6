import { and, eq, isNull } from 'drizzle-orm'
import { contacts } from '../../schema/prospects.ts'
import { quotes, surveys } from '../../schema/quotes.ts'
import { findAct } from '../acts.ts'
import { makeOnce } from '../agreements/agreement.ts'
import { together } from '../agreements/batch-of-signing.ts'
import { addDays } from '../agreements/rules-agreements.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf, randomToken } from '../identity/keys.ts'
import { countTry } from '../identity/store.ts'
import { owe } from '../notices/store.ts'
import { hintNotices, oweRole } from '../payouts/store-notices.ts'
import { quoteDays } from './rules.ts'
import { channelsIn, type NewSurvey, type SurveyAnswer } from './shapes.ts'
import { findSurveyOfEngagement, getEngagement, getSurvey, listMailable, type Mailable, type SurveyRow } from './store-surveys.ts'

const mailsPerAddress = { what: 'survey/mail', times: 10, windowMs: 86_400_000 }
const answeredAlready = 'This survey was answered already. Thank you: it is read once and kept as it is.'

/** A private link: the token for the mail, its hash for the table. */
export async function makeToken(): Promise<{ token: string; tokenHash: string }> {
  const token = randomToken()
  return { token, tokenHash: await digestOf(token) }
}

type Asking = {
  id: string
  engagementId: string
  prospectId: string
  /** The engagement's name. */
  engagement: string
  contact: Mailable
  /** Of `makeToken`. */
  link: { token: string; tokenHash: string }
  by: string
  at: Date
}

/** For somebody's batch, behind the statement that closes the engagement: its survey, and the mail `<id>/survey` with the private link. */
function surveyStatements({ db, settings }: Pick<Deps, 'db' | 'settings'>, asking: Asking): Statement[] {
  const { id, engagementId, prospectId, engagement, contact, link, by, at } = asking
  const { id: contactId, name, email } = contact
  return [
    db.insert(surveys).values({ id, prospectId, engagementId, contactId, name, email, tokenHash: link.tokenHash, sentBy: by, sentAt: at }),
    mailWith({ db, settings }, `${id}/survey`, { name, email, engagement, token: link.token }, at),
    trail(db, { at, actor: by, act: 'survey.sent', subject: id, detail: { engagement: engagementId, customer: prospectId } }),
  ]
}

type Letter = { name: string; email: string; engagement: string; token: string }

const mailWith = (
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  noticeId: string,
  { name, email, engagement, token }: Letter,
  at: Date,
) =>
  owe(
    db,
    noticeId,
    email,
    { template: 'survey_sent', data: { name, engagement, accessUrl: `${settings.portalOrigin}/survey/${token}` } },
    at,
  )

/**
 * Asks one person of the customer how a closed engagement went (SUR1: once an engagement).
 *
 * @throws Refusal not_found, wrong_state before it is closed, already_done, invalid for a person without an address, too_many
 */
export async function sendSurvey(deps: Deps, { act, engagementId, contactId }: NewSurvey, by: string): Promise<string> {
  const { db } = deps
  const { prospectId, name: engagement, status } = await getEngagement(db, engagementId)
  const done = await findAct(db, act)
  if (done) return done
  if (status !== 'closed') throw new Refusal('wrong_state', 'This work is not closed yet. The survey goes out when it is.')
  if (await findSurveyOfEngagement(db, engagementId)) {
    throw new Refusal(
      'already_done',
      'Its survey was sent already: one for each piece of work. It can be sent again from the list of surveys.',
    )
  }
  const contact = (await listMailable(db, prospectId)).find(({ id }) => id === contactId)
  if (!contact) throw new Refusal('invalid', 'Choose a person of this customer with a mail address.')
  await countMail(deps, contact.email)
  const link = await makeToken()
  const id = await makeOnce(
    deps,
    act,
    'svy',
    (surveyId, at) => surveyStatements(deps, { id: surveyId, engagementId, prospectId, engagement, contact, link, by, at }),
    'The survey could not be sent. Please look at the list again.',
  )
  await deps.hints.send([{ kind: 'outbox', id: `${id}/survey` }])
  return id
}

async function countMail({ db, now }: Pick<Deps, 'db' | 'now'>, email: string): Promise<void> {
  if ((await countTry(db, mailsPerAddress, await digestOf(email), now())) > mailsPerAddress.times)
    throw new Refusal('too_many', 'This address had many such mails today. Please send the next one tomorrow.')
}

/** A fresh link in place of the first; its time to answer begins anew. @throws Refusal not_found, already_done, too_many */
export async function sendSurveyAgain(deps: Deps, id: string, by: string): Promise<void> {
  const { db, now } = deps
  const survey = await getSurvey(db, id)
  if (survey.answeredAt) throw new Refusal('already_done', 'It was answered, so nothing is sent again.')
  await countMail(deps, survey.email)
  const { token, tokenHash } = await makeToken()
  const at = now()
  const noticeId = `${id}/survey/${tokenHash.slice(0, 16)}`
  await together(
    db,
    [
      db
        .update(surveys)
        .set({ tokenHash, sentAt: at, sentBy: by })
        .where(and(eq(surveys.id, id), isNull(surveys.answeredAt), eq(surveys.tokenHash, survey.tokenHash))),
      ...changedExactly(db),
      mailWith(deps, noticeId, { ...survey, token }, at),
      trail(db, { at, actor: by, act: 'survey.sent_again', subject: id }),
    ],
    'It was answered or sent again at this moment. Please look at the list again.',
  )
  await deps.hints.send([{ kind: 'outbox', id: noticeId }])
}

/**
 * The one answer. A line in it is offered to us; with no place ticked it stays among staff (SUR2). With one, its author has a mail with the page where it
 * signs off our edits and takes the line back.
 *
 * @throws Refusal already_done, invalid for a place without a line
 */
export async function answerSurvey(deps: Deps, survey: SurveyRow, answer: SurveyAnswer): Promise<void> {
  const { db, now } = deps
  if (survey.answeredAt) throw new Refusal('already_done', answeredAlready)
  const channels = channelsIn(answer)
  if (channels.length > 0 && !answer.line)
    throw new Refusal('invalid', 'You ticked a place. Write the line that may stand there, or untick it.')
  const at = now()
  await together(
    db,
    [
      db
        .update(surveys)
        .set({ answeredAt: at, score: answer.score, words: answer.words || null })
        .where(and(eq(surveys.id, survey.id), isNull(surveys.answeredAt))),
      ...changedExactly(db),
      trail(db, { at, actor: survey.id, act: 'survey.answered', subject: survey.id, detail: { score: answer.score, channels } }),
      ...(answer.line ? await quoteStatements(deps, survey, answer, at) : []),
      oweRole(
        db,
        `survey_answered:${survey.id}`,
        'sales',
        [],
        {
          template: 'desk_news',
          data: { what: `${survey.company} answered: ${answer.score} of 5`, todo: todoOf(answer), path: '/surveys?state=answered' },
        },
        at,
      ),
    ],
    answeredAlready,
  )
  await hintNotices(deps, `survey_answered:${survey.id}`)
  if (channels.length > 0) await deps.hints.send([{ kind: 'outbox', id: `${survey.id}/line` }])
}

const todoOf = ({ score, line }: SurveyAnswer): string => {
  if (score <= 2) return 'Read it and call them: something went wrong.'
  return line
    ? 'There is a line about working with us among the quotes. Read it, and approve it or suggest other words.'
    : 'Read what they say.'
}

async function quoteStatements({ db, newId, settings }: Deps, survey: SurveyRow, answer: SurveyAnswer, at: Date): Promise<Statement[]> {
  const id = newId('quo')
  const channels = channelsIn(answer)
  const { token, tokenHash } = await makeToken()
  const author = await findTitle(db, survey.contactId)
  const accessUrl = `${settings.portalOrigin}/quote/${token}`
  const endsOn = addDays(dayOf(at), quoteDays)
  return [
    db.insert(quotes).values({
      id,
      prospectId: survey.prospectId,
      surveyId: survey.id,
      contactId: survey.contactId,
      author: survey.name,
      title: author,
      text: answer.line,
      textHash: await digestOf(answer.line),
      channels,
      attribution: answer.attribution,
      tokenHash,
      status: 'offered',
      endsOn,
      createdAt: at,
    }),
    trail(db, { at, actor: survey.id, act: 'quote.offered', subject: id, detail: { channels, attribution: answer.attribution } }),
    ...(channels.length > 0
      ? [
          owe(
            db,
            `${survey.id}/line`,
            survey.email,
            { template: 'quote_kept', data: { name: survey.name, line: answer.line, endsOn, accessUrl } },
            at,
          ),
        ]
      : []),
  ]
}

async function findTitle(db: Db, contactId: string | null): Promise<string | null> {
  if (!contactId) return null
  const [row] = await db.select({ title: contacts.title }).from(contacts).where(eq(contacts.id, contactId))
  return row?.title ?? null
}
