import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { quoteChannels, quotes } from '../../../schema/quotes.ts'
import { useGrant } from '../../../worker/agreements/grant-use.ts'
import { withdrawGrant } from '../../../worker/agreements/leave-grant.ts'
import { listUses } from '../../../worker/agreements/store-grants.ts'
import { digestOf } from '../../../worker/identity/keys.ts'
import { askForQuote, publishQuote } from '../../../worker/quotes/publish.ts'
import { getQuote, listUsesOfWords } from '../../../worker/quotes/store.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf } from '../agreements/have.ts'
import { approve, type Closed, haveClosed, haveGrantFor, havePublished, haveQuote, line, publish } from './have-quotes.ts'

let world: World
let closed: Closed

beforeEach(async () => {
  world = await createWorld()
  closed = await haveClosed(world, { company: 'Salthaven Foods' })
})

const get = (id: string) => getQuote(world.deps.db, id)
const wall = async () => (await world.ask('/wall')).text()

describe('SUR2 without consent only staff read it', () => {
  it.each(['finance', 'approver'] as const)('%s finds no library, no line and no file', async (role) => {
    const { id } = await haveQuote(world, closed, { channels: [] })
    const as = await haveStaff(world, role)
    for (const path of ['/quotes', `/quotes/${id}`, '/quotes/file.csv', '/surveys'])
      expect([path, (await world.ask(path, { as })).status]).toEqual([path, 404])
  })

  it('sales, admin and the auditor read it on the page, and no file holds it', async () => {
    const { id } = await haveQuote(world, closed, { channels: [] })
    for (const role of ['sales', 'admin', 'auditor'] as const) {
      const as = await haveStaff(world, role)
      expect(await (await world.ask('/quotes', { as })).text()).toContain(line)
      expect(await (await world.ask(`/quotes/${id}`, { as })).text()).toContain('Its author allowed no place')
      expect(await (await world.ask('/quotes/file.csv', { as })).text()).not.toContain('heron')
    }
  })

  it('is neither taken, asked for nor shown: no_consent, and SQL refuses it too', async () => {
    const { id, textHash } = await haveQuote(world, closed, { channels: [] })
    const grantId = await haveGrantFor(world, id)

    expect(await codeOf(approve(world, id))).toBe('no_consent')
    const asked = { act: act(world), channel: 'site' as const, benefit: '', endsOn: '2027-01-01', textHash }
    expect(await codeOf(askForQuote(world.deps, id, asked, 'stf_1'))).toBe('no_consent')
    expect(await codeOf(publish(world, id))).toBe('no_consent')
    expect(await codeOf(useGrant(world.deps, grantId, { act: act(world), use: 'wall', place: 'x' }, 'stf_1'))).toBe('no_consent')
    await world.deps.db.update(quotes).set({ status: 'approved' }).where(eq(quotes.id, id))
    await expect(world.deps.db.update(quotes).set({ status: 'published', grantId }).where(eq(quotes.id, id))).rejects.toThrow()
    expect(await wall()).not.toContain('heron')
  })
})

describe('where it is shown, channel by channel', () => {
  it('SUR2 a place that its author did not tick is no_consent, whatever the company allows', async () => {
    const { id } = await haveQuote(world, closed, { channels: ['press'] })
    await approve(world, id)
    await haveGrantFor(world, id)

    expect(await codeOf(publish(world, id, 'site'))).toBe('no_consent')
    expect(await wall()).not.toContain('heron')
  })

  it('GRA1 each place needs the company’s permission of its own kind: no_grant', async () => {
    const { id } = await haveQuote(world, closed, { channels: quoteChannels })
    await approve(world, id)
    for (const channel of quoteChannels) expect([channel, await codeOf(publish(world, id, channel))]).toEqual([channel, 'no_grant'])
    await haveGrantFor(world, id)

    for (const channel of ['press', 'print', 'sales', 'social'] as const) expect(await codeOf(publish(world, id, channel))).toBe('no_grant')
    expect(await codeOf(publish(world, id, 'site'))).toBe('done')
    await haveGrantFor(world, id, { kind: 'press_release' })
    expect(await codeOf(publish(world, id, 'press', 'The Baker, March'))).toBe('done')

    expect((await listUsesOfWords(world.deps.db, await get(id))).map(({ kind }) => kind).toSorted()).toEqual(['press', 'quote', 'wall'])
    expect(await wall()).toContain(line)
  })

  it('GRA4 the company’s yes to other words, or one changed letter, is text_changed', async () => {
    const { id, textHash } = await haveQuote(world, closed)
    await approve(world, id)
    await haveGrantFor(world, id, { text: line.replace('every', 'each') })

    expect(await codeOf(publish(world, id))).toBe('text_changed')
    await haveGrantFor(world, id)
    const shown = { act: act(world), channel: 'site' as const, place: 'x', textHash: await digestOf(`${line} `) }
    expect(await codeOf(publishQuote(world.deps, id, shown, 'stf_1'))).toBe('text_changed')
    expect((await get(id)).textHash).toBe(textHash)
    await expect(
      world.deps.db
        .update(quotes)
        .set({ text: `${line}!` })
        .where(eq(quotes.id, id)),
    ).rejects.toThrow()
  })

  it('a permission that ended or belongs to another customer is no_grant, in SQL too', async () => {
    const { id } = await haveQuote(world, closed)
    await approve(world, id)
    const other = await haveClosed(world, { company: 'Velmora Ceramics' })
    const theirs = await haveGrantFor(world, (await haveQuote(world, other)).id)
    const { db } = world.deps

    expect(await codeOf(publish(world, id))).toBe('no_grant')
    await expect(db.update(quotes).set({ status: 'published', grantId: theirs }).where(eq(quotes.id, id))).rejects.toThrow()
    const ours = await haveGrantFor(world, id)
    await withdrawGrant(world.deps, ours, { by: 'mem_1', side: 'them', reason: 'no' })
    expect(await codeOf(publish(world, id))).toBe('no_grant')
    await expect(db.update(quotes).set({ status: 'published', grantId: ours }).where(eq(quotes.id, id))).rejects.toThrow()
  })

  it('GRA5 what is given in return is printed with the text, and the name as its author allows', async () => {
    const { id } = await havePublished(world, closed, { attribution: 'company' }, { benefitDisclosed: 'a tenth off the price' })
    const page = await wall()
    expect(page).toContain(line)
    expect(page).toContain('a tenth off the price')
    expect(page).toContain('Salthaven Foods')
    expect(page).not.toContain('Rasmus Holt')
    const json = await (await world.ask('/sponsors.json')).text()
    expect([json.includes('a tenth off the price'), json.includes('Rasmus')]).toEqual([true, false])
    const file = await (await world.ask('/quotes/file.csv', { as: await haveStaff(world, 'sales') })).text()
    expect(file).toContain(`${id},Salthaven Foods,"${line}",site,a tenth off the price,`)
  })

  it('without a name neither the company nor its person is anywhere in public', async () => {
    await havePublished(world, closed, { attribution: 'anonymous' })
    for (const path of ['/wall', '/sponsors.json']) {
      const text = await (await world.ask(path)).text()
      expect([path, text.includes(line), text.includes('Salthaven'), text.includes('Rasmus')]).toEqual([path, true, false, false])
    }
  })

  it('the same form twice shows it once', async () => {
    const { id, textHash } = await haveQuote(world, closed)
    await approve(world, id)
    const grantId = await haveGrantFor(world, id)
    const form = { act: act(world), channel: 'site' as const, place: 'our wall', textHash }

    await Promise.all([publishQuote(world.deps, id, form, 'stf_1'), publishQuote(world.deps, id, form, 'stf_1')])

    expect((await listUses(world.deps.db, grantId)).length).toBe(2)
  })
})
