import { eq, sql } from 'drizzle-orm'
import { dealDetails } from '../../schema/deal-kinds.ts'
import { type Deal, deals } from '../../schema/deals.ts'
import { type Attribution, prospects } from '../../schema/prospects.ts'
import type { TermsVersion } from '../../schema/terms.ts'
import { actOnce, findAct } from '../acts.ts'
import { findAttribution } from '../attribution/store.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { proveByDeal } from '../prospects/evidence-store.ts'
import { dependsOnYear } from '../terms/rules-rank.ts'
import { termsInForce, termsOfPartner } from '../terms/store.ts'
import type { Details } from './read-details.ts'
import { findDealBySource, isHeldByGrievance } from './store.ts'

export type NewDeal = Pick<Deal, 'prospectId' | 'name' | 'kind' | 'currency' | 'amountMinor'> & {
  /** `sub_…` or `cs_…` when Stripe bills it, so that its payments find it. */
  source: string | null
  /** What its kind says of itself. */
  details?: Details
}

/**
 * Opens a deal by hand. Who gets the credit and under which version of the terms freezes with it; nobody's prospect gives no credit.
 *
 * @param act - a form's id: a double click opens one deal
 * @param alongside - what rides in the same batch: the offer that was taken
 * @returns the deal's id
 * @throws Refusal not_found, conflict when another deal has this source, grievance_open (GRV1), metric_missing (DEA4)
 */
export async function openDeal(
  deps: Deps,
  { details = {}, ...wanted }: NewDeal,
  act: string,
  actor: string,
  alongside: (dealId: string) => Statement[] = () => [],
): Promise<string> {
  const { db, now, newId } = deps
  if (wanted.kind === 'performance' && !details.metric)
    throw new Refusal(
      'metric_missing',
      'Say first what a performance deal measures, where the figure comes from and how it becomes an amount.',
    )
  return readAgainIfRefused(async () => {
    const done = await findAct(db, act)
    if (done) return done
    const [prospect] = await db.select({ erasedAt: prospects.erasedAt }).from(prospects).where(eq(prospects.id, wanted.prospectId))
    if (!prospect || prospect.erasedAt) throw notFound()
    if (wanted.source && (await findDealBySource(db, wanted.source))) {
      throw new Refusal('conflict', 'Another deal is already billed under this id at Stripe.')
    }
    if (await isHeldByGrievance(db, wanted.prospectId))
      throw new Refusal(
        'grievance_open',
        'This customer lapsed, and its grievance is not settled. Make it good first; then offer new work.',
      )

    const at = now()
    const attribution = (await findAttribution(db, wanted.prospectId)) ?? null
    const opening = await planOpening(deps, { ...wanted, id: newId('deal'), status: 'open', openedBy: actor }, attribution, at)
    await inOneBatch(db, [
      actOnce(db, act, opening.deal.id, at),
      ...detailStatements(db, opening.deal.id, details, actor, at),
      ...openingStatements(deps, opening, attribution, at),
      ...alongside(opening.deal.id),
    ])
    return opening.deal.id
  })
}

/** Before the deal itself: a trigger asks what a performance deal measures (DEA4). A deal that says nothing of its kind has no row. */
const detailStatements = (db: Deps['db'], dealId: string, details: Details, actor: string, at: Date): Statement[] =>
  Object.keys(details).length === 0
    ? []
    : [db.insert(dealDetails).values({ dealId, ...details, leftMinutes: details.boughtMinutes ?? null, recordedBy: actor, recordedAt: at })]

/** A deal that is about to be opened, with the credit and terms that freeze in its batch. */
export type Opening = { deal: Deal; terms: TermsVersion | undefined }

export async function planOpening(
  { db }: Pick<Deps, 'db'>,
  wanted: Omit<NewDeal, 'details'> & { id: string; status: 'open' | 'won'; openedBy: string; wonAt?: Date },
  attribution: Attribution | null,
  at: Date,
): Promise<Opening> {
  const partnerId = attribution?.partnerId ?? null
  const terms = partnerId ? await termsOfPartner(db, partnerId, at) : undefined
  return {
    terms,
    deal: {
      ...wanted,
      statusReason: null,
      attributionId: attribution?.id ?? null,
      partnerId: terms ? partnerId : null,
      termsVersionId: terms?.id ?? null,
      dependsOnYear: dependsOnYear(terms?.rates[wanted.kind]),
      openedAt: at,
      wonAt: wanted.wonAt ?? null,
      closedAt: null,
      version: 1,
    },
  }
}

/** Statements that open the deal, or undo the batch if the credit or the terms in force have moved since they were read. */
export function openingStatements({ db }: Pick<Deps, 'db'>, { deal }: Opening, attribution: Attribution | null, at: Date): Statement[] {
  const { id, prospectId, partnerId, termsVersionId, kind, currency, amountMinor, source } = deal
  return [
    db.insert(deals).values(deal),
    ...holdsNow(
      db,
      sql`(select a.id from attributions a where a.prospect_id = ${prospectId} order by a.n desc limit 1) is ${attribution?.id ?? null}`,
    ),
    ...(partnerId ? holdsNow(db, sql`${termsInForce(partnerId, at)} is ${termsVersionId}`) : []),
    ...(deal.status === 'won' ? [proveByDeal(db, deal, deal.wonAt ?? at, deal.openedBy, at)] : []),
    trail(db, {
      at,
      actor: deal.openedBy,
      act: 'deal.opened',
      subject: id,
      partnerId: partnerId ?? undefined,
      detail: { prospect: prospectId, kind, currency, amountMinor, source, attribution: attribution?.id ?? null, terms: termsVersionId },
    }),
  ]
}
