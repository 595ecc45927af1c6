import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Commission } from '../../schema/commissions.ts'
import { type Deal, deals, type Payment, payments } from '../../schema/deals.ts'
import { evidence, levelRewards } from '../../schema/ladder.ts'
import { type Payout, payouts } from '../../schema/payouts.ts'
import { partners } from '../../schema/people.ts'
import { type Attribution, attributions, prospects, type Touch, touches } from '../../schema/prospects.ts'
import type { TermsVersion } from '../../schema/terms.ts'
import { listRulesOfTouches, type RulesOfTouch } from '../attribution/store.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { levelOfSource } from '../terms/rules-levels.ts'
import { getTermsVersion } from '../terms/store.ts'
import { type Family, membersOf } from './rules.ts'
import { getFamily, idsIn } from './store-families.ts'

/** All that explains one commission: what was paid, by whom, under which rule and by whose touch, and where its money is. */
export type Receipt = {
  family: Family
  payment: Payment | undefined
  deal: (Deal & { company: string }) | undefined
  /** Of a reward: whose step on the ladder it is for. */
  step: { company: string; prospectId: string; level: number; happenedOn: string } | undefined
  terms: TermsVersion | undefined
  attribution: Attribution | undefined
  touch: Touch | undefined
  /** Who had a touch of the customer, and under which rules the winning one counts. */
  involved: Involved
  payouts: Pick<Payout, 'id' | 'runId' | 'status' | 'transfer' | 'reservedAt' | 'finishedAt'>[]
}

type Involved = { partners: { id: string; name: string }[]; rules: RulesOfTouch | undefined }

/** @throws Refusal not_found, for another partner's commission as well */
export async function readReceiptOfPartner(db: Db, partnerId: string, commissionId: string): Promise<Receipt> {
  const receipt = await readReceipt(db, commissionId)
  if (receipt.family.head.partnerId !== partnerId) throw notFound()
  return receipt
}

/** @throws Refusal not_found */
export async function readReceipt(db: Db, commissionId: string): Promise<Receipt> {
  const family = await getFamily(db, commissionId)
  const { paymentId, dealId, termsVersionId } = family.head
  const [[payment], deal, step, terms, paidIn] = await Promise.all([
    paymentId ? db.select().from(payments).where(eq(payments.id, paymentId)) : [],
    dealId ? findDealOf(db, dealId) : undefined,
    findStepOf(db, family.head),
    termsVersionId ? getTermsVersion(db, termsVersionId) : undefined,
    listPayoutsOf(db, family),
  ])
  const attributionId = deal?.attributionId ?? step?.attributionId
  const [credit] = attributionId ? await findCredit(db, attributionId) : []
  const touch = credit?.touch ?? undefined
  const about = deal?.prospectId ?? step?.prospectId
  const involved = about ? await readInvolved(db, about, touch?.id) : { partners: [], rules: undefined }
  return { family, payment, deal, step, terms, attribution: credit?.attribution, touch, involved, payouts: paidIn }
}

async function readInvolved(db: Db, prospectId: string, touchId: string | undefined): Promise<Involved> {
  const [named, rules] = await Promise.all([
    db
      .selectDistinct({ id: partners.id, name: partners.name })
      .from(touches)
      .innerJoin(partners, eq(partners.id, touches.partnerId))
      .where(eq(touches.prospectId, prospectId))
      .limit(200),
    listRulesOfTouches(db, prospectId),
  ])
  return { partners: named, rules: rules.find((each) => each.touchId === touchId) }
}

async function findDealOf(db: Db, dealId: string): Promise<(Deal & { company: string }) | undefined> {
  const [row] = await db
    .select({ deal: deals, company: prospects.company })
    .from(deals)
    .innerJoin(prospects, eq(prospects.id, deals.prospectId))
    .where(eq(deals.id, dealId))
  return row && { ...row.deal, company: row.company }
}

/** The credit of a reward is the decision in force when it accrued. */
async function findStepOf(db: Db, { source, accruedAt, partnerId }: Commission) {
  const named = levelOfSource(source)
  if (!named) return undefined
  const { prospectId, level } = named
  const [row] = await db
    .select({
      company: prospects.company,
      happenedOn: evidence.happenedOn,
      attributionId: sql<string | null>`(select a.id from attributions a where a.prospect_id = ${prospectId} and a.partner_id = ${partnerId}
        and a.decided_at <= cast(${accruedAt.getTime()} as integer) order by a.n desc limit 1)`,
    })
    .from(levelRewards)
    .innerJoin(prospects, eq(prospects.id, levelRewards.prospectId))
    .innerJoin(evidence, eq(evidence.id, levelRewards.evidenceId))
    .where(and(eq(levelRewards.prospectId, prospectId), eq(levelRewards.level, level)))
  return row && { ...row, prospectId, level }
}

const findCredit = (db: Db, attributionId: string) =>
  db
    .select({ attribution: attributions, touch: touches })
    .from(attributions)
    .leftJoin(touches, eq(touches.id, attributions.touchId))
    .where(eq(attributions.id, attributionId))

const listPayoutsOf = (db: Db, family: Family) =>
  db
    .select({
      id: payouts.id,
      runId: payouts.runId,
      status: payouts.status,
      transfer: payouts.transfer,
      reservedAt: payouts.reservedAt,
      finishedAt: payouts.finishedAt,
    })
    .from(payouts)
    .where(
      and(
        inArray(payouts.id, idsIn(membersOf(family).flatMap(({ payoutId }) => payoutId ?? []))),
        eq(payouts.partnerId, family.head.partnerId),
      ),
    )
    .orderBy(asc(payouts.reservedAt), asc(payouts.id))
