import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { evidence } from '../../../schema/ladder.ts'
import { type QuoteStatus, quotes } from '../../../schema/quotes.ts'
import { getGrant } from '../../../worker/agreements/store-grants.ts'
import { askForQuote } from '../../../worker/quotes/publish.ts'
import { editQuote, keepQuote } from '../../../worker/quotes/quote.ts'
import { getQuote } from '../../../worker/quotes/store.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf } from '../agreements/have.ts'
import { linkIn } from '../references/desk.ts'
import { approve, type Closed, haveClosed, havePublished, haveQuote, line, publish } from './have-quotes.ts'

let world: World
let closed: Closed

beforeEach(async () => {
  world = await createWorld()
  closed = await haveClosed(world, { company: 'Salthaven Foods' })
})

const get = (id: string) => getQuote(world.deps.db, id)
const statusOf = async (id: string): Promise<QuoteStatus> => (await get(id)).status
const edit = async (id: string, words: string, textHash?: string) =>
  editQuote(world.deps, id, { words, textHash: textHash ?? (await get(id)).textHash }, 'stf_1')
const signOff = (page: string, textHash: string, ticked: Record<string, string> = { site: 'yes' }, attribution = 'full') =>
  world.ask(`${page}/approval`, { method: 'POST', form: { textHash, attribution, ...ticked } })

describe('SUR3 edits go back to the author', () => {
  it('are not taken before its yes to exactly them, and then are the words', async () => {
    const { id } = await haveQuote(world, closed)
    await approve(world, id)
    await edit(id, 'They kept every single date.')
    await world.settle()
    const page = linkIn(world, closed.contact.email, '/quote')
    const { editHash } = await get(id)

    expect(await statusOf(id)).toBe('offered')
    expect([await codeOf(approve(world, id)), await codeOf(publish(world, id))]).toEqual(['wrong_state', 'wrong_state'])
    await expect(world.deps.db.update(quotes).set({ status: 'approved' }).where(eq(quotes.id, id))).rejects.toThrow()
    const seen = await (await world.ask(page)).text()
    expect([seen.includes(line), seen.includes('They kept every single date.')]).toEqual([true, true])
    expect((await signOff(page, editHash ?? '', { press: 'yes' }, 'company')).status).toBe(303)

    const { text, status, channels, attribution, editText } = await get(id)
    expect([text, status, channels, attribution, editText]).toEqual([
      'They kept every single date.',
      'approved',
      ['press'],
      'company',
      null,
    ])
  })

  it('a yes to other words than the ones that stand there now is text_changed', async () => {
    const { id } = await haveQuote(world, closed)
    await edit(id, 'First edit.')
    const { editHash: first } = await get(id)
    await edit(id, 'Second edit.')
    await world.settle()
    const page = linkIn(world, closed.contact.email, '/quote')

    const answer = await signOff(page, first ?? '')

    expect([answer.status, (await answer.text()).includes('other words')]).toEqual([409, true])
    expect([await statusOf(id), (await get(id)).text]).toEqual(['offered', line])
    expect(await codeOf(edit(id, 'Third.', 'f'.repeat(64)))).toBe('text_changed')
    expect(await codeOf(edit(id, line))).toBe('invalid')
  })

  it('its author may keep its own words, and no earlier link of a mail works any more', async () => {
    const { id, page: first } = await haveQuote(world, closed)
    await edit(id, 'They kept every single date.')
    await world.settle()
    const page = linkIn(world, closed.contact.email, '/quote')
    expect([(await world.ask(first)).status, (await world.ask(page)).status]).toEqual([404, 200])

    expect((await world.ask(`${page}/refusal`, { method: 'POST', form: {} })).status).toBe(303)

    expect([(await get(id)).text, (await get(id)).editText]).toEqual([line, null])
    await approve(world, id)
    expect(await statusOf(id)).toBe('approved')
  })

  it('what is public keeps its words', async () => {
    const { id } = await havePublished(world, closed)
    expect(await codeOf(edit(id, 'Louder.'))).toBe('wrong_state')
    await expect(world.deps.db.update(quotes).set({ editText: 'x', editHash: 'x' }).where(eq(quotes.id, id))).rejects.toThrow()
  })

  it('a line that staff wrote down is asked for, and its author ticks the places', async () => {
    const { db } = world.deps
    const form = { act: act(world), prospectId: closed.prospectId, contactId: closed.contact.id, words: 'Said on a stage.' }
    const id = await keepQuote(world.deps, form, 'stf_1')
    expect(await keepQuote(world.deps, form, 'stf_1')).toBe(id)
    await world.settle()
    const page = linkIn(world, closed.contact.email, '/quote')
    const { textHash } = await get(id)

    expect((await signOff(page, textHash, {})).status).toBe(409)
    expect((await signOff(page, textHash, { site: 'yes', print: 'yes' }, 'company')).status).toBe(303)

    expect([await statusOf(id), (await get(id)).channels]).toEqual(['approved', ['site', 'print']])
    expect((await db.select().from(quotes)).length).toBe(1)
    expect(await codeOf(keepQuote(world.deps, { ...form, act: act(world), contactId: 'con_nobody' }, 'stf_1'))).toBe('invalid')
  })
})

describe('an approved line', () => {
  it('proves the ninth level of its customer once, in the same batch', async () => {
    const { id } = await haveQuote(world, closed)
    const ninth = async () => (await world.deps.db.select().from(evidence)).filter(({ level }) => level === 9)
    expect(await ninth()).toEqual([])

    await approve(world, id)

    expect((await ninth()).map(({ prospectId, source, direction }) => [prospectId, source, direction])).toEqual([
      [closed.prospectId, `quote/${id}`, 'up'],
    ])
    await edit(id, 'They kept every single date.')
    await world.settle()
    await signOff(linkIn(world, closed.contact.email, '/quote'), (await get(id)).editHash ?? '')
    expect((await ninth()).length).toBe(1)
  })

  it('is asked for at the company in exactly its words, with what it gets', async () => {
    const { id, textHash } = await haveQuote(world, closed)
    await approve(world, id)
    const asked = { act: act(world), channel: 'site' as const, benefit: 'a tenth off', endsOn: '2027-06-01', textHash }

    const grant = await getGrant(world.deps.db, await askForQuote(world.deps, id, asked, 'stf_1'))

    expect([grant.kind, grant.scope, grant.text, grant.personName, grant.benefitDisclosed, grant.status]).toEqual([
      'web_release',
      'organisation',
      line,
      'Rasmus Holt',
      'a tenth off',
      'asked',
    ])
    expect(await codeOf(askForQuote(world.deps, id, { ...asked, act: act(world), channel: 'press' }, 'stf_1'))).toBe('no_consent')
    expect(await codeOf(askForQuote(world.deps, id, { ...asked, act: act(world), endsOn: '2026-11-01' }, 'stf_1'))).toBe('invalid')
  })
})
