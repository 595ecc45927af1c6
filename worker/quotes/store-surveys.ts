import { and, desc, eq, gt, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import { type Engagement, engagements } from '../../schema/engagements.ts'
import { type Contact, contacts, prospects } from '../../schema/prospects.ts'
import { type Survey, surveys } from '../../schema/quotes.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { linkEnded, notFound } from '../errors.ts'
import { digestOf } from '../identity/keys.ts'
import { oldestLink } from '../prospects/private-link.ts'
import { type SurveyState, surveyDays } from './rules.ts'

export type SurveyRow = Survey & { company: string; engagement: string }

const joined = (db: Db) =>
  db
    .select({ survey: surveys, company: prospects.company, engagement: engagements.name })
    .from(surveys)
    .innerJoin(prospects, eq(prospects.id, surveys.prospectId))
    .innerJoin(engagements, eq(engagements.id, surveys.engagementId))

const rowOf = ({ survey, ...beside }: { survey: Survey; company: string; engagement: string }): SurveyRow => ({ ...survey, ...beside })

/** Newest first, one more than a page. */
export function listSurveys(db: Db, state: SurveyState | undefined, now: Date, cursor: Cursor | undefined): Promise<SurveyRow[]> {
  const due = new Date(now.getTime() - surveyDays * 86_400_000)
  const where = {
    answered: [isNotNull(surveys.answeredAt)],
    overdue: [isNull(surveys.answeredAt), lte(surveys.sentAt, due)],
    sent: [isNull(surveys.answeredAt), gt(surveys.sentAt, due)],
  }
  return joined(db)
    .where(and(...(state ? where[state] : []), behind(cursor, surveys.sentAt, surveys.id)))
    .orderBy(desc(surveys.sentAt), desc(surveys.id))
    .limit(pageSize + 1)
    .then((rows) => rows.map(rowOf))
}

/** @throws Refusal not_found */
export async function getSurvey(db: Db, id: string): Promise<SurveyRow> {
  const [row] = await joined(db).where(eq(surveys.id, id))
  if (!row) throw notFound()
  return rowOf(row)
}

export async function findSurveyOfEngagement(db: Db, engagementId: string): Promise<Survey | undefined> {
  const [survey] = await db.select().from(surveys).where(eq(surveys.engagementId, engagementId))
  return survey
}

/** What a mail's link opens while it works. @throws Refusal not_found, for what was erased too */
export async function getSurveyByToken({ db, now }: Pick<Deps, 'db' | 'now'>, token: string): Promise<SurveyRow> {
  const [row] = await joined(db).where(
    and(eq(surveys.tokenHash, await digestOf(token)), gt(surveys.sentAt, oldestLink(now())), isNull(prospects.erasedAt)),
  )
  if (!row) throw linkEnded()
  return rowOf(row)
}

/** @throws Refusal not_found */
export async function getEngagement(db: Db, id: string): Promise<Engagement & { company: string }> {
  const [row] = await db
    .select({ engagement: engagements, company: prospects.company })
    .from(engagements)
    .innerJoin(prospects, eq(prospects.id, engagements.prospectId))
    .where(and(eq(engagements.id, id), isNull(prospects.erasedAt)))
  if (!row) throw notFound()
  return { ...row.engagement, company: row.company }
}

/** Of the newest work: closed, and nobody was asked how it went. Older work says so on its own page. */
export const listUnasked = (db: Db): Promise<{ id: string; name: string; company: string; closedOn: string | null }[]> =>
  db
    .select({ id: engagements.id, name: engagements.name, company: prospects.company, closedOn: engagements.closedOn })
    .from(engagements)
    .innerJoin(prospects, eq(prospects.id, engagements.prospectId))
    .where(
      // The plus keeps SQLite from walking through all that is closed instead.
      sql`${engagements.id} in (select id from engagements order by created_at desc, id desc limit 20) and +${engagements.status} = 'closed'
        and ${prospects.erasedAt} is null and not exists (select 1 from surveys s where s.engagement_id = ${engagements.id})`,
    )
    .orderBy(desc(engagements.closedOn), desc(engagements.id))
    .limit(10)

export type Mailable = Pick<Contact, 'id' | 'name' | 'title'> & { email: string }

/** Whom of a customer a mail reaches. */
export const listMailable = (db: Db, prospectId: string): Promise<Mailable[]> =>
  db
    .select({ id: contacts.id, name: contacts.name, title: contacts.title, email: contacts.email })
    .from(contacts)
    .where(and(eq(contacts.prospectId, prospectId), isNotNull(contacts.email)))
    .orderBy(contacts.createdAt, contacts.id)
    .limit(50)
    .then((rows) => rows.flatMap(({ email, ...row }) => (email ? [{ ...row, email }] : [])))
