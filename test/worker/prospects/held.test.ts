import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { declines, prospectLinks } from '../../../schema/privacy.ts'
import { attributions, contacts, introductions, prospects } from '../../../schema/prospects.ts'
import { audit, outbox } from '../../../schema/records.ts'
import { companyNames } from '../../../schema/registrations.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveLink } from '../tracking/fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let path: string
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  await haveLink(world, partner.id, { code: 'ada', kind: 'introduction' })
  await world.ask('/i/ada', { form: { ...written, act: 'act_1' } })
  path = await linkIn(written.email)
})

const written = {
  company: 'Halewick Dairies',
  contactName: 'Ann Lee',
  email: 'ann@halewick.example',
  need: 'Fewer stops of the bottling line.',
  website: '',
  goodword_referral: '',
}
const corrected = { name: 'Ann Lea', email: written.email, title: 'Head of planning', company: 'Halewick Dairy' }

/** The newest private link that was mailed there. */
async function linkIn(email: string): Promise<string> {
  await world.settle()
  const letter = world.mails.findLast(({ to }) => to === email)
  return /(\/me\/[\w-]+)/.exec(letter?.text ?? '')?.[1] ?? ''
}
const get = async (at: string) => {
  const answer = await world.ask(at)
  return { status: answer.status, text: await answer.text() }
}
const everything = async () => ({
  prospects: await world.deps.db.select().from(prospects),
  contacts: await world.deps.db.select().from(contacts),
  introductions: await world.deps.db.select().from(introductions),
  declines: await world.deps.db.select().from(declines),
  attributions: await world.deps.db.select().from(attributions),
  links: await world.deps.db.select().from(prospectLinks),
})

describe('seeing what is held', () => {
  it('shows where it stands, who earns what, and every word, on the page and in the file', async () => {
    const page = await get(path)
    const file = await (await world.ask(`${path}/data.json`)).json()

    expect(page.status).toBe(200)
    for (const text of [
      'Your request arrived',
      'Ostervane Textiles gets the credit',
      '10 % of each payment',
      'Halewick Dairies, halewick.example',
      written.need,
    ]) {
      expect(page.text).toContain(text)
    }
    expect(file).toMatchObject({
      company: { name: 'Halewick Dairies', domain: 'halewick.example' },
      you: { name: 'Ann Lee', email: written.email },
      introductions: [{ by: 'Ostervane Textiles', need: written.need }],
      credit: { partner: 'Ostervane Textiles' },
    })
  })

  it('shows nobody else’s address, and is kept out of caches, search engines and the addresses of other sites', async () => {
    await world.deps.db.insert(contacts).values({
      id: 'con_x',
      prospectId: (await everything()).prospects[0]?.id ?? '',
      name: 'Ben Ray',
      email: 'ben@halewick.example',
      namedBy: 'staff',
      createdAt: world.now(),
    })

    const answer = await world.ask(path)
    const text = await answer.text()

    expect(text).toContain('Ben Ray')
    expect(text).not.toContain('ben@halewick.example')
    expect(answer.headers.get('cache-control')).toMatch(/no-store/)
    expect(answer.headers.get('referrer-policy')).toMatch(/no-referrer|same-origin/)
  })

  it('changes nothing, however often it and every page behind it is opened', async () => {
    const before = await everything()

    for (const at of [path, `${path}/data.json`, `${path}/erasure`, path]) expect((await get(at)).status).toBe(200)

    expect(await everything()).toEqual(before)
  })
})

describe('a link that is wrong, or over', () => {
  const acts: [string, Record<string, string>][] = [
    ['correction', corrected],
    ['objection', { partner: 'par_000001' }],
    ['erasure', { sure: 'yes' }],
  ]

  it('opens nothing and does nothing, and says how to get another', async () => {
    const before = await everything()
    for (const wrong of [`${path}x`, path.slice(0, -1), '/me/x', `/me/${'a'.repeat(43)}`, `/me/${'%00'}`, '/me/..%2f..']) {
      const page = await get(wrong)
      expect([wrong, page.status]).toEqual([wrong, 410])
      expect(page.text).toContain('Send me a private link')
      for (const [act, form] of acts) expect((await world.ask(`${wrong}/${act}`, { form })).status).toBe(410)
    }
    expect(await everything()).toEqual(before)
  })

  it('is over after 400 days for every act', async () => {
    await world.travel({ days: 401 })
    const before = await everything()

    for (const [act, form] of acts) expect((await world.ask(`${path}/${act}`, { form })).status).toBe(410)
    for (const at of [path, `${path}/data.json`, `${path}/erasure`]) expect((await get(at)).status).toBe(410)
    expect(await everything()).toEqual(before)
  })

  it('is over once it was erased, and nothing can be done twice', async () => {
    expect((await world.ask(`${path}/erasure`, { form: { sure: 'yes' } })).status).toBe(200)
    for (const [act, form] of acts) expect((await world.ask(`${path}/${act}`, { form })).status).toBe(410)
    expect((await get(path)).status).toBe(410)
  })

  it('from another site does nothing', async () => {
    const before = await everything()
    for (const [act, form] of acts) {
      expect((await world.ask(`${path}/${act}`, { form, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    }
    expect(await everything()).toEqual(before)
  })
})

describe('putting it right', () => {
  it('changes it wherever it is held, keeps which fields in the trail and not what stood there, twice as once', async () => {
    for (const _ of [1, 2]) {
      const answer = await world.ask(`${path}/correction`, { form: corrected })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, path])
    }

    const stored = await everything()
    expect(stored.contacts).toMatchObject([{ name: 'Ann Lea', title: 'Head of planning', email: written.email }])
    expect(stored.prospects).toMatchObject([{ company: 'Halewick Dairy' }])
    expect(stored.introductions).toMatchObject([{ company: 'Halewick Dairy', contactName: 'Ann Lea' }])
    expect(await world.deps.db.select().from(companyNames)).toMatchObject([{ nameKey: 'halewick dairy' }])
    const entries = await world.deps.db.select().from(audit).where(eq(audit.act, 'prospect.corrected'))
    expect(entries.map(({ detail }) => detail)).toMatchObject([{ fields: ['name', 'title', 'company'] }])
    expect(JSON.stringify(entries)).not.toMatch(/Lee|Lea|Dair/)
    const sales = await haveStaff(world, 'sales')
    expect(await (await world.ask('/prospects?q=halewick%20dairy', { as: sales })).text()).toContain('Halewick Dairy</a>')
  })

  it('to another address ends this link and mails the next one there', async () => {
    const answer = await world.ask(`${path}/correction`, { form: { ...corrected, email: 'ann.lea@halewick.example' } })
    const later = await linkIn('ann.lea@halewick.example')

    const next = answer.headers.get('location') ?? ''
    expect((await get(next)).text).toContain('The next private link is on its way to your new address.')
    expect(await linkIn(written.email)).toBe(path)
    expect([(await get(path)).status, (await get(later)).status]).toEqual([410, 200])
  })

  it.each<[Partial<typeof corrected>, RegExp]>([
    [{ name: '' }, /Give a name\./],
    [{ email: 'nobody' }, /That is no mail address/],
    [{ company: '' }, /Give the company’s name\./],
    [{ title: '<b>' }, /in one line, without &lt; and &gt;/],
  ])('with %j is declined with a sentence, keeps what was typed and changes nothing', async (wrong, sentence) => {
    const before = await everything()
    const answer = await world.ask(`${path}/correction`, { form: { ...corrected, ...wrong } })
    const page = await answer.text()

    expect(answer.status).toBe(422)
    expect(page).toMatch(sentence)
    for (const [field, kept] of Object.entries(corrected)) if (!(field in wrong)) expect(page).toContain(`value="${kept}"`)
    expect(await everything()).toEqual(before)
  })

  it('very often in a day is enough for that day', async () => {
    for (let n = 0; n < 20; n += 1) await world.ask(`${path}/correction`, { form: { ...corrected, title: `Title ${n}` } })
    expect((await world.ask(`${path}/correction`, { form: corrected })).status).toBe(429)
    await world.travel({ days: 1 })
    expect((await world.ask(`${path}/correction`, { form: corrected })).status).toBe(303)
  })
})

describe('denying a partner', () => {
  it('is evidence that sales hears of and sees on the page; the credit stays until a person decides', async () => {
    const sales = await haveStaff(world, 'sales')
    const answer = await world.ask(`${path}/objection`, { form: { partner: partner.id } })
    const [prospect] = await world.deps.db.select().from(prospects)

    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}#who`])
    expect((await get(path)).text).toContain('You said that you did not come by Ostervane Textiles. A person looks at it.')
    expect((await world.deps.db.select().from(outbox)).filter(({ template }) => template === 'prospect_disagreed')).toHaveLength(1)
    const page = await (await world.ask(`/prospects/${prospect?.id}`, { as: sales })).text()
    expect(page).toMatch(/What it denied.*Ostervane Textiles.*Behind its private link/s)
    const own = await (await world.ask(`/prospects/${prospect?.id}`, { as: await haveMember(world, partner.id) })).text()
    expect(own).not.toContain('What it denied')
    expect((await world.deps.db.select().from(attributions)).map(({ partnerId }) => partnerId)).toEqual([partner.id])
  })

  it('that has no part in it is not found', async () => {
    const other = await havePartner(world)
    for (const id of [other.id, 'par_none']) expect((await world.ask(`${path}/objection`, { form: { partner: id } })).status).toBe(404)
    expect(await world.deps.db.select().from(declines)).toEqual([])
  })
})

describe('denying it before any form, on the introduction page', () => {
  it('is kept with where it was said, shown to staff, and claimed by one form alone', async () => {
    const declined = await world.ask('/i/ada/decline', { form: { goodword_referral: '' } })
    const page = await get(declined.headers.get('location') ?? '')
    const without = /name="without" value="(dcl_\w+)"/.exec(page.text)?.[1] ?? ''
    expect(page.text).toContain('Nobody is named and nobody receives anything')
    expect(page.text).not.toContain('Ostervane')

    const form = { ...written, without }
    await world.ask('/i/ada', { form: { ...form, act: 'act_2', company: 'Oak', email: 'a@oak.example' } })
    await world.ask('/i/ada', { form: { ...form, act: 'act_3', company: 'Elm', email: 'b@elm.example' } })

    const all = await everything()
    const [oak, elm] = ['Oak', 'Elm'].map((company) => all.prospects.find((each) => each.company === company)?.id)
    expect(all.declines).toMatchObject([{ prospectId: oak, partnerId: partner.id, source: 'introduction_page' }])
    expect(all.attributions.filter(({ prospectId }) => prospectId === oak)).toEqual([])
    expect(all.attributions.filter(({ prospectId }) => prospectId === elm)).toMatchObject([{ partnerId: partner.id }])
    const shown = await (await world.ask(`/prospects/${oak}`, { as: await haveStaff(world, 'auditor') })).text()
    expect(shown).toMatch(/What it denied.*On the introduction page, before the form/s)
  })
})

describe('asking for the link again', () => {
  it('says the same whether we hold the address or not, and mails only to one that we hold', async () => {
    const before = world.mails.length
    const pages = await Promise.all(
      [written.email, 'nobody@elsewhere.example'].map(async (email) => (await world.ask('/me', { form: { email } })).text()),
    )
    await world.settle()

    expect(new Set(pages).size).toBe(1)
    expect(world.mails.slice(before).map(({ to }) => to)).toEqual([written.email])
    expect([(await get(path)).status, (await get(await linkIn(written.email))).status]).toEqual([410, 200])
  })

  it('mails one address a few times a day and no more, whoever asks', async () => {
    for (let n = 0; n < 9; n += 1) await world.ask('/me', { form: { email: written.email } })
    await world.settle()

    expect(world.mails.filter(({ to }) => to === written.email).length).toBeLessThanOrEqual(6)
  })
})
