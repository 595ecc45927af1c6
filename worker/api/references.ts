import { Hono } from 'hono'
import * as v from 'valibot'
import type { ReferenceFact } from '../../schema/reports.ts'
import type { ReferenceRequest } from '../../schema/requests.ts'
import type { AppEnv } from '../env.ts'
import { factsOf } from '../references/reference-level.ts'
import { findPoolPlace, findRequestPlace, listPoolFrom, listRequestsFrom, type PoolEntry, type Where } from '../references/store-api.ts'
import { listOf, listParameters, type Page, pageOf, readList } from './list.ts'
import { allowKey } from './policy.ts'
import { InvalidInput } from './problem.ts'

const listShape = v.strictObject(listParameters)

/**
 * The pool and what was asked of it. No name stands here: a customer is its id, which only a key that may read prospects, too,
 * turns into one (REQ2). The scope is the company's alone.
 */
export const references = new Hono<AppEnv>()
  .get('/', allowKey('references:read'), async (c) => {
    const { db, now } = c.var.deps
    const page = pageOf(readList(c.req.url, listShape))
    const found = await listPoolFrom(db, await whereOf(page, (id) => findPoolPlace(db, id)), now())
    const { rows, has_more } = listOf(found, page)
    const facts = await factsOf(
      db,
      rows.map(({ profile }) => profile.customerId),
      now(),
    )
    return c.json({ data: rows.map((row) => referenceForApi(row, facts.get(row.profile.customerId) ?? [])), has_more })
  })
  .get('/requests', allowKey('references:read'), async (c) => {
    const { db } = c.var.deps
    const page = pageOf(readList(c.req.url, listShape))
    const found = await listRequestsFrom(db, await whereOf(page, (id) => findRequestPlace(db, id)))
    const { rows, has_more } = listOf(found, page)
    return c.json({ data: rows.map(requestForApi), has_more })
  })

/** @throws InvalidInput for a row that is not of the list that the key sees */
async function whereOf(
  { since, until, from, limit }: Page,
  find: (id: string) => Promise<{ at: Date; id: string } | undefined>,
): Promise<Where> {
  const place = from && (await find(from.id))
  if (from && !place) {
    const pointer = from.direction === 'after' ? '?starting_after' : '?ending_before'
    throw new InvalidInput([{ pointer, code: 'invalid', detail: 'There is no such row in this list.' }])
  }
  return { since, until, from: from && place && { place, direction: from.direction }, limit: limit + 1 }
}

const referenceForApi = ({ profile, ready }: PoolEntry, facts: readonly ReferenceFact[]) => ({
  id: profile.customerId,
  industry: profile.industry,
  size: profile.size,
  used_for: profile.usedFor,
  vouches: facts,
  ready,
  rests_until: profile.restUntil?.toISOString() ?? null,
  created_at: profile.addedAt.toISOString(),
})

const requestForApi = ({ slotAt, askedAt, sinceAt, ...request }: ReferenceRequest) => ({
  id: request.id,
  prospect: request.prospectId,
  customer: request.customerId,
  activity: request.activity,
  side: request.side,
  industry: request.industry,
  size: request.size,
  status: request.status,
  since: sinceAt.toISOString(),
  slot_at: slotAt?.toISOString() ?? null,
  created_at: askedAt.toISOString(),
})
