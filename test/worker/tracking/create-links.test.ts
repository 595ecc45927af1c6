import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../../schema/records.ts'
import { links } from '../../../schema/tracking.ts'
import { suspendPartner } from '../../../worker/partners/status.ts'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveLink, referralOf } from './fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles' })
})

const send = (list: string, act = 'act_1') => world.ask('/links/many', { as: partner.owner, form: { act, list } })
const stored = () => world.deps.db.select().from(links).where(eq(links.partnerId, partner.id))

describe('making many links', () => {
  it('makes them all, and they work', async () => {
    const answer = await send('code,destination,campaign\nAda-1,https://www.wrenmarch.example/a?b=1#c,fair\n,,spring.mail\nAda-2,,\n')

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/links'])
    const made = await stored()
    expect(made).toMatchObject([
      { code: 'Ada-1', kind: 'redirect', destinationHost: 'www.wrenmarch.example', destinationPath: '/a?b=1#c', campaign: 'fair' },
      { code: expect.stringMatching(/^ostervane-spring-mail-\w{6}$/), kind: 'introduction', campaign: 'spring.mail' },
      { code: 'Ada-2', kind: 'introduction', campaign: null },
    ])
    for (const { code } of made) expect(referralOf(await world.ask(`/r/${code}`, { headers: browser }))).not.toBeNull()
    expect(await world.deps.db.select().from(audit)).toMatchObject([{ act: 'links.created', partnerId: partner.id }])
  })

  it('makes two hundred at once, once', async () => {
    const list = `code,destination\n${Array.from({ length: 200 }, (_, index) => `ada-${index},\n`).join('')}`

    const answers = await Promise.all([send(list), send(list), send(list)])

    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await stored()).toHaveLength(200)
  })

  it('makes none when a line is wrong or a code is taken, and says which', async () => {
    await haveLink(world, (await havePartner(world)).id, { code: 'TAKEN' })

    const wrong = await send('code,destination\nfine,\na b,\nfine-2,https://elsewhere.example/')
    const taken = await send('code,destination\nfine,\ntaken,')

    expect([wrong.status, taken.status]).toEqual([422, 422])
    expect(await wrong.text()).toMatch(/No link was made yet.*a b,.*Line 3: a code has.*Line 4: links may lead to/s)
    expect(await taken.text()).toMatch(/Line 3: the code “taken” is taken/)
    expect(await stored()).toHaveLength(0)
  })

  it('is not for a partner that is paused', async () => {
    await suspendPartner(world.deps, partner.id, 'A question is open.', 'stf_1')

    expect((await send('code,destination\nfine,')).status).toBe(409)
    expect(await stored()).toHaveLength(0)
  })
})

it('a link’s page tells its tags apart and gives its QR code as a picture', async () => {
  const link = await haveLink(world, partner.id, { code: 'ada' })
  const visits = ['?c=fair', '?c=fair', '?c=mail', '']
  for (const [index, query] of visits.entries())
    await world.ask(`/r/ada${query}`, { headers: { ...browser, 'cf-connecting-ip': `10.0.0.${index}` } })
  await world.settle()

  const page = await (await world.ask(`/links/${link.id}`, { as: partner.owner })).text()
  const picture = await world.ask(`/links/${link.id}/qr.png`, { as: partner.owner })

  expect(page).toMatch(/By campaign tag.*fair.*2 clicks.*mail.*1 click/s)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect([...new Uint8Array(await picture.arrayBuffer()).subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG')
})
