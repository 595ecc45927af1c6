import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { members, partners } from '../../../schema/people.ts'
import { prospects } from '../../../schema/prospects.ts'
import { audit, outbox } from '../../../schema/records.ts'
import { haveGroup, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
let groupId: string
beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
  groupId = (await haveGroup(world)).id
})

const form = (change: Record<string, string | undefined> = {}) =>
  Object.fromEntries(
    Object.entries({
      act: 'act_invite1',
      name: 'Brackwater Tools',
      country: 'NL',
      groupId,
      domain: 'https://www.Brackwater.example/about',
      prospectId: '',
      ownerName: 'Bo Brack',
      ownerEmail: 'Bo@Brackwater.example',
      ...change,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
const invite = (change = {}, as = sales) => world.ask('/partners', { as, form: form(change) })
const stored = async () => [await world.deps.db.select().from(partners), await world.deps.db.select().from(members)]

describe('inviting a partner', () => {
  it('makes it with its first owner, on the trail, and writes to the owner', async () => {
    const answer = await invite()
    await world.settle()

    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/partners\/par_\w+$/)])
    expect(await stored()).toMatchObject([
      [
        {
          name: 'Brackwater Tools',
          status: 'invited',
          country: 'NL',
          groupId,
          domain: 'brackwater.example',
          prospectId: expect.stringMatching(/^pro_\w+$/),
          invitedBy: sales.id,
        },
      ],
      [{ name: 'Bo Brack', email: 'bo@brackwater.example', role: 'owner', status: 'invited' }],
    ])
    expect((await world.deps.db.select().from(audit)).map(({ actor, act }) => [actor, act])).toEqual([
      [sales.id, 'prospect.identified'],
      [sales.id, 'partner.invited'],
    ])
    expect(world.mails.map(({ to }) => to)).toEqual(['bo@brackwater.example'])
  })

  it('is one partner when the form is sent twice, one after the other or at once', async () => {
    const answers = [...(await Promise.all([invite(), invite()])), await invite()]

    expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
    expect((await stored()).map((rows) => rows?.length)).toEqual([1, 1])
    expect(await world.deps.db.select().from(outbox)).toHaveLength(1)
  })

  it('gives one of two partners an address that both were to have', async () => {
    const answers = await Promise.all([invite(), invite({ act: 'act_invite2', domain: '' })])

    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect((await stored()).map((rows) => rows?.length)).toEqual([1, 1])
  })

  it('links the customer it was opened from', async () => {
    const customer = await haveProspect(world, null, { company: 'Brackwater B.V.', domain: 'brackwater.example' })
    const page = await (await world.ask(`/partners/new?prospect=${customer.id}`, { as: sales })).text()
    await invite({ prospectId: customer.id })

    expect(page).toContain('Brackwater B.V.')
    expect((await stored())[0]).toMatchObject([{ prospectId: customer.id }])
  })

  it.each<[string, Record<string, string | undefined>, string]>([
    ['no name', { name: ' ' }, 'Give the partner’s name.'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'A name has 100 characters at most.'],
    ['no country', { country: '' }, 'Choose a country.'],
    ['a country off the list', { country: 'RU' }, 'Stripe cannot carry money from us to this country.'],
    ['no group', { groupId: '' }, 'Choose a group.'],
    ['a group that is none', { groupId: 'grp_none' }, 'Choose a group.'],
    ['a public mail domain', { domain: 'gmail.com' }, 'Anybody can have a mailbox there'],
    ['no domain at all', { domain: 'localhost' }, 'That is no domain of a company'],
    ['a customer that is none', { prospectId: 'pro_none' }, 'There is no such customer.'],
    ['a customer without its prefix', { prospectId: '12' }, 'That is no customer'],
    ['no owner', { ownerName: '' }, 'Give the owner’s name.'],
    ['half an address', { ownerEmail: 'bo@' }, 'That is no mail address'],
    ['no act id', { act: undefined }, 'The form was not complete.'],
    ['a field nobody asked for', { status: 'active' }, 'The form was not complete.'],
  ])('answers %s with its sentence and stores nothing', async (_case, change, sentence) => {
    const answer = await invite(change)

    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(sentence)
    expect(await stored()).toEqual([[], []])
  })

  it.each(['member', 'staff'])('refuses an address somebody of a %s signs in with', async (kind) => {
    const taken = kind === 'staff' ? sales.email : (await havePartner(world)).owner.email
    const before = (await stored()).map((rows) => rows?.length)

    const answer = await invite({ ownerEmail: taken })

    expect([answer.status, (await stored()).map((rows) => rows?.length)]).toEqual([422, before])
    expect(await answer.text()).toContain('already signs in with this address')
  })

  it('refuses a domain and a customer that are another partner’s', async () => {
    await havePartner(world, { name: 'First', domain: 'brackwater.example' })
    const customer = await haveProspect(world)
    await invite({ act: 'act_other1', domain: '', prospectId: customer.id, ownerEmail: 'x@x.example' })

    expect(await (await invite()).text()).toContain('First already is the partner of this domain.')
    expect(await (await invite({ domain: '', prospectId: customer.id })).text()).toContain('already is this customer’s partner.')
    expect(await world.deps.db.select().from(prospects).where(eq(prospects.id, customer.id))).toHaveLength(1)
  })

  it.each(['finance', 'approver', 'auditor'] as const)('is not for %s', async (role) => {
    expect((await invite({}, await haveStaff(world, role))).status).toBe(404)
    expect((await world.ask('/partners/new', { as: await haveStaff(world, role) })).status).toBe(404)
  })
})

describe('accepting', () => {
  const acceptance = async (id: string) => {
    const page = await (await world.ask('/', { as: { kind: 'member', id } })).text()
    return { page, terms: /name="terms" value="(\w+)"/.exec(page)?.[1] ?? '' }
  }
  const accept = (id: string, fields: Record<string, string>) =>
    world.ask('/partners/acceptance', { as: { kind: 'member', id }, form: fields })
  const owner = async () => {
    await invite()
    return (await world.deps.db.select().from(members))[0]?.id ?? ''
  }
  const status = async () => (await world.deps.db.select().from(partners))[0]?.status

  it('shows the owner the terms in words, and makes the partner active', async () => {
    const id = await owner()
    const { page, terms } = await acceptance(id)
    const answer = await accept(id, { terms, central: 'no', agreed: 'yes' })

    expect(page).toContain('Welcome, Brackwater Tools')
    expect(page).toMatch(/10 %/)
    expect([answer.status, answer.headers.get('location'), await status()]).toEqual([303, '/', 'active'])
    expect((await world.deps.db.select().from(audit)).at(-1)).toMatchObject({
      act: 'partner.accepted',
      actor: id,
      detail: { terms, central: false },
    })
    expect(await (await world.ask('/', { as: { kind: 'member', id } })).text()).toContain('Ready for the next payout')
  })

  it('is one act when it is sent twice', async () => {
    const id = await owner()
    const { terms } = await acceptance(id)
    const answers = await Promise.all([
      accept(id, { terms, central: 'no', agreed: 'yes' }),
      accept(id, { terms, central: 'no', agreed: 'yes' }),
    ])

    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409])
    expect((await world.deps.db.select().from(audit)).filter(({ act }) => act === 'partner.accepted')).toHaveLength(1)
  })

  it('needs the box ticked, and the terms that were shown', async () => {
    const id = await owner()
    const { terms } = await acceptance(id)

    expect((await accept(id, { terms, central: 'no' })).status).toBe(422)
    expect((await accept(id, { terms, central: 'no', agreed: 'maybe' })).status).toBe(422)
    expect((await accept(id, { terms: 'trm_other', central: 'no', agreed: 'yes' })).status).toBe(409)
    expect((await accept(id, {})).status).toBe(422)
    expect(await status()).toBe('invited')
  })

  it('CAT5 asks whether what we sell is central to its business; a yes warns those who decide, and keeps nothing from it', async () => {
    const sales = await haveStaff(world, 'sales')
    const id = await owner()
    const { terms } = await acceptance(id)
    const unanswered = await accept(id, { terms, agreed: 'yes' })
    expect([unanswered.status, await unanswered.text()]).toEqual([422, expect.stringContaining('Say yes or no')])

    expect([(await accept(id, { terms, central: 'yes', agreed: 'yes' })).status, await status()]).toEqual([303, 'active'])
    await world.settle()

    const [partner] = await world.deps.db.select().from(partners)
    const warned = world.mails.filter(({ subject }) => subject.includes('central to its own business'))
    expect(warned.map(({ to }) => to)).toContain(sales.email)
    expect(await (await world.ask(`/partners/${partner?.id}`, { as: sales })).text()).toContain('central to its own business')
    expect(await (await world.ask('/', { as: { kind: 'member', id } })).text()).toContain('Ready for the next payout')
  })

  it('CAT5 warns of nobody who says no', async () => {
    const sales = await haveStaff(world, 'sales')
    const id = await owner()
    const { terms } = await acceptance(id)
    await accept(id, { terms, central: 'no', agreed: 'yes' })
    await world.settle()

    const [partner] = await world.deps.db.select().from(partners)
    expect(partner?.centralToBusiness).toBe(false)
    expect(world.mails.filter(({ subject }) => subject.includes('central'))).toEqual([])
    expect(await (await world.ask(`/partners/${partner?.id}`, { as: sales })).text()).not.toContain('central to its own')
  })

  it('keeps payouts closed until then', async () => {
    const id = await owner()
    const answer = await world.ask('/get-paid/account', {
      as: { kind: 'member', id },
      form: { seen: '0', country: 'NL', entityType: 'company' },
    })

    expect(answer.status).toBe(409)
  })
})
