import { eq } from 'drizzle-orm'
import type { PayoutDestination } from '../../schema/payout-destinations.ts'
import { type Partner, partners } from '../../schema/people.ts'
import { acts } from '../../schema/records.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SignedInMember } from '../env.ts'
import { assert } from '../errors.ts'
import { hintNotices, oweRole } from '../payouts/store-notices.ts'
import type { AccountRequest, ReadinessAnswer } from '../stripe/port.ts'
import { changeNoticeId, oweChange } from './destination-news.ts'
import { findDestination } from './store.ts'
import { insertDestination } from './store-destinations.ts'

export type Wanted = { country: string; entityType: 'company' | 'individual' }
export type Opened = { kind: 'opened'; destination: PayoutDestination } | { kind: 'refused' }

/**
 * Opens the partner's Stripe account, or another one in place of it (a country cannot change). What is asked is written down under its
 * key first, so that a request whose answer was lost is asked again word for word and opens nothing twice. The old account stays in
 * the history, and open payouts keep going where they were going.
 *
 * @param seen - the version the person saw, 0 for none; when there is a newer one, that is the answer
 */
export async function openAccount(deps: Deps, partner: Partner, by: SignedInMember, wanted: Wanted, seen: number): Promise<Opened> {
  const newest = await findDestination(deps.db, partner.id)
  if (newest && newest.version !== seen) return { kind: 'opened', destination: newest }

  const version = (newest?.version ?? 0) + 1
  // Asked before anything is opened: who hears of the change must be known.
  const formerContact = newest ? (await deps.rail.readiness(newest.stripeAccount)).contactEmail : null
  const key = `acct:${partner.id}:${version}`
  const request = await writeDown(deps, key, { partnerId: partner.id, name: partner.name, email: by.email, ...wanted })
  const opened = await deps.rail.open(request, key)
  if (opened.kind === 'refused') {
    await tellRefusal(deps, key, partner, by.id, opened.reason)
    return { kind: 'refused' }
  }
  const answer = await deps.rail.readiness(opened.destination).catch(() => notAsked)
  const another = { version, stripeAccount: opened.destination, formerContact }
  return { kind: 'opened', destination: await store(deps, partner, by.id, request, another, answer) }
}

const notAsked: ReadinessAnswer = { readiness: 'unknown', codes: [], requirements: [], bankAccount: null, contactEmail: null }

async function writeDown({ db, now }: Pick<Deps, 'db' | 'now'>, key: string, request: AccountRequest): Promise<AccountRequest> {
  const earlier = await findAct(db, key)
  // Only this function writes under such a key.
  if (earlier) return JSON.parse(earlier) as AccountRequest
  try {
    await actOnce(db, key, JSON.stringify(request), now())
    return request
  } catch (error) {
    if (!wasRefused(error)) throw error
    return writeDown({ db, now }, key, request)
  }
}

async function store(
  deps: Deps,
  partner: Partner,
  by: string,
  { country, entityType }: Wanted,
  { version, stripeAccount, formerContact }: { version: number; stripeAccount: string; formerContact: string | null },
  answer: ReadinessAnswer,
): Promise<PayoutDestination> {
  const { db, now } = deps
  const at = now()
  const detail = { version, country, entityType }
  const statements: Statement[] = [
    insertDestination(db, { partnerId: partner.id, version, stripeAccount }, answer, at),
    db.update(partners).set({ country }).where(eq(partners.id, partner.id)),
    trail(db, { at, actor: by, act: 'destination.opened', subject: partner.id, partnerId: partner.id, detail }),
    ...(version > 1 ? [oweChange(db, partner, { version, formerContact }, at)] : []),
  ]
  try {
    await inOneBatch(db, statements)
    if (version > 1) await hintNotices(deps, changeNoticeId(partner.id, version))
  } catch (error) {
    // The same form, sent twice: both asked under one key, so both hold the same account.
    if (!wasRefused(error)) throw error
  }
  const destination = await findDestination(db, partner.id)
  assert(destination, 'an account that was opened is stored')
  return destination
}

/** Stripe's sentence goes to the admins as it is; the partner reads a calm one. The next try may ask for something else. */
async function tellRefusal(deps: Deps, key: string, partner: Partner, by: string, reason: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  const id = `account_refused:${key}:${at.toISOString().slice(0, 10)}`
  const alarm = {
    what: `Stripe refused to open an account for ${partner.name}: “${reason}”`,
    subject: partner.id,
    todo: 'Ask Stripe to approve the platform, or set STRIPE_ACCOUNT_CONFIGURATION to recipient+merchant; then let the partner try again.',
  }
  await db.batch([
    db.delete(acts).where(eq(acts.id, key)),
    trail(db, { at, actor: by, act: 'account.refused', subject: partner.id, partnerId: partner.id, detail: { reason } }),
  ])
  try {
    await oweRole(db, id, 'admin', [], { template: 'money_alarm', data: alarm }, at)
    await hintNotices(deps, id)
  } catch (error) {
    // Told today already.
    if (!wasRefused(error)) throw error
  }
}
