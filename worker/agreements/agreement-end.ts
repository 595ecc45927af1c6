import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { agreements, obligationMoves } from '../../schema/agreements.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { asTime } from '../payouts/parameters.ts'
import { hintNotices, owePeople, oweRole } from '../payouts/store-notices.ts'
import { agreementWords } from './agreement-words.ts'
import { moved, type Signing, together } from './batch-of-signing.ts'
import { addDays, lastDayOf } from './rules-agreements.ts'
import { getAgreement, ownersOfCustomer } from './store-agreements.ts'

/** Who ends it: a person of staff, or the customer through a member or a private link. */
type Noticing = { by: string; reason: string; side: 'us' | 'them' }

/**
 * Gives notice: it binds until the notice is over, then the night's sweep ends it.
 *
 * @throws Refusal not_found, one_signature, agreement_ended, already_done
 */
export async function giveNotice(deps: Signing, id: string, { by, reason, side }: Noticing): Promise<void> {
  const { db, now } = deps
  const agreement = await getAgreement(db, id)
  if (agreement.status === 'ended') throw new Refusal('agreement_ended', 'It has ended already.')
  if (agreement.status !== 'signed') throw new Refusal('one_signature', 'Not both sides have signed it, so nothing has to be ended.')
  if (agreement.noticeGivenAt) throw new Refusal('already_done', `Notice was given already: it ends after ${lastDayOf(agreement)}.`)
  const at = now()
  const noticeEndsOn = addDays(dayOf(at), agreement.noticeDays)
  const noticeId = `agreement_notice:${id}`
  const headline = `${agreementWords[agreement.kind]}: notice was given`
  await together(
    db,
    [
      db
        .update(agreements)
        .set({ noticeGivenAt: at, noticeEndsOn })
        .where(and(eq(agreements.id, id), eq(agreements.status, 'signed'), isNull(agreements.noticeGivenAt))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'agreement.notice_given', subject: id, detail: { side, reason, endsOn: noticeEndsOn } }),
      side === 'us'
        ? owePeople(
            db,
            noticeId,
            { template: 'relationship_news', data: { headline, text: `It ends after ${noticeEndsOn}. Why: ${reason}` } },
            at,
            ownersOfCustomer(agreement.prospectId),
          )
        : oweRole(
            db,
            noticeId,
            'sales',
            [],
            {
              template: 'desk_news',
              data: { what: headline, todo: `It ends after ${noticeEndsOn}. Why: ${reason}`, path: `/agreements/${id}` },
            },
            at,
          ),
    ],
    moved,
  )
  await hintNotices(deps, noticeId)
}

/** Nightly: agreements whose last day is over end, with what was still due under them. May run twice. */
export async function endAgreements({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const at = now()
  const today = dayOf(at)
  const isOver = sql`a.status = 'signed' and (a.ends_on < ${today} or coalesce(a.notice_ends_on, ${today}) < ${today})`
  await inOneBatch(db, endStatements(db, isOver, 'its last day is over', 'system', at))
}

/** Ends agreements (`a`) that both signed: what is due under them is cancelled first, so that the figures always add up (OBL1). */
export function endStatements(db: Db, which: SQL, reason: string, by: string, at: Date): Statement[] {
  return [
    db.insert(obligationMoves).select(
      sql`select 'obm_end_' || o.id, o.id, 'cancelled', null, o.due, ${reason}, ${by}, ${asTime(at)}
          from obligations o join agreements a on a.id = o.agreement_id where o.due > 0 and ${which}`,
    ),
    db
      .update(agreements)
      .set({ status: 'ended', endedAt: at, endReason: reason })
      .where(sql`${agreements.id} in (select a.id from agreements a where ${which})`),
  ]
}
