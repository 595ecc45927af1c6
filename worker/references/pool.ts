import { and, eq, isNull, sql } from 'drizzle-orm'
import { readiness, referenceCaps, referenceProfiles, referenceRivals } from '../../schema/references.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { companyDomainOf } from '../prospects/company-domain.ts'
import type { CapForm, ProfileForm, ReadinessForm } from './shapes.ts'
import { findProfile, isCustomer, listPersons } from './store-pool.ts'

/** Puts a customer into the pool of the reference desk, or says anew what may be told of it without its name. @throws Refusal not_found, invalid */
export async function keepProfile({ db, now }: Deps, staffId: string, { customer, ...told }: ProfileForm): Promise<void> {
  if (!(await isCustomer(db, customer))) throw new Refusal('invalid', 'Only a customer can be asked. Choose one of the list.')
  const at = now()
  const row = { customerId: customer, ...told, addedBy: staffId, addedAt: at, version: 1 }
  const again = { target: referenceProfiles.customerId, set: { ...told, version: sql`${referenceProfiles.version} + 1` } }
  await inOneBatch(db, [
    db.insert(referenceProfiles).values(row).onConflictDoUpdate(again),
    trail(db, { at, actor: staffId, act: 'reference_profile.kept', subject: customer, detail: told }),
  ])
}

/** Whether its people know what they are asked for (RDY1). @throws Refusal not_found, invalid for a day to come */
export async function keepReadiness({ db, now }: Deps, staffId: string, customerId: string, told: ReadinessForm): Promise<void> {
  await requireProfile(db, customerId)
  const at = now()
  const today = dayOf(at)
  if ((told.trainedOn ?? '') > today || (told.lastCheckinOn ?? '') > today) {
    throw new Refusal('invalid', 'That day has not come yet. Give the day it happened.')
  }
  const row = { customerId, ...told, setBy: staffId, setAt: at }
  await inOneBatch(db, [
    db.insert(readiness).values(row).onConflictDoUpdate({ target: readiness.customerId, set: row }),
    trail(db, { at, actor: staffId, act: 'readiness.kept', subject: customerId, detail: told }),
  ])
}

/** The customer named a company that it will not speak to. @throws Refusal not_found, invalid where the domain is no company's */
export async function nameRival(
  { db, now }: Deps,
  staffId: string,
  customerId: string,
  told: { rival: string; domain: string },
): Promise<void> {
  await requireProfile(db, customerId)
  const domain = await companyDomainOf(told.domain)
  if (!domain) throw new Refusal('invalid', 'That is no domain of a company; it looks like company.example.')
  const at = now()
  await inOneBatch(db, [
    db.insert(referenceRivals).values({ customerId, domain, name: told.rival, namedBy: staffId, namedAt: at }).onConflictDoNothing(),
    trail(db, { at, actor: staffId, act: 'reference_rival.named', subject: customerId, detail: { domain } }),
  ])
}

/** How often the company, or one of its people, may be asked; an earlier cap of the same length ends with it. @throws Refusal not_found, invalid */
export async function setCap(deps: Deps, staffId: string, customerId: string, { who, group, count, days }: CapForm): Promise<void> {
  const { db, now, newId } = deps
  await requireProfile(db, customerId)
  const at = now()
  if (who && !(await listPersons(db, [customerId], at)).some(({ contactId }) => contactId === who)) {
    throw new Refusal('invalid', 'Choose the company or one of its people.')
  }
  const scope = who ? 'contact' : 'customer'
  const cap = { scope, subject: who || customerId, capGroup: group, count, periodDays: days } as const
  await inOneBatch(db, [
    db
      .update(referenceCaps)
      .set({ endedAt: at })
      .where(
        and(
          eq(referenceCaps.scope, scope),
          eq(referenceCaps.subject, cap.subject),
          eq(referenceCaps.capGroup, group),
          eq(referenceCaps.periodDays, days),
          isNull(referenceCaps.endedAt),
        ),
      ),
    db.insert(referenceCaps).values({ id: newId('rcp'), ...cap, setBy: staffId, setAt: at }),
    trail(db, { at, actor: staffId, act: 'reference_cap.set', subject: customerId, detail: cap }),
  ])
}

/** @throws Refusal not_found for a cap that is not this customer's, a default among them */
export async function endCap({ db, now }: Deps, staffId: string, customerId: string, capId: string): Promise<void> {
  await requireProfile(db, customerId)
  const at = now()
  const persons = await listPersons(db, [customerId], at)
  const [cap] = await db
    .select()
    .from(referenceCaps)
    .where(and(eq(referenceCaps.id, capId), isNull(referenceCaps.endedAt)))
  if (!cap || ![customerId, ...persons.map(({ contactId }) => contactId)].includes(cap.subject)) throw notFound()
  try {
    await inOneBatch(db, [
      db
        .update(referenceCaps)
        .set({ endedAt: at })
        .where(and(eq(referenceCaps.id, capId), isNull(referenceCaps.endedAt))),
      ...changedExactly(db, 1),
      trail(db, { at, actor: staffId, act: 'reference_cap.ended', subject: customerId, detail: { capId } }),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('already_done', 'This cap was ended already.') : error
  }
}

async function requireProfile(db: Deps['db'], customerId: string): Promise<void> {
  if (!(await findProfile(db, customerId))) throw notFound()
}
