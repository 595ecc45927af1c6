import { eq, inArray, sql } from 'drizzle-orm'
import type { SignalSide } from '../../portal/pages/signal-page.tsx'
import { partners } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import type { Signal } from '../../schema/signals.ts'
import { links } from '../../schema/tracking.ts'
import type { Db } from '../database.ts'
import { assert } from '../errors.ts'
import { namesOf } from '../identity/names.ts'
import { findProspectSide } from './store-credit.ts'
import { listMembersOf } from './store-signals.ts'

const addressesShown = 8

/** The partner in question beside what it is compared with: the prospect, or another partner. */
export async function readSides(db: Db, signal: Signal): Promise<[SignalSide] | [SignalSide, SignalSide]> {
  const left = await sideOfPartner(db, signal.partnerId, 'Partner')
  assert(left, 'a signal is about a partner')
  const other = signal.evidence.partner
  if (signal.prospectId) return [left, await sideOfProspect(db, signal.prospectId)]
  const right = typeof other === 'string' ? await sideOfPartner(db, other, 'The other partner') : undefined
  return right ? [left, right] : [left]
}

async function sideOfPartner(db: Db, id: string, title: string): Promise<SignalSide | undefined> {
  const [row] = await db.select().from(partners).where(eq(partners.id, id))
  if (!row) return undefined
  const people = await listMembersOf(db, id)
  return {
    title,
    href: `/partners/${id}`,
    name: row.name,
    domain: row.domain,
    addresses: people.slice(0, addressesShown).map(({ email }) => email),
    since: row.createdAt,
    state: row.status,
  }
}

async function sideOfProspect(db: Db, id: string): Promise<SignalSide> {
  const [[row], known] = await Promise.all([db.select().from(prospects).where(eq(prospects.id, id)), findProspectSide(db, id)])
  assert(row, 'a prospect is never deleted')
  return {
    title: 'Customer',
    href: `/prospects/${id}`,
    name: row.company,
    domain: row.domain,
    addresses: known?.emails.slice(0, addressesShown) ?? [],
    since: row.createdAt,
    state: row.erasedAt ? 'erased' : row.stage.replace('_', ' '),
  }
}

/** Names of the people, partners and links that the evidence speaks of. */
export async function namesIn(db: Db, { evidence }: Pick<Signal, 'evidence'>): Promise<Record<string, string>> {
  const ids = Object.values(evidence).filter((value) => typeof value === 'string' && /^[a-z]{3}_/.test(value)) as string[] // filtered by that
  if (ids.length === 0) return {}
  const asked = sql`(select value from json_each(${JSON.stringify(ids)}))`
  const [people, companies, codes] = await Promise.all([
    namesOf(db, ids),
    db.select({ id: partners.id, name: partners.name }).from(partners).where(inArray(partners.id, asked)),
    db.select({ id: links.id, name: links.code }).from(links).where(inArray(links.id, asked)),
  ])
  return { ...Object.fromEntries(people), ...Object.fromEntries([...companies, ...codes].map(({ id, name }) => [id, name])) }
}
