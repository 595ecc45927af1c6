import { and, eq, isNotNull } from 'drizzle-orm'
import { grants } from '../../schema/grants.ts'
import { kickoffAsks } from '../../schema/invitations.ts'
import { proposals } from '../../schema/proposals.ts'
import { quotes, surveys } from '../../schema/quotes.ts'
import { ndas } from '../../schema/references.ts'
import { hoursSpent } from '../../schema/reports.ts'
import { activities } from '../../schema/requests.ts'
import type { Db } from '../database.ts'

/** What else bears a person's id: when, and what, in words for the person. */
export type Beside = { at: Date; what: string }

const atMost = 30

/** Everything beside introductions, registrations and clicks that is kept under this person: what it was sent, asked, said and did with us. */
export async function listBeside(db: Db, prospectId: string, contactId: string): Promise<Beside[]> {
  const [signed, sent, permissions, asked, answered, lines, spent, done] = await db.batch([
    db
      .select({ at: ndas.sentAt, signedBy: ndas.signedBy })
      .from(ndas)
      .where(and(eq(ndas.prospectId, prospectId), eq(ndas.signerId, contactId)))
      .limit(atMost),
    db
      .select({ at: proposals.sentAt, name: proposals.name })
      .from(proposals)
      .where(and(eq(proposals.prospectId, prospectId), eq(proposals.contactId, contactId), isNotNull(proposals.sentAt)))
      .limit(atMost),
    db
      .select({ at: grants.askedAt, text: grants.text })
      .from(grants)
      .where(and(eq(grants.prospectId, prospectId), eq(grants.contactId, contactId)))
      .limit(atMost),
    db
      .select({ at: kickoffAsks.createdAt, answer: kickoffAsks.answer })
      .from(kickoffAsks)
      .where(and(eq(kickoffAsks.prospectId, prospectId), eq(kickoffAsks.contactId, contactId)))
      .limit(atMost),
    db
      .select({ at: surveys.sentAt, score: surveys.score, words: surveys.words })
      .from(surveys)
      .where(and(eq(surveys.prospectId, prospectId), eq(surveys.contactId, contactId)))
      .limit(atMost),
    db
      .select({ at: quotes.createdAt, text: quotes.text })
      .from(quotes)
      .where(and(eq(quotes.prospectId, prospectId), eq(quotes.contactId, contactId)))
      .limit(atMost),
    db
      .select({ at: hoursSpent.recordedAt, minutes: hoursSpent.minutes })
      .from(hoursSpent)
      .where(and(eq(hoursSpent.prospectId, prospectId), eq(hoursSpent.contactId, contactId)))
      .limit(atMost),
    db
      .select({ at: activities.plannedAt, kind: activities.kind })
      .from(activities)
      .where(and(eq(activities.customerId, prospectId), eq(activities.contactId, contactId)))
      .limit(atMost),
  ])
  return [
    ...signed.map(({ at, signedBy }) => ({
      at,
      what: `You were sent a confidentiality agreement${signedBy ? `, and signed it as “${signedBy}”` : ''}.`,
    })),
    ...sent.flatMap(({ at, name }) => (at ? [{ at, what: `You were sent a proposal: “${name}”.` }] : [])),
    ...permissions.map(({ at, text }) => ({ at, what: `You were asked for a permission${text ? `: “${text}”` : ''}.` })),
    ...asked.map(({ at, answer }) => ({ at, what: `You were asked whether others may call you, and said ${answer}.` })),
    ...answered.map(({ at, score, words }) => ({ at, what: `You were asked how it went${answerOf(score, words)}.` })),
    ...lines.map(({ at, text }) => ({ at, what: `You gave us a line: “${text}”` })),
    ...spent.map(({ at, minutes }) => ({ at, what: `One of ours noted ${minutes} minutes with you.` })),
    ...done.map(({ at, kind }) => ({ at, what: `You and we planned something: ${kind.replaceAll('_', ' ')}.` })),
  ]
}

const answerOf = (score: number | null, words: string | null): string =>
  score === null ? '' : `, and gave it ${score} of 5${words ? `: “${words}”` : ''}`
