import { beforeEach, describe, expect, it } from 'vitest'
import { members, partners } from '../../../schema/people.ts'
import { audit } from '../../../schema/records.ts'
import { haveGroup, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { dump } from '../bad-input/stored.ts'
import { linesOf } from './lines.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
let group: Awaited<ReturnType<typeof haveGroup>>
beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
  group = await haveGroup(world)
})

const preview = (list: string) => world.ask('/imports/partners/preview', { as: sales, form: { list } })
const send = (list: string) => world.ask('/imports/partners', { as: sales, form: { list } })
const statesOf = async (answer: Response) => linesOf(await answer.text()).map(({ is }) => is)

const list =
  'group,name,email,country\nStandard,Tern Works,Ida@Tern.example,NL\nstandard,Gull & Co,gull@gmail.com,ie\nStandard,Skua,nobody,NL'

describe('importing partners', () => {
  it('makes invited partners with their first owners, and writes to nobody', async () => {
    const before = await dump(world)
    expect(await statesOf(await preview(list))).toEqual(['New', 'New', 'Refused'])
    expect(await dump(world)).toEqual(before)

    expect(await statesOf(await send(list))).toEqual(['Stored', 'Stored', 'Refused'])
    await world.settle()

    expect(world.mails).toEqual([])
    expect(await world.deps.db.select().from(partners)).toMatchObject([
      {
        name: 'Tern Works',
        country: 'NL',
        domain: 'tern.example',
        status: 'invited',
        invitedBy: sales.id,
        prospectId: expect.stringMatching(/^pro_/),
      },
      { name: 'Gull & Co', country: 'IE', domain: null, status: 'invited' },
    ])
    expect(await world.deps.db.select().from(members)).toMatchObject([
      { name: 'ida@tern.example', email: 'ida@tern.example', role: 'owner', status: 'invited' },
      { email: 'gull@gmail.com', role: 'owner' },
    ])
    const acts = (await world.deps.db.select().from(audit)).filter(({ act }) => act.startsWith('partner.'))
    expect(acts.map(({ actor, act }) => [actor, act])).toEqual(Array(2).fill([sales.id, 'partner.imported']))
  })

  it('stores nothing when it comes again, even twice at once', async () => {
    await Promise.all([send(list), send(list)])
    const before = await dump(world)

    expect(await statesOf(await send(list))).toEqual(['Same', 'Same', 'Refused'])
    expect(await dump(world)).toEqual(before)
    expect(await world.deps.db.select().from(partners)).toHaveLength(2)
  })

  it('stores fifty at a time, and the rest when it is asked again', async () => {
    const many = `name,country,email,group\n${Array.from({ length: 60 }, (_, n) => `Partner ${n},NL,p${n}@p${n}.example,Standard\n`).join('')}`

    const page = await (await send(many)).text()

    expect(page).toMatch(/50 partners are stored.*10 partners are left.*Store the next 10 partners/s)
    expect(await statesOf(await send(many))).toEqual([...Array(50).fill('Same'), ...Array(10).fill('Stored')])
    expect(await world.deps.db.select().from(partners)).toHaveLength(60)
  })

  it('leaves whole lines behind when it breaks off, and the second time completes them', async () => {
    const three = 'name,country,email,group\nA1,NL,a@a1.example,Standard\nB2,NL,b@b2.example,Standard\nC3,NL,c@c3.example,Standard'
    let batches = 0
    const { batch } = world.deps.db
    world.deps.db.batch = ((statements: never) => {
      if ((statements as unknown[]).length > 5 && ++batches === 2) throw new Error('The line is cut')
      return batch.call(world.deps.db, statements)
    }) as unknown as typeof batch
    expect((await send(three)).status).toBe(500)
    world.deps.db.batch = batch

    expect((await world.deps.db.select().from(partners)).map(({ name }) => name)).toEqual(['A1'])
    expect(await world.deps.db.select().from(members)).toHaveLength(1)
    expect(await statesOf(await send(three))).toEqual(['Same', 'Stored', 'Stored'])
  })

  it('refuses who is known otherwise, and lines that repeat each other', async () => {
    const other = await havePartner(world, { name: 'Kestrel Yard', domain: 'kestrel.example', groupId: group.id })
    const rows = [
      `Kestrel Yard,NL,new@new.example,Standard`,
      `Another,NL,ann@kestrel.example,Standard`,
      `Third,NL,${other.owner.email},Standard`,
      `Fourth,NL,${sales.email},Standard`,
      `Tern,NL,a@tern.example,Standard`,
      `Tern two,NL,b@tern.example,Standard`,
      `tern,NL,c@other.example,Standard`,
    ]

    const page = await (await preview(`name,country,email,group\n${rows.join('\n')}`)).text()

    expect(linesOf(page).map(({ because }) => because)).toEqual([
      expect.stringMatching(/partner of this name/),
      'Kestrel Yard already is the partner of this domain.',
      'Somebody of Kestrel Yard signs in with this address.',
      'Somebody of our own people signs in with this address.',
      expect.stringMatching(/^a@tern\.example/),
      'It has the domain of line 6.',
      'It has the name of line 6.',
    ])
  })
})

describe('the invitation of an imported partner', () => {
  const invite = (id: string) => world.ask(`/partners/${id}/invitation`, { as: sales, form: {} })

  it('is sent once, by a person, and the partner’s page offers it until then', async () => {
    await send(list)
    const [tern] = await world.deps.db.select().from(partners)
    const page = async () => (await world.ask(`/partners/${tern?.id}`, { as: sales })).text()
    expect(await page()).toContain('Send the invitation')

    const answers = await Promise.all([invite(tern?.id ?? ''), invite(tern?.id ?? '')])
    await world.settle()

    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect(world.mails.map(({ to }) => to)).toEqual(['ida@tern.example'])
    expect(await page()).not.toContain('Send the invitation')
    expect((await world.deps.db.select().from(audit)).filter(({ act }) => act === 'partner.invited')).toMatchObject([
      { actor: sales.id, subject: tern?.id },
    ])
  })

  it('is not for one that is active, nor for whoever may not invite', async () => {
    await send(list)
    const [tern] = await world.deps.db.select().from(partners)
    const [active, finance] = [await havePartner(world), await haveStaff(world, 'finance')]

    expect((await invite(active.id)).status).toBe(409)
    expect((await invite('par_nobody')).status).toBe(404)
    expect((await world.ask(`/partners/${tern?.id}/invitation`, { as: finance, form: {} })).status).toBe(404)
    expect(await (await world.ask(`/partners/${tern?.id}`, { as: finance })).text()).not.toContain('Send the invitation')
    await world.settle()
    expect(world.mails).toEqual([])
  })
})
