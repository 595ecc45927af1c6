import { and, desc, eq, ne } from 'drizzle-orm'
import type { Agreement } from '../../schema/agreements.ts'
import { activities } from '../../schema/requests.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import { listMeasurementsOfCustomer } from '../deals/store-kinds.ts'
import { listDisclosedFees } from '../deals/store-vendor-fees.ts'
import type { Deps } from '../deps.ts'
import { listCriteriaOfCustomer, type SharedCriterion } from '../engagements/store.ts'
import { digestOf } from '../identity/keys.ts'
import { shownAs } from '../quotes/rules.ts'
import { listQuotesOfCustomer } from '../quotes/store.ts'
import { factsOf } from '../references/reference-level.ts'
import { capital, obligationLine } from './agreement-view.ts'
import { activityWords, agreementWords, grantWords, useWords } from './agreement-words.ts'
import { findCategory } from './category.ts'
import { isInForce, lastDayOf } from './rules-agreements.ts'
import { isLive, sidesNeeded } from './rules-grants.ts'
import { linesOf, listAgreementsOfCustomer } from './store-agreements.ts'
import { listApprovalsOf, listGrantsOfCustomer, listUsesOf } from './store-grants.ts'

/** What one customer and we have agreed, in the order both sides read it: agreements, what is left, permissions, activities. */
export async function viewRelationship({ db, now }: Pick<Deps, 'db' | 'now'>, prospectId: string) {
  const at = now()
  const today = dayOf(at)
  const [category, agreements, grants, done, criteria, quotes, results, vendors] = await Promise.all([
    findCategory(db, prospectId, at),
    listAgreementsOfCustomer(db, prospectId),
    listGrantsOfCustomer(db, prospectId),
    listActivities(db, prospectId),
    listCriteriaOfCustomer(db, prospectId).then(withHashes),
    listQuotesOfCustomer(db, prospectId),
    listMeasurementsOfCustomer(db, prospectId),
    listDisclosedFees(db, prospectId),
  ])
  const ids = grants.map(({ id }) => id)
  const [current, uses, approvals] = await Promise.all([
    Promise.all(agreements.filter(({ status }) => status !== 'ended').map((each) => agreementLine(db, each, today))),
    listUsesOf(db, ids),
    listApprovalsOf(db, ids),
  ])
  return {
    category,
    facts: (await factsOf(db, [prospectId], at)).get(prospectId) ?? [],
    today,
    criteria,
    results,
    vendors,
    agreements: current,
    ended: agreements.filter(({ status }) => status === 'ended').map((each) => ({ ...each, kindInWords: agreementWords[each.kind] })),
    grants: grants.map((grant) => {
      const said = new Set(approvals.flatMap(({ grantId, side }) => (grantId === grant.id ? [side] : [])))
      return {
        ...grant,
        kindInWords: grantWords[grant.kind].name,
        allows: grantWords[grant.kind].allows,
        isLive: isLive(grant, today),
        missing: sidesNeeded(grant).filter((side) => !said.has(side) && side !== 'us'),
        uses: uses.filter(({ grantId }) => grantId === grant.id).map((use) => ({ ...use, useInWords: useWords[use.kind] })),
      }
    }),
    quotes: quotes.map((quote) => ({ ...quote, shownAs: shownAs(quote) })),
    activities: done.map((each) => ({ ...each, kindInWords: capital(activityWords[each.kind]) })),
  }
}

/** A customer agrees to exactly the result that its page shows. */
const withHashes = (criteria: readonly SharedCriterion[]) =>
  Promise.all(criteria.map(async (each) => ({ ...each, resultHash: each.result && (await digestOf(each.result)) })))

async function agreementLine(db: Db, agreement: Agreement, today: string) {
  const { obligations, benefits, discount } = await linesOf(db, agreement.id)
  return {
    ...agreement,
    kindInWords: agreementWords[agreement.kind],
    lastDay: lastDayOf(agreement),
    isInForce: isInForce(agreement, today),
    obligations: obligations.map((each) => obligationLine(each, today)),
    benefits,
    discount,
  }
}

const listActivities = (db: Db, customerId: string) =>
  db
    .select({
      id: activities.id,
      kind: activities.kind,
      title: activities.title,
      status: activities.status,
      at: activities.fromAt,
      heldAt: activities.heldAt,
    })
    .from(activities)
    .where(and(eq(activities.customerId, customerId), ne(activities.status, 'cancelled')))
    .orderBy(desc(activities.fromAt), desc(activities.id))
    .limit(20)
