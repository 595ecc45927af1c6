import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { linkDays, links } from '../../../schema/tracking.ts'
import { forgetLink, forgetLinksOf } from '../../../worker/tracking/link-cache.ts'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveLink, referralOf } from './fixtures.ts'

let world: World

let partner: { id: string }

beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

const follow = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  world.ask(path, { method, headers: { ...browser, ...headers } })

describe('the warm redirect', () => {
  /** A world over a database that counts how often it is asked, with what the queue got. */
  async function countingWorld() {
    const counts = { asked: 0, sent: [] as number[] }
    const db = new Proxy(world.deps.db, {
      get(target, property) {
        if (['select', 'all', 'get', 'run', 'batch'].includes(String(property))) counts.asked += 1
        return Reflect.get(target, property)
      },
    })
    world = await createWorld({ db, clickQueue: { send: async (message) => void counts.sent.push(message.clicks.length) } })
    return counts
  }

  it('asks the database once for a link, or for none, and then nothing for a minute', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    const database = await countingWorld()

    for (const path of ['/r/ada', '/r/ADA', '/r/ada?x=1', '/r/nobody', '/r/Nobody', '/r/?', '/r/x']) await follow(path)
    expect(database.asked).toBe(2)

    await world.travel({ seconds: 60 })
    await follow('/r/ada')
    expect(database.asked).toBe(3)
  })

  it('packs the clicks of some milliseconds into one message', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    const database = await countingWorld()

    for (let index = 0; index < 5; index += 1) await follow('/r/ada')
    await world.settle()
    await follow('/r/ada')
    await world.settle()

    expect(database.sent).toEqual([5, 1])
  })

  it('lets no message grow beyond what a queue takes', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    const database = await countingWorld()

    await follow('/r/ada')
    await Promise.all(Array.from({ length: 450 }, () => follow('/r/ada')))
    await world.settle()

    expect(Math.max(...database.sent)).toBeLessThanOrEqual(200)
    expect(database.sent.reduce((sum, each) => sum + each, 0)).toBe(451)
  })

  it('writes the clicks itself when the queue refuses again and again', async () => {
    world = await createWorld({ clickQueue: { send: () => Promise.reject(new Error('queue is down')) } })
    await haveLink(world, partner.id, { code: 'ada' })

    const answer = await follow('/r/ada')
    await world.settle()

    expect(answer.status).toBe(302)
    expect(await world.deps.db.select().from(linkDays)).toMatchObject([{ clicks: 1, day: '2026-11-02' }])
  })

  it('stops credit at once where a link was archived or a partner suspended', async () => {
    const link = await haveLink(world, partner.id, { code: 'ada' })
    const other = await haveLink(world, partner.id, { code: 'tom' })
    for (const code of ['ada', 'tom']) expect(referralOf(await follow(`/r/${code}`))).not.toBeNull()

    await world.deps.db.update(links).set({ archivedAt: world.now() }).where(eq(links.id, link.id))
    expect(referralOf(await follow('/r/ada'))).not.toBeNull()
    forgetLink('ADA')
    expect(referralOf(await follow('/r/ada'))).toBeNull()

    await world.deps.db.update(partners).set({ status: 'suspended' }).where(eq(partners.id, partner.id))
    forgetLinksOf(other.partnerId)
    expect(referralOf(await follow('/r/tom'))).toBeNull()
  })

  it('learns of both elsewhere within a minute', async () => {
    const link = await haveLink(world, partner.id, { code: 'ada' })
    await follow('/r/ada')
    await world.deps.db.update(links).set({ archivedAt: world.now() }).where(eq(links.id, link.id))

    await world.travel({ seconds: 60 })

    expect(referralOf(await follow('/r/ada'))).toBeNull()
  })
})
