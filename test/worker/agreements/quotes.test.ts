import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { grants } from '../../../schema/grants.ts'
import { evidence } from '../../../schema/ladder.ts'
import { type QuoteStatus, quoteChannels, quotes } from '../../../schema/quotes.ts'
import { useGrant } from '../../../worker/agreements/grant-use.ts'
import { withdrawGrant } from '../../../worker/agreements/leave-grant.ts'
import { editQuote, keepQuote } from '../../../worker/agreements/quote.ts'
import { endQuotes, remindOfQuotes } from '../../../worker/agreements/quote-nightly.ts'
import { askForQuote, publishQuote } from '../../../worker/agreements/quote-public.ts'
import { withdrawQuote } from '../../../worker/agreements/quote-withdrawal.ts'
import { getGrant, listUses } from '../../../worker/agreements/store-grants.ts'
import { getQuote, listUsesOfWords } from '../../../worker/agreements/store-quotes.ts'
import { digestOf } from '../../../worker/identity/keys.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { linkIn } from './desk.ts'
import { act, codeOf, statusOfGrant } from './have.ts'
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
const edit = async (id: string, words: string, textHash?: string) =>
  editQuote(world.deps, id, { words, textHash: textHash ?? (await get(id)).textHash }, 'stf_1')
const leave = async (id: string) => withdrawQuote(world.deps, await get(id), { by: 'mem_1', side: 'them', reason: 'no more' })
const signOff = (page: string, textHash: string, ticked: Record<string, string> = { site: 'yes' }, attribution = 'full') =>
  world.ask(`${page}/approval`, { method: 'POST', form: { textHash, attribution, ...ticked } })

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
