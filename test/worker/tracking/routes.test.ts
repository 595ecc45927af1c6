import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../../schema/records.ts'
import { links } from '../../../schema/tracking.ts'
import { suspendPartner } from '../../../worker/partners/status.ts'
import { ingestClicks } from '../../../worker/tracking/ingest.ts'
import { listLinksOfPartner } from '../../../worker/tracking/store.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveLink, referralOf } from './fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles' })
})

const filled = {
  act: 'act_1',
  kind: 'redirect',
  destination: 'https://www.wrenmarch.example/planning?plan=a#prices',
  code: 'Ada',
  campaign: 'fair',
}
const create = (form: Record<string, string>, as: { kind: 'member'; id: string } = partner.owner) => world.ask('/links', { as, form })
const stored = () => world.deps.db.select().from(links)

describe('making a link', () => {
  it('stores its parts, and the link works at once', async () => {
    expect((await world.ask('/r/ada', { headers: browser })).status).toBe(404)

    const answer = await create(filled)

    const [link] = await stored()
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/links/${link?.id}`])
    expect(link).toMatchObject({
      partnerId: partner.id,
      code: 'Ada',
      destinationHost: 'www.wrenmarch.example',
      destinationPath: '/planning?plan=a#prices',
      campaign: 'fair',
      createdBy: partner.owner.id,
    })
    expect(referralOf(await world.ask('/r/ada', { headers: browser }))).not.toBeNull()
    expect(await world.deps.db.select().from(audit)).toMatchObject([{ act: 'link.created', subject: link?.id, partnerId: partner.id }])
  })

  it('is open to a member, and to nobody else', async () => {
    const member = await haveMember(world, partner.id)

    expect((await create(filled, member)).status).toBe(303)
    expect((await world.ask('/links', { as: await haveStaff(world, 'sales', 'admin'), form: filled })).status).toBe(404)
    expect((await world.ask('/links', { form: filled })).status).toBe(401)
  })

  it('happens once, however often the form is sent', async () => {
    const answers = [await create(filled), await create(filled), ...(await Promise.all([create(filled), create(filled)]))]

    expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
    expect(await stored()).toHaveLength(1)
  })

  it('makes a code of the partner’s name where none is chosen, and another one next time', async () => {
    await create({ ...filled, code: '' })
    await create({ ...filled, code: '', act: 'act_2', campaign: '' })
    await create({ ...filled, code: '', act: 'act_3', campaign: '' })

    expect((await stored()).map(({ code }) => code)).toEqual(['ostervane', 'ostervane-textiles', 'ostervane-textiles-2'])
  })

  it('leads to the introduction page without an address', async () => {
    await create({ act: 'act_1', kind: 'introduction', destination: '', code: 'ada', campaign: '' })

    expect((await world.ask('/r/ada', { headers: browser })).headers.get('location')).toMatch(/^http:\/\/localhost:8787\/i\/ada\?/)
  })

  it('never gives a code twice, in whatever case and whether it is archived', async () => {
    const other = await havePartner(world)
    await haveLink(world, other.id, { code: 'ada', archivedAt: world.now() })
    await haveLink(world, partner.id, { code: 'old', archivedAt: world.now() })

    const taken = await create({ ...filled, code: 'ADA' })
    const own = await create({ ...filled, code: 'Old' })

    expect(taken.status).toBe(409)
    expect(await taken.text()).toMatch(/This code is taken\. Choose another one\./)
    expect([own.status, await own.text()]).toEqual([409, expect.stringMatching(/You have used this code before/)])
    expect(await stored()).toHaveLength(2)
  })

  it('gives a code to one of two partners that ask at once', async () => {
    const other = await havePartner(world)

    const answers = await Promise.all([create(filled), create({ ...filled, act: 'act_2' }, other.owner)])

    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  })

  it.each([
    [{ destination: '' }, 'destination', /Enter the address/],
    [{ destination: 'https://elsewhere.example/' }, 'destination', /may lead to www\.wrenmarch\.example or wrenmarch\.example only/],
    [{ destination: 'javascript:alert(1)' }, 'destination', /begins with https/],
    [{ destination: 'http://www.wrenmarch.example/' }, 'destination', /must begin with https/],
    [{ destination: 'https://ann:x@www.wrenmarch.example/' }, 'destination', /user name or password/],
    [{ destination: 'https://www.wrenmarch.example:8443/' }, 'destination', /must not hold a port/],
    [{ destination: 'https://www.wrenmarch.example\\@elsewhere.example' }, 'destination', /backslash/],
    [{ destination: 'https://wwẃ.wrenmarch.example/' }, 'destination', /not an address/],
    [{ destination: `https://www.wrenmarch.example/${'x'.repeat(2_000)}` }, 'destination', /2000 characters/],
    [{ kind: 'elsewhere' }, 'kind', /Choose where/],
    [{ kind: '' }, 'kind', /Choose where/],
    [{ code: 'a' }, 'code', /2 to 64 letters/],
    [{ code: 'a b' }, 'code', /2 to 64 letters/],
    [{ code: '../x' }, 'code', /2 to 64 letters/],
    [{ code: 'ünï' }, 'code', /2 to 64 letters/],
    [{ code: 'x'.repeat(65) }, 'code', /2 to 64 letters/],
    [{ campaign: 'spring fair' }, 'campaign', /1 to 64 letters/],
    [{ campaign: '<script>' }, 'campaign', /1 to 64 letters/],
    [{ act: '' }, '', /not complete/],
    [{ partner_id: 'par_9' }, '', /not complete/],
  ])('declines %j with a sentence', async (wrong, field, sentence) => {
    const answer = await create({ ...filled, ...wrong })
    const page = await answer.text()

    expect(answer.status).toBe(422)
    expect(page).toMatch(sentence)
    if (field) expect(page).toContain(`id="field-${field}-problem"`)
    expect(await stored()).toHaveLength(0)
  })

  it('is not for a partner that is paused', async () => {
    await suspendPartner(world.deps, partner.id, 'A question is open.', 'stf_1')

    expect((await create(filled)).status).toBeGreaterThanOrEqual(400)
    expect(await stored()).toHaveLength(0)
  })
})

describe('links', () => {
  it('are listed with their clicks, own ones only, a page at a time', async () => {
    const other = await havePartner(world)
    await haveLink(world, other.id, { code: 'tom' })
    for (let index = 0; index < 51; index += 1) await haveLink(world, partner.id, { code: `ada-${index}` })
    const newest = await haveLink(world, partner.id, { code: 'newest' })
    await click(newest, 1_234)

    const page = await (await world.ask('/links', { as: partner.owner })).text()
    const older = /href="(\/links\?[^"]*cursor[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const rest = await (await world.ask(older, { as: partner.owner })).text()

    expect(page).toMatch(/newest.*1,234 clicks/s)
    expect(page + rest).not.toContain('tom')
    expect([page, rest].map((each) => [...each.matchAll(/href="\/links\/lnk/g)].length)).toEqual([50, 2])
  })

  it('read a screenful, whatever the others are', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => [`lnk_many_${index}`, `many-${index}`, index < 9_990 ? index : null])
    await env.DB.prepare(
      `insert into links (id, partner_id, code, kind, destination_host, destination_path, created_by, created_at, archived_at)
       select value ->> 0, ?, value ->> 1, 'redirect', 'www.wrenmarch.example', '/', 'mem_1', 0, value ->> 2 from json_each(?)`,
    )
      .bind(partner.id, JSON.stringify(rows))
      .run()

    for (const state of ['active', 'archived', 'all'] as const) {
      const { sql, params } = listLinksOfPartner(world.deps.db, partner.id, state, undefined).toSQL()
      const { results, meta } = await env.DB.prepare(sql)
        .bind(...params)
        .all()
      expect(results.length).toBe(state === 'active' ? 10 : 51)
      expect(meta.rows_read).toBeLessThanOrEqual(300)
    }
  })

  it('invite to make the first one where there is none', async () => {
    expect(await (await world.ask('/links', { as: partner.owner })).text()).toContain('Make your first link')
  })

  it('show how to share them, and clicks a day', async () => {
    const link = await haveLink(world, partner.id, { code: 'ada' })
    await click(link, 3)

    const page = await (await world.ask(`/links/${link.id}`, { as: partner.owner })).text()

    expect(page).toContain('value="http://localhost:8787/r/ada"')
    expect(page).toMatch(/Ostervane Textiles receives a share/)
    expect(page).toMatch(/<svg class="qr-code"/)
    expect(page).toMatch(/2 November 2026.*3 clicks/s)
    expect(page).toMatch(/60 days.*The first click has the credit/s)
  })

  it('have a QR code of their own address', async () => {
    const link = await haveLink(world, partner.id, { code: 'ada' })

    const answer = await world.ask(`/links/${link.id}/qr.svg`, { as: partner.owner })

    expect(answer.headers.get('content-type')).toContain('image/svg+xml')
    expect(await answer.text()).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg".*aria-label="http:\/\/localhost:8787\/r\/ada".*<path d="M/s,
    )
  })

  it('are archived after a question, once, and lose their credit at once', async () => {
    const link = await haveLink(world, partner.id, { code: 'ada' })
    await world.ask('/r/ada', { headers: browser })
    const archive = () => world.ask(`/links/${link.id}/archival`, { as: partner.owner, form: {} })

    expect(await (await world.ask(`/links/${link.id}/archival`, { as: partner.owner })).text()).toContain('Archive the link “ada”?')
    expect((await archive()).headers.get('location')).toBe(`/links/${link.id}`)
    expect((await archive()).status).toBe(409)

    expect(referralOf(await world.ask('/r/ada', { headers: browser }))).toBeNull()
    expect(await stored()).toMatchObject([{ archivedAt: world.now() }])
    expect(await (await world.ask(`/links/${link.id}`, { as: partner.owner })).text()).toContain('earns you no credit')
  })

  it('of another partner are not there', async () => {
    const other = await havePartner(world)
    const link = await haveLink(world, other.id, { code: 'tom' })

    for (const path of ['', '/qr.svg', '/archival']) {
      expect((await world.ask(`/links/${link.id}${path}`, { as: partner.owner })).status).toBe(404)
    }
    expect((await world.ask(`/links/${link.id}/archival`, { as: partner.owner, form: {} })).status).toBe(404)
    expect((await stored())[0]?.archivedAt).toBeNull()
  })

  it.each(['/links/lnk_nobody', '/links/%E0%A4%A', '/links/x/qr.svg', '/links?cursor=nonsense'])(
    'answer %s with a sentence',
    async (path) => {
      expect((await world.ask(path, { as: partner.owner })).status).toBeOneOf([400, 404])
    },
  )

  it('lose their credit at once when the partner is paused', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    expect(referralOf(await world.ask('/r/ada', { headers: browser }))).not.toBeNull()

    await suspendPartner(world.deps, partner.id, 'A question is open.', 'stf_1')

    expect(referralOf(await world.ask('/r/ada', { headers: browser }))).toBeNull()
  })
})

const click = (link: { id: string; partnerId: string }, times: number) =>
  ingestClicks(world.deps, [
    {
      clicks: Array.from({ length: times }, (_, index) => ({
        id: `clk_${index}`,
        linkId: link.id,
        partnerId: link.partnerId,
        clickedAt: world.now().getTime(),
        campaign: null,
        country: null,
        device: 'other' as const,
        referrerHost: null,
        visitorHash: null,
      })),
    },
  ])
