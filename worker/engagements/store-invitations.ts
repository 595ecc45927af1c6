import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { customers } from '../../schema/customers.ts'
import { engagements } from '../../schema/engagements.ts'
import { type Invitation, invitations, type KickoffAsk, kickoffAsks } from '../../schema/invitations.ts'
import { contacts, prospects } from '../../schema/prospects.ts'
import { type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

const columns = {
  invitation: invitations,
  company: prospects.company,
  contact: contacts.name,
  engagement: engagements.name,
}
type InvitationRow = Invitation & { company: string; contact: string; engagement: string }

/** Drafts, the oldest first: each waits for a person. One more than a page. */
export const listDrafts = (db: Db, after: Cursor | undefined): Promise<InvitationRow[]> =>
  list(
    db,
    and(
      eq(invitations.status, 'drafted'),
      after && sql`(${invitations.draftedAt}, ${invitations.askId}) > (cast(${after.at} as integer), ${after.id})`,
    ),
    [asc(invitations.draftedAt), asc(invitations.askId)],
    pageSize + 1,
  )

/** What was sent or left of late. */
export const listDecided = (db: Db): Promise<InvitationRow[]> =>
  list(db, sql`${invitations.status} <> 'drafted'`, [desc(invitations.decidedAt), desc(invitations.askId)], 10)

const list = (db: Db, where: SQL | undefined, order: SQL[], limit: number): Promise<InvitationRow[]> =>
  db
    .select(columns)
    .from(invitations)
    .innerJoin(prospects, eq(prospects.id, invitations.prospectId))
    .innerJoin(contacts, eq(contacts.id, invitations.contactId))
    .innerJoin(engagements, eq(engagements.id, invitations.engagementId))
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .then((rows) => rows.map(({ invitation, ...of }) => ({ ...invitation, ...of })))

export type WholeInvitation = InvitationRow & {
  email: string | null
  said: Pick<KickoffAsk, 'answer' | 'askedOn'>
  outreachEndedAt: Date | null
}

/** @throws Refusal not_found */
export async function getInvitation(db: Db, askId: string): Promise<WholeInvitation> {
  const [row] = await db
    .select({
      ...columns,
      email: contacts.email,
      said: { answer: kickoffAsks.answer, askedOn: kickoffAsks.askedOn },
      outreachEndedAt: customers.outreachEndedAt,
    })
    .from(invitations)
    .innerJoin(prospects, eq(prospects.id, invitations.prospectId))
    .innerJoin(contacts, eq(contacts.id, invitations.contactId))
    .innerJoin(engagements, eq(engagements.id, invitations.engagementId))
    .innerJoin(kickoffAsks, eq(kickoffAsks.id, invitations.askId))
    .innerJoin(customers, eq(customers.prospectId, invitations.prospectId))
    .where(and(eq(invitations.askId, askId), sql`${prospects.erasedAt} is null`))
  if (!row) throw notFound()
  const { invitation, ...of } = row
  return { ...invitation, ...of }
}

/** Whether this person was asked for calls already, and has not said no or taken it back. */
export async function isAskedForCalls(db: Db, contactId: string, prospectId: string): Promise<boolean> {
  const rows = await db.all(sql`select 1 from grants where prospect_id = ${prospectId} and kind = 'calls' and contact_id = ${contactId}
    and status in ('asked', 'given') limit 1`)
  return rows.length > 0
}

export type Thanks = { prospectId: string; company: string; engagementId: string | null; what: string; who: string; on: string }

/** The newest good deeds that somebody thanked us for, of customers whom nobody asked for calls (GOO1). */
export const listThanks = (db: Db, since: string): Promise<Thanks[]> =>
  db.all(sql`select g.prospect_id as prospectId, p.company, g.engagement_id as engagementId, g.what_we_did as what, g.thanked_by as who, g.happened_on as "on"
    from (select * from goodwill where thanked_by is not null and happened_on >= ${since} order by happened_on desc, id desc limit 30) g
    join prospects p on p.id = g.prospect_id and p.erased_at is null
    where not ${askedOf(sql`g.prospect_id`)} order by g.happened_on desc, g.id desc`)

export type Repeat = { prospectId: string; company: string; deal: string; wonAt: Date }

/** Of the newest won deals those that made a repeat customer (ROL6): its second paid one, renewals and pilots apart. */
export async function listRepeats(db: Db): Promise<Repeat[]> {
  const counted = sql`exists (select 1 from payments y where y.deal_id = o.id)
    and not exists (select 1 from deal_details k where k.deal_id = o.id and (k.pilot = 1 or k.renews_deal_id is not null))`
  const rows = await db.all<Omit<Repeat, 'wonAt'> & { wonAt: number }>(sql`
    select d.prospect_id as prospectId, p.company, d.name as deal, d.opened_at as wonAt
    from (select * from deals order by opened_at desc, id desc limit 20) d join prospects p on p.id = d.prospect_id and p.erased_at is null
    where d.status in ('won', 'ended') and not ${askedOf(sql`d.prospect_id`)}
      and exists (select 1 from deals o where o.id = d.id and ${counted})
      and (select count(*) from (select 1 from deals o where o.prospect_id = d.prospect_id and ${counted} limit 2)) = 2
    group by d.prospect_id order by d.opened_at desc, d.id desc`)
  return rows.map((row) => ({ ...row, wonAt: new Date(row.wonAt) }))
}

const askedOf = (prospectId: SQL): SQL =>
  sql`exists (select 1 from grants a where a.prospect_id = ${prospectId} and a.status in ('asked', 'given') and a.kind = 'calls')`
