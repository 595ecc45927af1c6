import { and, eq, isNull, sql } from 'drizzle-orm'
import { agreements, benefits, discountRequests, obligations } from '../../schema/agreements.ts'
import { prospects } from '../../schema/prospects.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import type { IdPrefix } from '../new-id.ts'
import { addDays, isInForce } from './rules-agreements.ts'
import type { Asked, NewAgreement, Wording } from './shapes-agreements.ts'
import { getAgreement } from './store-agreements.ts'

type Making = Pick<Deps, 'db' | 'now' | 'newId'>

/** Makes one row of a form once; the same form again is the same row. A refusal of the tables is told in `otherwise`. */
export async function makeOnce(
  deps: Making,
  act: string,
  prefix: IdPrefix,
  statementsFor: (id: string, at: Date) => readonly Statement[],
  otherwise: string,
): Promise<string> {
  const { db } = deps
  const done = await findAct(db, act)
  if (done) return done
  const id = deps.newId(prefix)
  const at = deps.now()
  try {
    await inOneBatch(db, [actOnce(db, act, id, at), ...statementsFor(id, at)])
    return id
  } catch (error) {
    if (!wasRefused(error)) throw error
    const earlier = await findAct(db, act)
    if (earlier) return earlier
    throw new Refusal('wrong_state', otherwise)
  }
}

/** @throws Refusal not_found for a customer that is not there, or was erased */
export async function getCustomerName(db: Db, prospectId: string): Promise<string> {
  const [row] = await db
    .select({ company: prospects.company })
    .from(prospects)
    .where(and(eq(prospects.id, prospectId), isNull(prospects.erasedAt)))
  if (!row) throw notFound()
  return row.company
}

/**
 * A draft of the next version; nobody but staff sees it.
 *
 * @throws Refusal not_found, wrong_state while another version waits
 */
export async function draftAgreement(deps: Making, { act, ...asked }: NewAgreement, by: string): Promise<string> {
  await getCustomerName(deps.db, asked.prospectId)
  return makeOnce(deps, act, 'agr', (id, at) => draftStatements(deps.db, { id, ...asked, createdBy: by, createdAt: at }), isPrepared)
}

/**
 * A further version with the words, what is still owed and the benefits of one that both signed; the price is agreed anew.
 *
 * @throws Refusal not_found, wrong_state unless it is signed, and while another version waits
 */
export async function draftNextVersion(deps: Making, agreementId: string, act: string, by: string): Promise<string> {
  const { db } = deps
  const before = await getAgreement(db, agreementId)
  if (before.status !== 'signed') throw new Refusal('wrong_state', 'Only an agreement that both sides signed has a next version.')
  const { prospectId, kind, preamble, noticeDays } = before
  await getCustomerName(db, prospectId)
  const today = dayOf(deps.now())
  const dates = { startsOn: today, endsOn: isInForce(before, today) ? before.endsOn : addDays(today, 365), noticeDays }
  const isSigned = sql`exists (select 1 from agreements where id = ${agreementId} and status = 'signed')`
  return makeOnce(
    deps,
    act,
    'agr',
    (id, at) => [
      ...holdsNow(db, isSigned),
      ...draftStatements(db, { id, prospectId, kind, preamble, ...dates, createdBy: by, createdAt: at }, agreementId),
      ...copyLines(db, agreementId, id, at),
    ],
    isPrepared,
  )
}

const isPrepared = 'A version of this agreement is being prepared already. Finish it, or give it up, before another one.'

type Draft = Omit<typeof agreements.$inferInsert, 'version' | 'status'>

/** `after`: the version whose lines it takes over. */
function draftStatements(db: Db, draft: Draft, after?: string): Statement[] {
  const { id, kind, prospectId, createdBy: actor, createdAt: at } = draft
  const version = sql<number>`(select 1 + coalesce(max(a.version), 0) from agreements a where a.prospect_id = ${prospectId} and a.kind = ${kind})`
  return [
    db.insert(agreements).values({ ...draft, version, status: 'draft' }),
    trail(db, { at, actor, act: 'agreement.drafted', subject: id, detail: { kind, customer: prospectId, ...(after && { after }) } }),
  ]
}

/** What is due when the batch runs, and the benefits. */
const copyLines = (db: Db, fromId: string, toId: string, at: Date): Statement[] => {
  const copyId = sql`id || ${`-${toId.slice(4)}`}`
  return [
    db.insert(obligations).select(
      sql`select ${copyId}, ${toId}, prospect_id, activity, due, 0, due, 0, due_on, null, cast(${at.getTime()} as integer)
          from obligations where agreement_id = ${fromId} and due > 0`,
    ),
    db.insert(benefits).select(sql`select ${copyId}, ${toId}, kind, text from benefits where agreement_id = ${fromId}`),
  ]
}

export const noDraft = 'Only a draft can be changed. What was offered or signed stays as it is; take the offer back, or make a new version.'

/** @throws Refusal wrong_state once it was offered */
export async function changeWording({ db, now }: Making, agreementId: string, wording: Wording, by: string): Promise<void> {
  await getAgreement(db, agreementId)
  const at = now()
  try {
    await inOneBatch(db, [
      db
        .update(agreements)
        .set(wording)
        .where(and(eq(agreements.id, agreementId), eq(agreements.status, 'draft'))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'agreement.changed', subject: agreementId }),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('wrong_state', noDraft) : error
  }
}

/** DIS2: a customer asked for a lower price. */
export async function recordAsk(deps: Making, prospectId: string, { act, askedPercent, ...asked }: Asked, by: string): Promise<void> {
  const { db } = deps
  await getCustomerName(db, prospectId)
  await makeOnce(
    deps,
    act,
    'dsr',
    (id, at) => [
      db.insert(discountRequests).values({ id, prospectId, ...asked, percentBps: askedPercent, recordedBy: by, createdAt: at }),
      trail(db, { at, actor: by, act: 'discount.asked', subject: prospectId, detail: { on: asked.askedOn } }),
    ],
    'That could not be recorded. Please look at the page again.',
  )
}
