import { and, eq, sql } from 'drizzle-orm'
import { audit } from '../../schema/records.ts'
import { type Adoption, adoptions } from '../../schema/restores.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { requireSecondFactor } from '../identity/second-factor.ts'
import { adoptConfirmed } from './adopt.ts'
import { digestOf } from './digest.ts'
import { asTime, eachOf } from './parameters.ts'
import { getRestore } from './restore.ts'
import { shownText } from './rules-restore.ts'
import { hasAdoptedInto, hasMadeRunOf, listAdoptions } from './store-adoptions.ts'
import { hintNotices, oweRole } from './store-notices.ts'

/** As many as a page shows; more are proposed after these. */
export const adoptedTogether = 200

/** What a page of forgotten transfers signs: the form posts it back. */
export const digestOfShown = (shown: readonly Adoption[]): Promise<string> => digestOf(shownText(shown))

const tooLate = 'What you saw is not what stands here now. Please look at it again.'

/**
 * Finance proposes to take these forgotten transfers in again, as Stripe shows them.
 *
 * @throws Refusal wrong_state, same_person, stale
 */
export async function proposeAdoptions(deps: Deps, by: { id: string }, shown: string): Promise<void> {
  const { db, now } = deps
  const restore = await getRestore(deps)
  const found = await getShown(deps, 'found', shown)
  if (await hasAdoptedInto(db, 'confirmed_by', by.id, runIdsOf(found))) {
    throw new Refusal('same_person', 'You confirmed another transfer of one of these runs, so somebody else of finance proposes these.')
  }
  const at = now()
  const noticeId = deps.newId('ntc')
  const notice = {
    what: `A colleague proposes to adopt ${found.length === 1 ? 'a transfer' : `${found.length} transfers`} that the restored database forgot`,
    subject: `epoch ${restore.epoch}`,
    todo: 'Compare them with Stripe under Restore, then confirm or refuse.',
  }
  await write(deps, [
    db
      .update(adoptions)
      .set({ status: 'proposed', proposedBy: by.id, proposedAt: at })
      .where(and(eq(adoptions.status, 'found'), sql`${adoptions.problem} is null`, isOf(found))),
    ...changedExactly(db, found.length),
    told(deps, found, 'payout.adoption_proposed', by.id, at),
    oweRole(db, noticeId, 'approver', [by.id], { template: 'money_alarm', data: notice }, at),
  ])
  await hintNotices(deps, noticeId)
}

/**
 * Another person confirms; the payouts are rebuilt at once, and what is more than this request may do by the sweep.
 *
 * @throws Refusal wrong_state, same_person, second_factor_required, stale
 */
export async function confirmAdoptions(deps: Deps, by: SignedInStaff & SessionFacts, shown: string): Promise<void> {
  const { db, now } = deps
  await getRestore(deps)
  const proposed = await getProposed(deps, by, shown)
  requireSecondFactor(by, now())
  const runIds = runIdsOf(proposed)
  if (await hasAdoptedInto(db, 'proposed_by', by.id, runIds)) {
    throw new Refusal('same_person', 'You proposed another transfer of one of these runs, so another approver confirms.')
  }
  if (await hasMadeRunOf(db, by.id, runIds)) {
    throw new Refusal('same_person', 'You prepared or submitted one of these runs, so another approver confirms.')
  }
  const at = now()
  await write(deps, [
    db
      .update(adoptions)
      .set({ status: 'confirmed', confirmedBy: by.id, confirmedAt: at })
      .where(and(eq(adoptions.status, 'proposed'), isOf(proposed))),
    ...changedExactly(db, proposed.length),
    told(deps, proposed, 'payout.adoption_confirmed', by.id, at),
  ])
  await adoptConfirmed(deps, 25)
}

/**
 * Another person does not agree: nothing is taken in, and it may be proposed again.
 *
 * @throws Refusal wrong_state, same_person, stale
 */
export async function refuseAdoptions(deps: Deps, by: { id: string }, shown: string): Promise<void> {
  const { db, now } = deps
  const proposed = await getProposed(deps, by, shown)
  await write(deps, [
    db
      .update(adoptions)
      .set({ status: 'found', proposedBy: null, proposedAt: null })
      .where(and(eq(adoptions.status, 'proposed'), isOf(proposed))),
    ...changedExactly(db, proposed.length),
    told(deps, proposed, 'payout.adoption_refused', by.id, now()),
  ])
}

async function getShown({ db }: Deps, status: 'found' | 'proposed', shown: string): Promise<Adoption[]> {
  const now = await listAdoptions(db, status, adoptedTogether)
  if (now.length === 0 || (await digestOfShown(now)) !== shown) throw new Refusal('stale', tooLate)
  return now
}

async function getProposed(deps: Deps, by: { id: string }, shown: string): Promise<Adoption[]> {
  const proposed = await getShown(deps, 'proposed', shown)
  if (proposed.some(({ proposedBy }) => proposedBy === by.id)) {
    throw new Refusal('same_person', 'You proposed this, so another person decides about it.')
  }
  return proposed
}

const runIdsOf = (some: readonly Adoption[]): string[] => [...new Set(some.map(({ runId }) => runId))]

const isOf = (some: readonly Adoption[]) => sql`${adoptions.transfer} in ${eachOf(some.map(({ transfer }) => transfer))}`

const told = ({ db }: Deps, some: readonly Adoption[], act: string, actor: string, at: Date): Statement =>
  db.insert(audit).select(
    sql`select null, ${asTime(at)}, ${actor}, ${act}, payout_id, partner_id,
          json_object('transfer', transfer, 'run', run_id, 'amountMinor', amount_minor, 'currency', currency)
        from adoptions where ${isOf(some)} order by transfer`,
  )

async function write({ db }: Deps, statements: readonly Statement[]): Promise<void> {
  try {
    await inOneBatch(db, statements)
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', tooLate)
    throw error
  }
}
