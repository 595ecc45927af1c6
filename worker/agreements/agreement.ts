import { and, eq, isNull, sql } from 'drizzle-orm'
import { agreements, benefits, discountRequests, discounts, obligations } from '../../schema/agreements.ts'
import { prospects } from '../../schema/prospects.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { IdPrefix } from '../new-id.ts'
import { addDays, isInForce } from './rules-agreements.ts'
import { discountOf } from './rules-discounts.ts'
import type { Asked, NewAgreement, NewBenefit, NewDiscount, NewObligation, Wording } from './shapes-agreements.ts'
import { getAgreement, linesOf } from './store-agreements.ts'

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
  const { db } = deps
  await getCustomerName(db, asked.prospectId)
  const version = sql<number>`(select 1 + coalesce(max(a.version), 0) from agreements a where a.prospect_id = ${asked.prospectId} and a.kind = ${asked.kind})`
  return makeOnce(
    deps,
    act,
    'agr',
    (id, at) => [
      db.insert(agreements).values({ id, ...asked, version, status: 'draft', createdBy: by, createdAt: at }),
      trail(db, { at, actor: by, act: 'agreement.drafted', subject: id, detail: { kind: asked.kind, customer: asked.prospectId } }),
    ],
    'A version of this agreement is being prepared already. Finish it, or give it up, before another one.',
  )
}

/** A further version with the words, what is still owed and the benefits of one that both signed; the price is agreed anew. */
export async function draftNextVersion(deps: Making, agreementId: string, act: string, by: string): Promise<string> {
  const { db } = deps
  const before = await getAgreement(db, agreementId)
  if (before.status !== 'signed') throw new Refusal('wrong_state', 'Only an agreement that both sides signed has a next version.')
  const { obligations: owed, benefits: gets } = await linesOf(db, agreementId)
  const today = dayOf(deps.now())
  const dates = { startsOn: today, endsOn: isInForce(before, today) ? before.endsOn : addDays(today, 365), noticeDays: before.noticeDays }
  const id = await draftAgreement(deps, { act, prospectId: before.prospectId, kind: before.kind, preamble: before.preamble, ...dates }, by)
  const [made] = await db.select({ n: sql<number>`count(*)` }).from(obligations).where(eq(obligations.agreementId, id))
  const left = owed.filter(({ due }) => due > 0)
  if (made?.n || left.length + gets.length === 0) return id
  const at = deps.now()
  // Ids follow from what they come from, so the same form again copies nothing twice.
  const copies = [
    ...left.map((each) =>
      db.insert(obligations).values({
        ...each,
        id: `${each.id}-${id.slice(4)}`,
        agreementId: id,
        promised: each.due,
        delivered: 0,
        cancelled: 0,
        overdueToldAt: null,
        createdAt: at,
      }),
    ),
    ...gets.map((each) => db.insert(benefits).values({ ...each, id: `${each.id}-${id.slice(4)}`, agreementId: id })),
  ]
  await inOneBatch(db, copies).catch((error: unknown) => {
    if (!wasRefused(error)) throw error
  })
  return id
}

const noDraft = 'Only a draft can be changed. What was offered or signed stays as it is; take the offer back, or make a new version.'

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

export async function addObligation(deps: Making, agreementId: string, { act, ...asked }: NewObligation): Promise<void> {
  const { prospectId } = await getAgreement(deps.db, agreementId)
  const figures = { delivered: 0, cancelled: 0, due: asked.promised }
  await makeOnce(
    deps,
    act,
    'obl',
    (id, at) => [deps.db.insert(obligations).values({ id, agreementId, prospectId, ...asked, ...figures, createdAt: at })],
    noDraft,
  )
}

export async function addBenefit(deps: Making, agreementId: string, { act, benefit, benefitText }: NewBenefit): Promise<void> {
  await getAgreement(deps.db, agreementId)
  await makeOnce(
    deps,
    act,
    'ben',
    (id) => [deps.db.insert(benefits).values({ id, agreementId, kind: benefit, text: benefitText })],
    noDraft,
  )
}

/** Sets the one discount of a draft, in place of an earlier one; whoever agreed to that one agrees again. */
export async function setDiscount(deps: Making, agreementId: string, { act, ...asked }: NewDiscount, by: string): Promise<void> {
  const { db } = deps
  await getAgreement(db, agreementId)
  if (asked.referredId) await getCustomerName(db, asked.referredId)
  const amountMinor = discountOf(asked.listMinor, asked.percentBps)
  await makeOnce(
    deps,
    act,
    'dsc',
    (id, at) => [
      db.delete(discounts).where(eq(discounts.agreementId, agreementId)),
      db.insert(discounts).values({ id, agreementId, ...asked, amountMinor, givenBy: by, createdAt: at }),
      trail(db, { at, actor: by, act: 'discount.proposed', subject: agreementId, detail: { percentBps: asked.percentBps, amountMinor } }),
    ],
    noDraft,
  )
}

/**
 * DIS4: a second person agrees to a discount above the limit.
 *
 * @throws Refusal not_found, same_person, wrong_state
 */
export async function agreeToDiscount({ db, now }: Making, agreementId: string, reason: string, by: string): Promise<void> {
  const { discount } = await linesOf(db, agreementId)
  if (!discount) throw notFound()
  if (discount.givenBy === by) throw new Refusal('same_person', 'You proposed this discount, so another person agrees to it.')
  const at = now()
  try {
    await inOneBatch(db, [
      db
        .update(discounts)
        .set({ secondBy: by, secondReason: reason, secondAt: at })
        .where(and(eq(discounts.id, discount.id), isNull(discounts.secondBy))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'discount.agreed', subject: agreementId, detail: { percentBps: discount.percentBps, reason } }),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('wrong_state', 'A second person has agreed to it already, or it was offered.') : error
  }
}

const tableByPrefix: Record<string, typeof obligations | typeof benefits | typeof discounts> = {
  obl: obligations,
  ben: benefits,
  dsc: discounts,
}

/** Takes a line out of a draft; its id says which kind of line it is. @throws Refusal not_found, wrong_state */
export async function removeLine({ db }: Making, agreementId: string, lineId: string): Promise<void> {
  const lines = tableByPrefix[lineId.split('_')[0] ?? '']
  if (!lines) throw notFound()
  const mine = and(eq(lines.id, lineId), eq(lines.agreementId, agreementId))
  const [line] = await db.select({ id: lines.id }).from(lines).where(mine)
  if (!line) throw notFound()
  try {
    await db.batch([db.delete(lines).where(mine)])
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
