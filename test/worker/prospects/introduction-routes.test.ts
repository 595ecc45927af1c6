import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { attributions, contacts, introductions, prospects, touches } from '../../../schema/prospects.ts'
import { audit, outbox } from '../../../schema/records.ts'
import { haveMember, havePartner, haveProspect } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveClickId, haveLink, referralOf } from '../tracking/fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let link: Awaited<ReturnType<typeof haveLink>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  link = await haveLink(world, partner.id, { code: 'Ada', kind: 'introduction' })
})

const filled = {
  act: 'act_1',
  company: 'Halewick Dairies',
  contactName: 'Ann Lee',
  email: 'Ann@Halewick.example',
  need: 'Fewer stops of the bottling line.',
  website: '',
  goodword_referral: '',
}
const send = (form: Partial<typeof filled> & Record<string, string> = {}, headers: Record<string, string> = {}, code = 'Ada') =>
  world.ask(`/i/${code}`, { form: { ...filled, ...form }, headers })
const rows = async () => ({
  prospects: await world.deps.db.select().from(prospects),
  contacts: await world.deps.db.select().from(contacts),
  introductions: await world.deps.db.select().from(introductions),
  touches: await world.deps.db.select().from(touches),
  attributions: await world.deps.db.select().from(attributions),
})

describe('the introduction page', () => {
  it('says who recommends us and what they receive, before any field', async () => {
    const page = await (await world.ask('/i/ada')).text()

    expect(page).toMatch(/Ostervane Textiles recommends Wrenmarch B\.V\./)
    expect(page).toMatch(/Ostervane Textiles receives a share from us:.*<li>10 % of each payment.*<textarea/s)
    expect(page).not.toContain('<script src="http')
  })

  it('carries the click id of the redirect into the form, and no nonsense', async () => {
    const followed = await world.ask('/r/ada', { headers: browser })
    const referral = referralOf(followed) ?? ''

    const page = await (await world.ask(`${new URL(followed.headers.get('location') ?? '').pathname}?goodword_referral=${referral}`)).text()

    expect(page).toContain(`name="goodword_referral" value="${referral}"`)
    expect(await (await world.ask('/i/ada?goodword_referral=%22%3E%3Cscript%3E')).text()).toContain('name="goodword_referral" value=""')
  })

  it('of an archived link or a paused partner asks the same without promising anybody a share', async () => {
    await haveLink(world, partner.id, { code: 'old', archivedAt: world.now() })

    const archived = await (await world.ask('/i/old')).text()
    await world.deps.db.update(partners).set({ status: 'suspended' }).where(eq(partners.id, partner.id))
    const paused = await (await world.ask('/i/ada')).text()

    for (const page of [archived, paused]) {
      expect(page).toContain('Tell Wrenmarch B.V. what you need')
      expect(page).not.toMatch(/receives a share|Ostervane/)
    }
  })

  it.each(['/i/nobody', '/i/x', '/i/%E0%A4%A', '/i/nobody/thanks', '/i/..%2fx', `/i/${'a'.repeat(70)}`])(
    '%s is a friendly 404',
    async (path) => {
      const answer = await world.ask(path)

      expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('This link leads nowhere')])
    },
  )
})

describe('introducing oneself', () => {
  it('stores the prospect with its touch and binds it, and thanks', async () => {
    const answer = await send()

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/i/Ada/thanks'])
    expect((await world.ask('/i/Ada/thanks')).status).toBe(200)
    const stored = await rows()
    const [prospect] = stored.prospects
    expect(prospect).toMatchObject({ company: 'Halewick Dairies', domain: 'halewick.example', stage: 'new', need: filled.need })
    expect(stored.contacts).toMatchObject([
      { prospectId: prospect?.id, name: 'Ann Lee', email: 'ann@halewick.example', namedBy: 'prospect' },
    ])
    expect(stored.introductions).toMatchObject([
      { source: 'prospect', partnerId: partner.id, linkId: link.id, contactEmail: 'ann@halewick.example' },
    ])
    expect(stored.touches).toMatchObject([
      { kind: 'click', partnerId: partner.id, linkId: link.id, introductionId: stored.introductions[0]?.id },
    ])
    expect(stored.attributions).toMatchObject([
      { partnerId: partner.id, touchId: stored.touches[0]?.id, decidedBy: 'rule', heldReason: null },
    ])
    expect(await world.deps.db.select().from(audit)).toMatchObject([
      { actor: 'prospect', act: 'prospect.identified', subject: prospect?.id },
    ])
  })

  it('is a click of the time that the click id proves', async () => {
    const goodword_referral = haveClickId(world, link)
    const clickedAt = world.now()
    await world.travel({ days: 3 })

    await send({ goodword_referral })

    expect((await rows()).touches).toMatchObject([{ kind: 'click', touchedAt: clickedAt, clickId: expect.stringMatching(/^clk_/) }])
  })

  it('counts the cookie’s earlier click of another partner, which is the first touch', async () => {
    const earlier = await havePartner(world, { name: 'Pennyroyal' })
    const cookie = haveClickId(world, await haveLink(world, earlier.id))
    await world.travel({ days: 3 })

    await send({ goodword_referral: haveClickId(world, link) }, { cookie: `goodword_referral=${cookie}` })

    const stored = await rows()
    expect(stored.attributions).toMatchObject([{ partnerId: earlier.id }])
    expect(stored.attributions[0]?.explanation.map(({ partner, outcome }) => [partner, outcome])).toEqual([
      [earlier.id, 'won'],
      [partner.id, 'lost'],
    ])
  })

  it('writes to the prospect and to the partner’s owners', async () => {
    await haveMember(world, partner.id)
    await send()
    await world.settle()

    expect(world.mails.map(({ to }) => to).toSorted()).toEqual(['ann@halewick.example', partner.owner.email])
    const letter = world.mails.find(({ to }) => to === 'ann@halewick.example')
    expect(letter?.text).toMatch(/Ostervane Textiles receives a share from us \(10 % of each payment/)
    const path = /http:\/\/localhost:8787(\/me\/[\w-]+)/.exec(letter?.text ?? '')?.[1] ?? ''
    const held = await world.ask(path)
    expect([held.status, await held.text()]).toEqual([
      200,
      expect.stringMatching(/Your request arrived.*Ostervane Textiles gets the credit.*Halewick Dairies, halewick\.example/s),
    ])
    expect(world.mails.find(({ to }) => to === partner.owner.email)?.text).toMatch(/came through your link.*credited to you/s)
  })

  it('happens once, however often the same form is sent', async () => {
    const answers = [await send(), await send(), ...(await Promise.all([send(), send()]))]

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    const stored = await rows()
    expect(Object.values(stored).map((each) => each.length)).toEqual([1, 1, 1, 1, 1])
    expect(await world.deps.db.select().from(outbox)).toHaveLength(2)
  })

  it('makes one prospect of two people of one company at the same moment', async () => {
    await Promise.all([send({ act: 'act_1' }), send({ act: 'act_2', email: 'ben@halewick.example', contactName: 'Ben' })])

    const stored = await rows()
    expect([stored.prospects.length, stored.contacts.length, stored.touches.length, stored.attributions.length]).toEqual([1, 2, 2, 1])
  })

  it('keeps people of a public mail domain apart', async () => {
    await send({ act: 'act_1', email: 'ann@gmail.com' })
    await send({ act: 'act_2', email: 'ben@gmail.com' })

    expect((await rows()).prospects.map(({ domain }) => domain)).toEqual([null, null])
  })

  it('of somebody bound to another partner is a further touch, and says so to this one', async () => {
    const other = await havePartner(world)
    const known = await haveProspect(world, other.id, { domain: 'halewick.example' })

    await send()
    await world.settle()

    const stored = await rows()
    expect(stored.prospects.map(({ id }) => id)).toEqual([known.id])
    expect([stored.touches.length, stored.attributions.length]).toEqual([2, 1])
    expect(world.mails.find(({ to }) => to === partner.owner.email)?.text).toMatch(
      /not credited to you.*an earlier touch keeps the credit/s,
    )
    expect(world.mails.find(({ to }) => to === 'ann@halewick.example')?.text).not.toContain('10 %')
  })

  it('of the partner’s own people is held for a person', async () => {
    await send({ email: 'jonas@ostervane.example' })

    expect((await rows()).attributions).toMatchObject([{ partnerId: partner.id, heldReason: expect.stringContaining('own purchase') }])
  })

  it('through an archived link is stored without credit', async () => {
    await haveLink(world, partner.id, { code: 'old', archivedAt: world.now() })

    expect((await send({}, {}, 'old')).status).toBe(303)

    const stored = await rows()
    expect([stored.prospects.length, stored.contacts.length, stored.introductions.length, stored.touches.length]).toEqual([1, 1, 0, 0])
  })

  it('through an unknown link stores nothing', async () => {
    expect((await send({}, {}, 'nobody')).status).toBe(404)
    expect((await rows()).prospects).toHaveLength(0)
  })

  it('thanks a program that fills in the trap, and stores nothing', async () => {
    expect((await send({ website: 'https://spam.example' })).status).toBe(303)
    expect((await rows()).prospects).toHaveLength(0)
  })

  it('takes no more than twenty forms an hour from one address', async () => {
    const from = { 'cf-connecting-ip': '203.0.113.9' }
    for (let index = 0; index < 20; index += 1) await send({ act: '' }, from)

    const answer = await send({}, from)

    expect([answer.status, await answer.text()]).toEqual([429, expect.stringContaining('try again in an hour')])
    expect((await send({}, { 'cf-connecting-ip': '203.0.113.10' })).status).toBe(303)
    await world.travel({ hours: 1 })
    expect((await send({ act: 'act_9' }, from)).status).toBe(303)
  })

  it.each<[Record<string, string>, RegExp]>([
    [{ company: '' }, /Give the company’s name/],
    [{ company: 'x'.repeat(121) }, /longer than 120/],
    [{ company: '<b>' }, /without &lt; and &gt;/],
    [{ contactName: '' }, /Give a name/],
    [{ contactName: 'Ann\nLee' }, /in one line/],
    [{ email: '' }, /Give a mail address/],
    [{ email: 'ann' }, /That is no mail address/],
    [{ email: 'ann@halewick.example, ben@halewick.example' }, /That is no mail address/],
    [{ email: 'ann@halewick.example\r\nBcc: x@y.example' }, /That is no mail address/],
    [{ email: `${'x'.repeat(250)}@halewick.example` }, /254/],
    [{ need: '' }, /Say in a sentence/],
    [{ need: 'x'.repeat(2_001) }, /longer than 2,000/],
    [{ act: '' }, /not complete/],
    [{ act: "x'; drop table prospects" }, /not complete/],
    [{ partnerId: 'par_9' }, /not complete/],
  ])('declines %j with a sentence and keeps what was typed', async (wrong, sentence) => {
    const answer = await send(wrong)
    const page = await answer.text()

    expect(answer.status).toBe(422)
    expect(page).toMatch(sentence)
    if (!('need' in wrong)) expect(page).toContain(filled.need)
    expect((await rows()).prospects).toHaveLength(0)
  })

  it.each(['forged', 'a.b.c', 'x'.repeat(5_000), '"><script>', '%00'])('takes %s for a click id as none', async (goodword_referral) => {
    expect((await send({ goodword_referral })).status).toBe(303)
    expect((await rows()).touches).toMatchObject([{ clickId: null }])
  })

  it('refuses what is no form, or comes from another site', async () => {
    expect((await world.ask('/i/Ada', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status).toBe(400)
    expect((await send({}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await rows()).prospects).toHaveLength(0)
  })
})

describe('what is held', () => {
  it.each(['/me/x', '/me/%E0%A4%A', `/me/${'a'.repeat(500)}`])('%s is nobody’s', async (path) => {
    expect((await world.ask(path)).status).toBe(410)
  })
})
