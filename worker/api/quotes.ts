import { Hono } from 'hono'
import * as v from 'valibot'
import type { AppEnv } from '../env.ts'
import { isPublished, listPublished, type PublishedQuote } from '../quotes/store-published.ts'
import { listOf, listParameters, pageOf, readList } from './list.ts'
import { allowKey } from './policy.ts'
import { InvalidInput } from './problem.ts'

const quoteListShape = v.strictObject(listParameters)

/** Lines that may be shown at this moment: what was withdrawn is in no answer given after that. */
export const quotes = new Hono<AppEnv>().get('/', allowKey('references:read'), async (c) => {
  const page = pageOf(readList(c.req.url, quoteListShape))
  const { since, until, from } = page
  if (from && !(await isPublished(c.var.deps, from.id))) {
    const pointer = from.direction === 'after' ? '?starting_after' : '?ending_before'
    throw new InvalidInput([{ pointer, code: 'invalid', detail: 'There is no such row in this list.' }])
  }
  const { rows, has_more } = listOf(await listPublished(c.var.deps, { since, until, from, limit: page.limit + 1 }), page)
  return c.json({ data: rows.map(quoteForApi), has_more })
})

const quoteForApi = ({ id, text, shownAs, channels, benefit, createdAt, publishedOn, endsOn }: PublishedQuote) => ({
  id,
  text,
  shown_as: shownAs,
  channels,
  benefit_disclosed: benefit,
  created_at: createdAt.toISOString(),
  published_on: publishedOn,
  ends_on: endsOn,
})
