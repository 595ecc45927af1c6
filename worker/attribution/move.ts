import { eq, sql } from 'drizzle-orm'
import { type Partner, partners } from '../../schema/people.ts'
import { type Attribution, attributions, type Prospect, prospects, type Touch } from '../../schema/prospects.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import { listOwners } from '../commissions/store.ts'
import type { Db } from '../database.ts'
import { followDecisionOf } from '../deals/follow-decision.ts'
import { changeCredit } from '../deals/store-credit.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { forLog } from '../log.ts'
import { owe } from '../notices/store.ts'
import { leaveOut, partnerNamedIn } from '../prospects/unnamed.ts'
import { verdictsOfDecision } from './rules.ts'
import { findAttribution, listTouchesOfProspect, storeAttribution, storeTouch, storeTouchRules } from './store.ts'

export type Move = {
  prospectId: string
  /** Null: nobody gets the credit. */
  partnerId: string | null
  /** The stored touch that the decision is for, such as an accepted registration's; null makes a touch of the decision itself. */
  touchId: string | null
  /** Both partners read it; it names neither. */
  reason: string
  /** The person of staff who decided. */
  actor: string
  /** Stand before the decision in its batch. Guards of their own that fail end in a conflict. */
  alongside?: readonly Statement[] | ((made: Attribution) => readonly Statement[])
  /** The number of the decision that the person saw: when another was made since, theirs is refused. 0: none. */
  seen?: number
}

/**
 * A person moves the credit for a prospect: decision n + 1 with its reason. What its deals' commissions become follows from markers in the
 * same batch (`credit_changes`): mostly before this returns, else by the next sweep. Nothing is edited: the old partner's commissions are
 * corrected to nothing, the new one's accrue, what was paid stays and the difference is netted later (money.md 5 and 9).
 *
 * @throws Refusal not_found, invalid for a reason that names a partner, stale, already_done when the partner has the credit, wrong_state when it is not active, conflict
 */
export async function moveAttribution(deps: Deps, move: Move): Promise<Attribution> {
  const { db } = deps
  const ids = { attribution: deps.newId('att'), touch: deps.newId('tch') }
  const attribution = await readAgainIfRefused(async () => {
    const [done] = await db.select().from(attributions).where(eq(attributions.id, ids.attribution))
    return done ?? decide(deps, move, ids)
  })
  try {
    await followDecisionOf(deps, move.prospectId)
  } catch (error) {
    // The decision stands, and the sweep writes what follows from it.
    console.error(JSON.stringify({ level: 'warn', message: `${attribution.id} is followed later: ${forLog(error)}` }))
  }
  return attribution
}

async function decide(deps: Deps, move: Move, ids: { attribution: string; touch: string }): Promise<Attribution> {
  const { db } = deps
  const { prospectId, partnerId, actor } = move
  const inForce = await findAttribution(db, prospectId)
  refuseStale(move, inForce)
  const [prospect, partner] = await Promise.all([getLiveProspect(db, prospectId), partnerId ? getReferring(db, partnerId) : null])
  const about = { prospectId, domain: prospect.domain, reader: null, alsoAbout: partnerId }
  const named = await partnerNamedIn(db, about, move.reason)
  if (named) throw new Refusal('invalid', leaveOut(named))

  const at = deps.now()
  const made = partner && !move.touchId ? touchOf(move, ids, partner.id, at) : undefined
  const touchId = partner ? (move.touchId ?? ids.touch) : null
  const touches = [...(await listTouchesOfProspect(db, prospectId)), ...(made ? [made] : [])]
  const attribution: Attribution = {
    id: ids.attribution,
    prospectId,
    n: (inForce?.n ?? 0) + 1,
    partnerId,
    touchId,
    decidedBy: actor,
    reason: move.reason,
    explanation: verdictsOfDecision(touches, touchId ? { id: touchId } : null),
    heldReason: null,
    decidedAt: at,
  }
  await inOneBatch(db, [
    ...(typeof move.alongside === 'function' ? move.alongside(attribution) : (move.alongside ?? [])),
    ...(made ? [storeTouch(db, made), storeTouchRules(db, made)] : []),
    storeAttribution(db, attribution),
    ...(touchId ? touchIsOf(db, touchId, attribution) : []),
    changeCredit(db, prospectId, attribution.id, actor, at),
    ...(await tellMove(db, attribution, inForce, prospect)),
  ])
  return attribution
}

function refuseStale({ partnerId, touchId, seen }: Move, inForce: Attribution | undefined): void {
  if (seen !== undefined && seen !== (inForce?.n ?? 0)) {
    throw new Refusal('stale', 'Somebody decided about this credit since you opened the page. Look at what stands now, then decide again.')
  }
  if (inForce && inForce.partnerId === partnerId && !touchId) {
    throw new Refusal('already_done', partnerId ? 'This partner has the credit already.' : 'Nobody has the credit already.')
  }
}

async function getLiveProspect(db: Db, id: string): Promise<Prospect> {
  const [prospect] = await db.select().from(prospects).where(eq(prospects.id, id))
  if (!prospect || prospect.erasedAt) throw notFound()
  return prospect
}

/** A paused partner may be given what is its own; one that never was active, or left, may not. */
async function getReferring(db: Db, id: string): Promise<Partner> {
  const [partner] = await db.select().from(partners).where(eq(partners.id, id))
  if (!partner) throw notFound()
  if (partner.status === 'active' || partner.status === 'suspended') return partner
  throw new Refusal('wrong_state', `${partner.name} is not an active partner. Activate it first, or choose another.`)
}

const touchOf = ({ prospectId }: Move, ids: { attribution: string; touch: string }, partnerId: string, at: Date): Touch => ({
  id: ids.touch,
  prospectId,
  partnerId,
  kind: 'decision',
  touchedAt: at,
  linkId: null,
  clickId: null,
  introductionId: null,
  source: `decision/${ids.attribution}`,
  createdAt: at,
})

/** Statements: undo the batch unless the touch is the partner's, for this prospect. It may be stored in the same batch. */
const touchIsOf = (db: Db, touchId: string, { prospectId, partnerId }: Attribution): readonly Statement[] =>
  holdsNow(
    db,
    sql`exists (select 1 from touches t where t.id = ${touchId} and t.prospect_id = ${prospectId} and t.partner_id = ${partnerId})`,
  )

/** The trail, and a mail to whoever loses or gets the credit. */
async function tellMove(db: Db, made: Attribution, before: Attribution | undefined, { company }: Prospect): Promise<Statement[]> {
  const { id, prospectId, partnerId, reason, decidedBy, decidedAt } = made
  const losing = before?.partnerId && before.partnerId !== partnerId ? await listOwners(db, before.partnerId) : []
  const getting = partnerId && before?.partnerId !== partnerId ? await listOwners(db, partnerId) : []
  const mail = (owner: { id: string; email: string }, isYours: boolean) =>
    owe(
      db,
      `ntc_moved_${id}_${owner.id}`,
      owner.email,
      { template: 'credit_moved', data: { prospect: company, prospectId, isYours, reason } },
      decidedAt,
    )
  return [
    trail(db, {
      at: decidedAt,
      actor: decidedBy,
      act: 'attribution.moved',
      subject: prospectId,
      partnerId: partnerId ?? undefined,
      detail: { attribution: id, n: made.n, from: before?.partnerId ?? null, to: partnerId, reason },
    }),
    ...losing.map((owner) => mail(owner, false)),
    ...getting.map((owner) => mail(owner, true)),
  ]
}
