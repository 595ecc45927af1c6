import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../../schema/records.ts'
import { links } from '../../../schema/tracking.ts'
import { suspendPartner } from '../../../worker/partners/status.ts'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { dump } from '../bad-input/stored.ts'
import { browser, haveLink, referralOf } from '../tracking/fixtures.ts'
import { linesOf } from './lines.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles' })
})

const preview = (list: string) => world.ask('/links/many/preview', { as: partner.owner, form: { list } })
const send = (list: string) => world.ask('/links/many', { as: partner.owner, form: { list } })
const stored = () => world.deps.db.select().from(links).where(eq(links.partnerId, partner.id))

describe('making many links', () => {
  it('shows first and stores nothing', async () => {
    const before = await dump(world)
    const answer = await preview('code,destination,campaign\nAda-1,https://www.wrenmarch.example/a?b=1#c,fair\na b,,\n')

    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(linesOf(page)).toMatchObject([
      { line: '2', what: 'Ada-1', is: 'New', because: 'Ada-1 leads to www.wrenmarch.example/a?b=1#c.' },
      { line: '3', what: 'a b', is: 'Refused', because: expect.stringMatching(/2 to 64 letters/) },
    ])
    expect(page).toMatch(/Nothing is stored yet.*Store 1 link</s)
    expect(await dump(world)).toEqual(before)
  })

  it('makes those that are new, and they work', async () => {
    const list = 'code,destination,campaign\nAda-1,https://www.wrenmarch.example/a?b=1#c,fair\n,,spring.mail\nAda-2,,\na b,,\n'
    const answer = await send(list)

    expect([answer.status, linesOf(await answer.text()).map(({ is }) => is)]).toEqual([200, ['Stored', 'Stored', 'Stored', 'Refused']])
    const made = await stored()
    expect(made).toMatchObject([
      { code: 'Ada-1', kind: 'redirect', destinationHost: 'www.wrenmarch.example', destinationPath: '/a?b=1#c', campaign: 'fair' },
      { code: expect.stringMatching(/^ostervane-spring-mail-\w{6}$/), kind: 'introduction', campaign: 'spring.mail' },
      { code: 'Ada-2', kind: 'introduction', campaign: null, createdBy: partner.owner.id },
    ])
    for (const { code } of made) expect(referralOf(await world.ask(`/r/${code}`, { headers: browser }))).not.toBeNull()
    expect(await world.deps.db.select().from(audit)).toMatchObject([{ act: 'links.created', partnerId: partner.id }])
  })

  it('makes two hundred at once, once', async () => {
    const list = `code,destination\n${Array.from({ length: 199 }, (_, index) => `ada-${index},\n`).join('')},https://www.wrenmarch.example/\n`

    const answers = await Promise.all([send(list), send(list), send(list)])
    const again = await send(list)

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(linesOf(await again.text()).every(({ is }) => is === 'Same')).toBe(true)
    expect(await stored()).toHaveLength(200)
    expect(await world.deps.db.select().from(audit)).toHaveLength(1)
  })

  it('refuses a code of another partner without naming it, and leaves a link alone that leads elsewhere', async () => {
    await haveLink(world, (await havePartner(world, { name: 'Kestrel Yard' })).id, { code: 'TAKEN' })
    await send('code,destination\nmine,')

    const page = await (await send('code,destination\ntaken,\nMINE,https://www.wrenmarch.example/\nmine,\nfine,')).text()

    expect(linesOf(page).map(({ is, because }) => [is, because])).toEqual([
      ['Refused', 'This code is taken. Choose another one.'],
      ['Refused', expect.stringMatching(/leads elsewhere/)],
      ['Refused', 'It has the code of line 3.'],
      ['Stored', 'fine leads to the introduction page.'],
    ])
    expect(page).not.toContain('Kestrel')
    expect((await stored()).map(({ code, kind }) => [code, kind])).toEqual([
      ['mine', 'introduction'],
      ['fine', 'introduction'],
    ])
  })

  it('finds at storing what was taken since it was looked at', async () => {
    const list = 'code,destination\nfine,\nfree,'
    expect(linesOf(await (await preview(list)).text()).map(({ is }) => is)).toEqual(['New', 'New'])
    await haveLink(world, (await havePartner(world)).id, { code: 'Fine' })

    expect(linesOf(await (await send(list)).text()).map(({ is }) => is)).toEqual(['Refused', 'Stored'])
  })

  it('is not for a partner that is paused', async () => {
    await suspendPartner(world.deps, partner.id, 'A question is open.', 'stf_1')

    expect((await preview('code,destination\nfine,')).status).toBe(409)
    expect((await send('code,destination\nfine,')).status).toBe(409)
    expect(await stored()).toHaveLength(0)
  })
})
