import { and, asc, eq, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import { type Registration, registrations } from '../../schema/registrations.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { tellPartner, tellSales } from './registration-notices.ts'
import { warnedBeforeMs } from './rules-registration.ts'
import { hasRunOut } from './store-protection.ts'
import { findParts } from './store-registrations.ts'

type Doing = Pick<Deps, 'db' | 'now' | 'hints'>

/** More than this of one kind waits for the next hour. */
const atMost = 100

/** What the clock does: it tells sales what is due, tells partners what ends in a week, and ends what has run out. It never decides. */
export async function sweepRegistrations(deps: Doing): Promise<void> {
  const at = deps.now()
  for (const registration of await listDueUntold(deps, at)) await tellDue(deps, registration, at)
  for (const registration of await listEnding(deps, at)) await endProtection(deps, registration, at)
  for (const registration of await listExpiring(deps, at)) await tellExpiring(deps, registration, at)
}

const listDueUntold = ({ db }: Doing, at: Date) =>
  db
    .select()
    .from(registrations)
    .where(and(sql`status in ('submitted', 'appealed')`, lte(registrations.dueAt, at), isNull(registrations.dueToldAt)))
    .orderBy(asc(registrations.dueAt), asc(registrations.id))
    .limit(atMost)

async function tellDue(deps: Doing, registration: Registration, at: Date): Promise<void> {
  const { id, status, company, dueAt, partnerId } = registration
  const [partner] = await deps.db.select({ name: partners.name }).from(partners).where(eq(partners.id, partnerId))
  const what = status === 'appealed' ? 'appeal' : 'registration'
  const data = { company, partner: partner?.name ?? '', what, dueAt: dueAt.toISOString(), registrationId: id } as const
  await once(
    deps,
    registration,
    { dueToldAt: at },
    tellSales(deps.db, registration, `due/${what}`, { template: 'registration_due', data }, at),
  )
}

/** Ends what has run out of one company, before somebody registers it or has it accepted; whoever comes first writes the end down. */
export async function endProtectionsOf(deps: Doing, { domain, prospectId }: { domain: string; prospectId: string | null }): Promise<void> {
  const at = deps.now()
  const ofCompany = or(eq(registrations.domain, domain), eq(registrations.prospectId, prospectId ?? ''))
  for (const registration of await listEnding(deps, at, ofCompany)) await endProtection(deps, registration, at)
}

const listEnding = ({ db }: Doing, at: Date, which?: SQL) =>
  db
    .select()
    .from(registrations)
    .where(and(which, hasRunOut(at)))
    .orderBy(asc(registrations.protectedUntil), asc(registrations.id))
    .limit(atMost)

async function endProtection(deps: Doing, registration: Registration, at: Date): Promise<void> {
  const { id, company, partnerId, version } = registration
  const data = { company, because: 'expired', registrationId: id } as const
  const changes = { status: 'ended', endedAt: at, endedBecause: 'expired', version: version + 1 } as const
  const told = tellPartner(deps.db, registration, 'ended', { template: 'registration_ended', data }, at)
  await once(deps, registration, changes, told, [
    trail(deps.db, { at, actor: 'system', act: 'registration.ended', subject: id, partnerId, detail: { because: 'expired' } }),
  ])
}

const listExpiring = ({ db }: Doing, at: Date) =>
  db
    .select()
    .from(registrations)
    .where(
      and(
        eq(registrations.status, 'accepted'),
        lte(registrations.protectedUntil, new Date(at.getTime() + warnedBeforeMs)),
        isNull(registrations.expiringToldAt),
      ),
    )
    .orderBy(asc(registrations.protectedUntil), asc(registrations.id))
    .limit(atMost)

async function tellExpiring(deps: Doing, registration: Registration, at: Date): Promise<void> {
  const { id, company, protectedUntil } = registration
  const { extension } = await findParts(deps.db, id)
  const data = { company, protectedUntil: protectedUntil?.toISOString() ?? '', mayAsk: extension === undefined, registrationId: id }
  const told = tellPartner(deps.db, registration, `expiring/${protectedUntil?.getTime()}`, { template: 'registration_expiring', data }, at)
  await once(deps, registration, { expiringToldAt: at }, told)
}

/** One batch for one registration as it was read; where it moved meanwhile, the next sweep looks at it as it is then. */
async function once(
  deps: Doing,
  { id, status, version }: Registration,
  changes: Partial<Registration>,
  told: { id: string; statement: Statement },
  alongside: readonly Statement[] = [],
): Promise<void> {
  const { db } = deps
  try {
    await inOneBatch(db, [
      db
        .update(registrations)
        .set(changes)
        .where(and(eq(registrations.id, id), eq(registrations.version, version), eq(registrations.status, status))),
      ...changedExactly(db),
      ...alongside,
      told.statement,
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    return
  }
  await hintNotices(deps, told.id)
}
