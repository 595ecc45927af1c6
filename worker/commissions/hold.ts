import type { CommissionHold } from '../../schema/commissions.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { closeHolds, openHold } from './hold-statements.ts'
import { type Family, isClaimOwner, isDisputeOwner, type NewHold, openMembersOf, readSignalOwner } from './rules.ts'
import { familyUnmoved, getFamily } from './store-families.ts'

/**
 * Freezes a commission and its corrections until the hold is released. What is being paid stays in its payout; should that be
 * released, the hold catches it there.
 *
 * @throws Refusal not_found, wrong_state when nothing of it is left to hold
 */
export async function holdCommission({ db, now }: Deps, commissionId: string, { reason, owner }: NewHold, actor: string): Promise<void> {
  await readAgainIfRefused(async () => {
    const family = await getFamily(db, commissionId)
    const members = openMembersOf(family)
    if (members.length === 0)
      throw new Refusal('wrong_state', 'This commission is final: it was paid, refused or cancelled. There is nothing to hold.')
    if (isSameHold(family, { reason, owner })) return

    const at = now()
    await inOneBatch(db, [
      ...familyUnmoved(db, family),
      ...openHold(db, family, members, { reason, owner }, at).statements,
      trail(db, {
        at,
        actor,
        act: 'commission.held',
        subject: family.head.id,
        partnerId: family.head.partnerId,
        detail: { reason, owner },
      }),
    ])
  })
}

/** The same hold asked for twice is one hold. */
const isSameHold = ({ openHolds }: Family, { reason, owner }: NewHold): boolean =>
  openHolds.some((each) => each.reason === reason && each.owner === owner)

/**
 * Ends one hold, on the commission that it was opened on and on its family. Each returns to where it was once no other is open. What a
 * dispute, a claim or a signal holds, only its decision frees.
 *
 * @throws Refusal not_found, wrong_state when this hold is not open, or a dispute’s, claim’s or signal’s
 */
export async function releaseCommission({ db, now }: Deps, commissionId: string, n: number, reason: string, actor: string): Promise<void> {
  await readAgainIfRefused(async () => {
    const family = await getFamily(db, commissionId)
    const ended = family.openHolds.find((each) => each.commissionId === commissionId && each.n === n)
    if (!ended) throw new Refusal('wrong_state', 'This hold is not open any more. Somebody may have released it already.')
    if (isDisputeOwner(ended.owner)) {
      throw new Refusal('wrong_state', 'The customer’s bank decides this dispute. The hold ends by itself once Stripe tells us how.')
    }

    if (isClaimOwner(ended.owner)) {
      throw new Refusal('wrong_state', 'A claim holds this commission. Answer the claim; the hold ends with it.')
    }

    if (readSignalOwner(ended.owner)) {
      throw new Refusal('wrong_state', 'A signal holds this commission. Release or confirm it under Signals; its holds end with it.')
    }
    const copies = family.openHolds.filter((each) => isCopyOf(each, ended))
    await inOneBatch(db, releaseStatements(db, family, copies, { reason, actor, at: now() }))
  })
}

/** Ends what a decided signal holds of a commission and its family, and nothing else; without such a hold nothing happens. */
export async function releaseHoldsOf(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  commissionId: string,
  owner: string,
  why: { reason: string; actor: string },
) {
  await readAgainIfRefused(async () => {
    const family = await getFamily(db, commissionId)
    const ending = family.openHolds.filter((each) => each.owner === owner)
    if (ending.length > 0) await inOneBatch(db, releaseStatements(db, family, ending, { ...why, at: now() }))
  })
}

type Released = { reason: string; actor: string; at: Date }

const releaseStatements = (db: Deps['db'], family: Family, ending: readonly CommissionHold[], { reason, actor, at }: Released) => [
  ...familyUnmoved(db, family),
  ...closeHolds(db, family, ending, at).statements,
  trail(db, {
    at,
    actor,
    act: 'commission.released',
    subject: family.head.id,
    partnerId: family.head.partnerId,
    detail: { hold: ending[0]?.reason, reason },
  }),
]

/** A hold stands on each member of a family, with the same reason, owner and beginning. */
const isCopyOf = (hold: CommissionHold, of: CommissionHold): boolean =>
  hold.reason === of.reason && hold.owner === of.owner && hold.openedAt.getTime() === of.openedAt.getTime()
