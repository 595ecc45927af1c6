import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { grants } from '../../../schema/grants.ts'
import { type QuoteStatus, quotes } from '../../../schema/quotes.ts'
import { withdrawGrant } from '../../../worker/agreements/leave-grant.ts'
import { endQuotes, remindOfQuotes } from '../../../worker/quotes/nightly.ts'
import { askForQuote } from '../../../worker/quotes/publish.ts'
import { getQuote, listUsesOfWords } from '../../../worker/quotes/store.ts'
import { withdrawQuote } from '../../../worker/quotes/withdraw.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, statusOfGrant } from '../agreements/have.ts'
import { linkIn } from '../references/desk.ts'
import { approve, type Closed, haveClosed, haveGrantFor, havePublished, haveQuote, line, publish } from './have-quotes.ts'

let world: World
let closed: Closed

beforeEach(async () => {
  world = await createWorld()
  closed = await haveClosed(world, { company: 'Salthaven Foods' })
})

const get = (id: string) => getQuote(world.deps.db, id)
const statusOf = async (id: string): Promise<QuoteStatus> => (await get(id)).status
const wall = async () => (await world.ask('/wall')).text()
const leave = async (id: string) => withdrawQuote(world.deps, await get(id), { by: 'mem_1', side: 'them', reason: 'no more' })

describe('GRA6 every line ends', () => {
  it('its author is asked again sixty days before, once, by a fresh link that keeps it another year', async () => {
    const { id, page } = await havePublished(world, closed)
    expect((await world.ask(`${page}/renewal`, { method: 'POST', form: {} })).status).toBe(409)
    await world.travel({ days: 304 })
    await remindOfQuotes(world.deps)
    expect((await get(id)).remindedAt).toBeNull()
    await world.travel({ days: 1 })
    await Promise.all([remindOfQuotes(world.deps), remindOfQuotes(world.deps)])
    await remindOfQuotes(world.deps)
    await world.settle()
    const asked = world.mails.filter(({ to, subject }) => to === closed.contact.email && subject.includes('stands until 2027-11-02'))
    expect(asked.length).toBe(1)

    const fresh = linkIn(world, closed.contact.email, '/quote')
    expect((await world.ask(`${fresh}/renewal`, { method: 'POST', form: {} })).status).toBe(303)

    expect([(await get(id)).endsOn, (await get(id)).remindedAt]).toEqual(['2028-11-01', null])
    expect((await world.ask(`${fresh}/renewal`, { method: 'POST', form: {} })).status).toBe(409)
  })

  it('is not shown a day longer, whatever the night does; then it ends with the permissions for these words', async () => {
    const { id, grantId } = await havePublished(world, closed)
    const press = await haveGrantFor(world, id, { kind: 'press_release' })
    await world.deps.db
      .update(quotes)
      .set({ endsOn: '2026-11-03', channels: ['site', 'press'] })
      .where(eq(quotes.id, id))
    await publish(world, id, 'press', 'The Baker')
    await world.travel({ days: 1 })
    expect(await wall()).toContain(line)
    await world.travel({ days: 1 })
    expect([await wall(), await statusOf(id)]).toEqual([expect.not.stringContaining('heron'), 'published'])

    await Promise.all([endQuotes(world.deps), endQuotes(world.deps)])
    await endQuotes(world.deps)

    expect([await statusOf(id), await statusOfGrant(world, grantId), await statusOfGrant(world, press)]).toEqual([
      'ended',
      'ended',
      'ended',
    ])
    const uses = await listUsesOfWords(world.deps.db, await get(id))
    expect(uses.map(({ kind, takenDownAt, overdueSince }) => [kind, takenDownAt !== null, overdueSince !== null]).toSorted()).toEqual([
      ['press', false, true],
      ['quote', true, false],
      ['wall', true, false],
    ])
  })
})

describe('a withdrawal', () => {
  it('takes every permission for these words with it, leaves other words alone and opens a task per use', async () => {
    const { id, grantId } = await havePublished(world, closed, { channels: ['site', 'press'] })
    const press = await haveGrantFor(world, id, { kind: 'press_release' })
    await publish(world, id, 'press', 'The Baker, March')
    const other = await haveGrantFor(world, id, { text: 'Other words.' })

    await Promise.all([codeOf(leave(id)), codeOf(leave(id))])

    expect([await statusOf(id), await statusOfGrant(world, grantId), await statusOfGrant(world, press)]).toEqual([
      'withdrawn',
      'withdrawn',
      'withdrawn',
    ])
    expect(await statusOfGrant(world, other)).toBe('given')
    const open = (await listUsesOfWords(world.deps.db, await get(id))).filter(({ takenDownAt }) => takenDownAt === null)
    expect(open.map(({ kind, overdueSince }) => [kind, overdueSince !== null])).toEqual([['press', true]])
    expect(await codeOf(leave(id))).toBe('wrong_state')
    expect(await codeOf(publish(world, id))).toBe('wrong_state')
  })

  it('of what was only asked for leaves nothing to be given later', async () => {
    const { id, textHash } = await haveQuote(world, closed)
    await approve(world, id)
    const asked = await askForQuote(
      world.deps,
      id,
      { act: act(world), channel: 'site', benefit: '', endsOn: '2027-06-01', textHash },
      'stf_1',
    )

    await leave(id)

    expect((await world.deps.db.select().from(grants).where(eq(grants.id, asked)))[0]?.status).toBe('refused')
  })

  it('at the same moment as a publication leaves it nowhere', async () => {
    const { id } = await haveQuote(world, closed)
    await approve(world, id)
    await haveGrantFor(world, id)

    await Promise.all([codeOf(publish(world, id)), codeOf(leave(id)), codeOf(publish(world, id))])

    expect([await statusOf(id), await wall()]).toEqual(['withdrawn', expect.not.stringContaining('heron')])
    expect((await listUsesOfWords(world.deps.db, await get(id))).filter(({ takenDownAt }) => takenDownAt === null)).toEqual([])
  })

  it('of the permission alone takes the line down as well', async () => {
    const { id, grantId } = await havePublished(world, closed)

    await withdrawGrant(world.deps, grantId, { by: 'mem_1', side: 'them', reason: 'no' })

    expect([await statusOf(id), await wall()]).toEqual(['withdrawn', expect.not.stringContaining('heron')])
  })
})
