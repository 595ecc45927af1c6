import type { ContactSide } from '../../schema/prospects.ts'
import type { CapGroup } from '../../schema/references.ts'
import type { RequestActivity } from '../../schema/requests.ts'
import type { Cursor } from '../cursor.ts'
import type { Db } from '../database.ts'
import { digestOf } from '../identity/keys.ts'
import { type Asked, type Cap, capGroupOf, firstDayFrom, nextFreeAt, type Place } from './rules-caps.ts'
import { type WhyNot, whyNot } from './rules-match.ts'
import {
  type Asker,
  listCaps,
  listPersons,
  listPlaces,
  listPool,
  type Person,
  type PoolFilter,
  type PoolRow,
  poolPageSize,
} from './store-pool.ts'

/** What is looked for: an activity, a side, and who asks. */
type Wish = { activity: RequestActivity; side: ContactSide | null; asker?: Asker | undefined }

/** A customer with whom to ask there, and every reason against it (REQ1). */
export type Candidate = Omit<PoolRow, 'restUntil'> & {
  /** Those who may be asked, the one that is free first in front. */
  persons: (Person & { freeOn: string | undefined })[]
  why: WhyNot[]
  /** The next day that caps and rest allow; absent: none. */
  freeOn: string | undefined
  caps: (Cap & { id: string })[]
  places: Place[]
}

type Look = { at: Date; cursor?: Cursor | undefined; onlyFine?: boolean; customerId?: string | undefined }

/** A page of the pool against a wish, in the pool's own order: those who may be asked and those who may not, each with why. */
export async function matchCustomers(
  db: Db,
  wish: Wish,
  filter: PoolFilter,
  look: Look,
): Promise<{ candidates: Candidate[]; next: PoolRow | undefined }> {
  const found = await listPool(db, filter, { ...look, asker: wish.asker })
  const rows = found.slice(0, poolPageSize)
  const next = found.length > poolPageSize ? rows.at(-1) : undefined
  if (rows.length === 0) return { candidates: [], next }
  const ids = rows.map(({ customerId }) => customerId)
  const [persons, places] = await Promise.all([listPersons(db, ids, look.at), listPlaces(db, ids, look.at)])
  const caps = await listCaps(db, [...ids, ...persons.map(({ contactId }) => contactId)])
  const group = capGroupOf[wish.activity]
  const candidates = rows.map((row) => {
    const own = places
      .filter(({ customerId }) => customerId === row.customerId)
      .map((place) => ({ ...place, fromAt: place.fromAt.getTime(), untilAt: place.untilAt.getTime() }))
    return candidateOf(
      row,
      wish,
      { persons: persons.filter(({ customerId }) => customerId === row.customerId), places: own, caps, group },
      look.at,
    )
  })
  return { candidates, next }
}

type Around = { persons: Person[]; places: Place[]; caps: Candidate['caps']; group: CapGroup }

function candidateOf({ restUntil, ...row }: PoolRow, { side }: Wish, { persons, places, caps, group }: Around, at: Date): Candidate {
  const reachable = persons.filter((person) => side === null || person.side === side)
  // Where the company gives no references, one person's own word opens her door alone, in private (GRA2).
  const isForbidden = row.referencePolicy === 'forbidden'
  const willing = reachable.filter((person) => (row.companyTakesCalls === 1 && !isForbidden) || person.takesCalls)
  const forbidsReferences = isForbidden && !persons.some((person) => person.takesCalls)
  const freeFrom = (start: number, contactId: string | null): string | undefined =>
    freeDay({ customerId: row.customerId, contactId, capGroup: group }, caps, places, start, at)
  const start = Math.max(at.getTime(), restUntil ?? 0)
  const free = willing
    .map((person) => ({ ...person, freeOn: freeFrom(start, person.contactId) }))
    .toSorted((one, other) => (one.freeOn ?? '9999').localeCompare(other.freeOn ?? '9999'))
  const first = free[0]?.contactId ?? null
  const facts = {
    hasOpenGrievance: row.hasOpenGrievance === 1,
    hasMissedCriterion: row.hasMissedCriterion === 1,
    isLapsed: row.standing === null || row.standing === 'lapsed',
    hasOutreachEnded: row.hasOutreachEnded === 1,
    forbidsReferences,
    namedAsRival: row.namedAsRival === 1,
    hasPerson: reachable.length > 0,
    hasGrant: forbidsReferences || willing.length > 0,
    trainedOn: row.trainedOn,
    lastCheckinOn: row.lastCheckinOn,
    openIssues: row.openIssues ?? 0,
    restUntil,
    freeOn: freeFrom(at.getTime(), first),
  }
  return { ...row, persons: free, why: whyNot(facts, at), freeOn: freeFrom(start, first), caps, places }
}

/** Today where it is free at this moment, else the first whole day. */
function freeDay(asked: Asked, caps: readonly Cap[], places: readonly Place[], start: number, at: Date): string | undefined {
  const free = nextFreeAt(caps, places, asked, start)
  if (free === undefined) return undefined
  return free === at.getTime() ? at.toISOString().slice(0, 10) : firstDayFrom(free)
}

/** What a prospect calls a match by before it may know the name: of no use to anybody else (REQ2). */
export const matchKey = async (prospectId: string, customerId: string): Promise<string> =>
  (await digestOf(`match/${prospectId}/${customerId}`)).slice(0, 24)

/** How a customer is shown to a prospect: nothing of it leads to its name. */
type AnonymousMatch = Pick<PoolRow, 'industry' | 'size' | 'usedFor'> & { key: string; roles: string[] }

/** Whom a prospect may choose from, without names; the customers' ids stay on this side. */
export async function listAnonymous(
  db: Db,
  wish: Wish & { asker: Asker },
  filter: PoolFilter,
  at: Date,
): Promise<(AnonymousMatch & { customerId: string })[]> {
  const { candidates } = await matchCustomers(db, wish, filter, { at, onlyFine: true })
  return Promise.all(
    candidates
      .filter(({ why }) => why.length === 0)
      .map(async ({ customerId, industry, size, usedFor, persons }) => ({
        customerId,
        key: await matchKey(wish.asker.prospectId, customerId),
        industry,
        size,
        usedFor,
        roles: [...new Set(persons.map(({ title, side }) => roleOf(title, side)))],
      })),
  )
}

const roleOf = (title: string | null, side: ContactSide | null): string =>
  title ?? (side === 'technical' ? 'Technical side' : side === 'business' ? 'Business side' : 'Somebody who works with it')
