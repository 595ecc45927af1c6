import { type SQL, sql } from 'drizzle-orm'
import { kickoffAsks } from '../../schema/invitations.ts'
import { audit } from '../../schema/records.ts'
import { findAct } from '../acts.ts'
import { makeOnce } from '../agreements/agreement.ts'
import { moved } from '../agreements/batch-of-signing.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { asTime } from '../payouts/parameters.ts'
import { hintNotices, owePeople } from '../payouts/store-notices.ts'
import { isContactOf } from '../prospects/store-people.ts'
import { refuseDayOutside } from './rules.ts'
import type { NewKickoffAsk } from './shapes.ts'
import { getEngagement, listCriteria, listKickoffAsks } from './store.ts'

type Asking = Pick<Deps, 'db' | 'now' | 'newId' | 'hints'>

/**
 * Writes down what one person answered to the conditional question. It is that person's word and gives no grant (ASK2); each is asked once
 * in an engagement, so a *no* is not asked again (ASK1).
 *
 * @throws Refusal not_found, invalid, no_criteria, already_done, wrong_state
 */
export async function askAtKickoff(deps: Asking, engagementId: string, { act, ...asked }: NewKickoffAsk, by: string): Promise<void> {
  const { db, now } = deps
  const { prospectId, status } = await getEngagement(db, engagementId)
  if (!(await isContactOf(db, prospectId, asked.contactId))) throw notFound()
  if (await findAct(db, act)) return
  if (status === 'closed') throw new Refusal('wrong_state', 'This engagement is closed. The question belongs to its beginning.')
  refuseDayOutside(asked.askedOn, null, dayOf(now()), 'That')
  if ((await listCriteria(db, engagementId)).length === 0)
    throw new Refusal('no_criteria', 'Agree first on the criteria: the question is what follows when each of them comes true.')
  const before = (await listKickoffAsks(db, engagementId)).find(({ contactId }) => contactId === asked.contactId)
  if (before) throw askedAlready(before)
  await makeOnce(
    deps,
    act,
    'ask',
    (id, at) => [
      ...holdsNow(db, sql`exists (select 1 from criteria where engagement_id = ${engagementId})`),
      db.insert(kickoffAsks).values({ id, engagementId, prospectId, ...asked, askedBy: by, createdAt: at }),
      trail(db, { at, actor: by, act: 'kickoff_ask.answered', subject: engagementId, detail: { ask: id, answer: asked.answer } }),
      ...draftInvitations(db, { engagementId }, at),
    ],
    moved,
  )
  await hintNotices(deps, invitationNotice)
}

const askedAlready = ({ contact, answer, askedOn }: { contact: string; answer: string; askedOn: string }): Refusal =>
  new Refusal(
    'already_done',
    answer === 'no'
      ? `${contact} said no on ${askedOn}, and is not asked again in this engagement.`
      : `${contact} said ${answer} on ${askedOn}. Nobody is asked twice in one engagement.`,
  )

/** In front of the ids of the mails about it. */
export const invitationNotice = 'invitation_drafted'

/**
 * For somebody's batch (ASK1): who said *yes* or *maybe* gets one drafted invitation where now every criterion is met and nothing is
 * open between us. It is a task of sales; nothing leaves by itself.
 */
export function draftInvitations(db: Db, of: { engagementId: string } | { prospectId: string } | 'all', at: Date): Statement[] {
  const isOf =
    of === 'all' ? sql`1` : 'engagementId' in of ? sql`k.engagement_id = ${of.engagementId}` : sql`k.prospect_id = ${of.prospectId}`
  const due = sql`${isOf} and ${isDue}`
  const data = {
    what: 'An invitation is drafted',
    todo: 'Everything that was agreed came true. Read the invitation, and send it or leave it.',
    path: '/invitations',
  }
  return [
    db
      .insert(audit)
      .select(
        sql`select null, ${asTime(at)}, 'system', 'invitation.drafted', k.engagement_id, null, json_object('ask', k.id) from kickoff_asks k where ${due}`,
      ),
    owePeople(
      db,
      invitationNotice,
      { template: 'desk_news', data },
      at,
      sql`select k.id || ':' || s.id as id, s.email from kickoff_asks k, staff s join staff_role_grants g on g.staff_id = s.id and g.role = 'sales'
          where s.active = 1 and ${due}`,
    ),
    db.update(kickoffAsks).set({ invitedAt: at }).where(sql`${kickoffAsks.id} in (select k.id from kickoff_asks k where ${due})`),
  ]
}

/** Of a row `k` of kickoff_asks. */
const isDue: SQL = sql`k.invited_at is null and k.answer in ('yes', 'maybe')
  and exists (select 1 from criteria c where c.engagement_id = k.engagement_id)
  and not exists (select 1 from criteria c where c.engagement_id = k.engagement_id and c.status <> 'met')
  and not exists (select 1 from grievances g where g.prospect_id = k.prospect_id and g.status <> 'settled')
  and not exists (select 1 from prospects p where p.id = k.prospect_id and p.erased_at is not null)`

/** For the nightly cron: what no batch has drafted. */
export async function draftDueInvitations(deps: Pick<Deps, 'db' | 'now' | 'hints'>): Promise<void> {
  await inOneBatch(deps.db, draftInvitations(deps.db, 'all', deps.now()))
  await hintNotices(deps, invitationNotice)
}
