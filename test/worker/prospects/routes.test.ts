import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { attributions, introductions, prospects, touches } from '../../../schema/prospects.ts'
import { findAttribution } from '../../../worker/attribution/store.ts'
import { nameCompanies } from '../../../worker/prospects/name-companies.ts'
import { haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
})

const filled = {
  act: 'act_1',
  company: 'Halewick Dairies',
  domain: 'www.Halewick.example',
  contactName: 'Ann Lee',
  email: 'ann@halewick.example',
  need: 'Fewer stops of the bottling line.',
  agreed: 'yes',
}
const introduce = (form: Record<string, string> = {}, as: { kind: 'member' | 'staff'; id: string } = partner.owner) =>
  world.ask('/introductions', { as, form: { ...filled, ...form } })
const idIn = (answer: Response) => answer.headers.get('location')?.replace('/prospects/', '') ?? ''
const pageOf = async (path: string, as: { kind: 'member' | 'staff'; id: string }) => (await world.ask(path, { as })).text()

describe('introducing somebody', () => {
  it('stores the prospect, bound by the introduction, and writes to both', async () => {
    const answer = await introduce()
    await world.settle()

    expect(answer.status).toBe(303)
    const [prospect] = await world.deps.db.select().from(prospects)
    expect(prospect).toMatchObject({ id: idIn(answer), company: 'Halewick Dairies', domain: 'halewick.example' })
    expect(await world.deps.db.select().from(introductions)).toMatchObject([
      { source: 'partner', memberId: partner.owner.id, prospectAgreed: true, contactEmail: 'ann@halewick.example' },
    ])
    expect(await world.deps.db.select().from(attributions)).toMatchObject([{ partnerId: partner.id, reason: 'Introduced by the partner.' }])
    expect(world.mails.map(({ to }) => to).toSorted()).toEqual(['ann@halewick.example', partner.owner.email])
    expect(await pageOf(answer.headers.get('location') ?? '', partner.owner)).toMatch(/Credited to you.*Ann Lee/s)
  })

  it('is open to a member, and to nobody of the company', async () => {
    expect((await introduce({}, await haveMember(world, partner.id))).status).toBe(303)
    expect((await introduce({}, await haveStaff(world, 'sales', 'admin'))).status).toBe(404)
  })

  it('happens once, however often the form is sent', async () => {
    const answers = [await introduce(), await introduce(), ...(await Promise.all([introduce(), introduce()]))]

    expect(new Set(answers.map(idIn)).size).toBe(1)
    expect(await world.deps.db.select().from(touches)).toHaveLength(1)
  })

  it('writes to one person once for one partner', async () => {
    await introduce()
    await introduce({ act: 'act_2' })
    await world.settle()

    expect(world.mails.filter(({ to }) => to === 'ann@halewick.example')).toHaveLength(1)
  })

  it('by two partners at the same moment binds one, and keeps the other’s touch', async () => {
    const other = await havePartner(world)

    const answers = await Promise.all([introduce(), introduce({ act: 'act_2' }, other.owner)])

    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await world.deps.db.select().from(prospects)).toHaveLength(1)
    expect(await world.deps.db.select().from(attributions)).toHaveLength(1)
    expect(await world.deps.db.select().from(touches)).toHaveLength(2)
  })

  it('of the partner’s own company is held for a person', async () => {
    const answer = await introduce({ domain: 'ostervane.example', email: 'jonas@ostervane.example' })

    expect(await pageOf(answer.headers.get('location') ?? '', partner.owner)).toMatch(/waiting for a person/)
  })

  it.each([
    [{ domain: '' }, /Give the company’s domain/],
    [{ domain: 'gmail.com' }, /domain of a mail service/],
    [{ domain: 'ann@gmail.com' }, /domain of a mail service/],
    [{ domain: 'nonsense' }, /That is no domain/],
    [{ domain: '192.168.0.1' }, /That is no domain/],
    [{ domain: 'co.uk' }, /That is no domain/],
    [{ company: '' }, /Give the company’s name/],
    [{ contactName: '' }, /Give a name/],
    [{ email: 'ann' }, /That is no mail address/],
    [{ email: 'ann@gmail.com' }, /address at the company, such as name@halewick\.example/],
    [{ email: 'ann@ostervane.example' }, /address at the company, such as name@halewick\.example/],
    [{ need: '' }, /Say in a sentence/],
    [{ agreed: '' }, /Ask the person first/],
    [{ agreed: 'no' }, /Ask the person first/],
    [{ act: '' }, /not complete/],
    [{ partnerId: 'par_9' }, /not complete/],
  ])('declines %j with a sentence', async (wrong, sentence) => {
    const answer = await introduce(wrong)

    expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(sentence)])
    expect(await world.deps.db.select().from(prospects)).toHaveLength(0)
  })

  it('declines a form without the tick, and one of a paused partner', async () => {
    const { agreed: _, ...unticked } = filled
    expect((await world.ask('/introductions', { as: partner.owner, form: unticked })).status).toBe(422)

    await world.deps.db.update(partners).set({ status: 'suspended' }).where(eq(partners.id, partner.id))
    expect((await introduce()).status).toBeGreaterThanOrEqual(400)
    expect(await world.deps.db.select().from(prospects)).toHaveLength(0)
  })

  it('stops after forty a day', async () => {
    for (let index = 0; index < 40; index += 1) {
      await introduce({ act: `act_${index}`, domain: `c${index}.example`, email: `a@c${index}.example` })
    }

    expect((await introduce({ act: 'act_x', domain: 'more.example', email: 'a@more.example' })).status).toBe(429)
  })
})

describe('a partner’s prospects', () => {
  it('are its own, with plain words and neither money nor other partners', async () => {
    const other = await havePartner(world, { name: 'Pennyroyal Ovens' })
    const own = await haveProspect(world, partner.id, { company: 'Oakhanger Ferments' })
    await haveProspect(world, other.id, { company: 'Corbel & Wick' })
    await world.deps.db.update(prospects).set({ stage: 'lost', stageReason: 'Too dear, says the buyer.' }).where(eq(prospects.id, own.id))

    const list = await pageOf('/prospects', partner.owner)
    const page = await pageOf(`/prospects/${own.id}`, partner.owner)

    expect(list).toMatch(/Oakhanger Ferments.*Not going ahead/s)
    expect(list + page).not.toMatch(/Corbel|Pennyroyal|Too dear/)
    expect(page).toMatch(/Introduction.*Credited/s)
  })

  it('explain why a later touch has no credit, without saying whose the earlier one is', async () => {
    const other = await havePartner(world, { name: 'Pennyroyal Ovens' })
    await introduce({}, other.owner)
    await world.travel({ days: 1 })
    const mine = await introduce({ act: 'act_2' })

    const page = await pageOf(`/prospects/${idIn(mine)}`, partner.owner)

    expect(page).toMatch(/Not credited to you.*already bound when this touch arrived/s)
    expect(page).not.toContain('Pennyroyal')
    expect(await pageOf('/prospects', partner.owner)).toContain('Not yours')
  })

  it('of another partner are not there', async () => {
    const other = await havePartner(world)
    const { id } = await haveProspect(world, other.id)

    expect((await world.ask(`/prospects/${id}`, { as: partner.owner })).status).toBe(404)
    expect(
      (await world.ask(`/prospects/${id}/loss`, { as: partner.owner, form: { loss_reason: 'No budget.', version: '1' } })).status,
    ).toBe(404)
  })

  it('come a page at a time, each once, and narrowed by where they stand', async () => {
    for (let index = 0; index < 52; index += 1) await haveProspect(world, partner.id, { company: `Company ${index}` })

    const page = await pageOf('/prospects', partner.owner)
    const rest = await pageOf(/href="(\/prospects\?cursor[^"]*)"/.exec(page)?.[1] ?? '', partner.owner)

    expect(new Set([...(page + rest).matchAll(/Company \d+/g)].map(String)).size).toBe(52)
    expect(await pageOf('/prospects?level=7', partner.owner)).toContain('None stands there')
  })

  it('invite to introduce somebody where there is none', async () => {
    expect(await pageOf('/prospects', partner.owner)).toContain('No prospects yet')
  })
})

describe('staff', () => {
  it('see all touches of all partners and why each won or lost', async () => {
    const sales = await haveStaff(world, 'sales')
    const other = await havePartner(world, { name: 'Pennyroyal Ovens' })
    const id = idIn(await introduce())
    await introduce({ act: 'act_2' }, other.owner)

    const page = await pageOf(`/prospects/${id}`, sales)

    expect(page).toMatch(/Introduced by the partner\..*Ostervane Textiles.*Credited.*Pennyroyal Ovens.*Not credited.*already bound/s)
    expect(page).toContain(`/deals/new?prospect=${id}`)
  })

  it('find a prospect by how its name or domain begins, and by level', async () => {
    const sales = await haveStaff(world, 'sales')
    await haveProspect(world, partner.id, { company: 'Oakhanger Ferments', domain: 'oak.example' })
    await haveProspect(world, partner.id, { company: 'Corbel & Wick', domain: 'corbel.example' })
    await nameCompanies(world.deps)

    for (const query of ['q=oakh', 'q=OAK.ex', 'q=oakhanger&level=0']) {
      const page = await pageOf(`/prospects?${query}`, sales)
      expect([page.includes('Oakhanger'), page.includes('Corbel &amp; Wick')]).toEqual([true, false])
    }
    for (const query of ['q=100%25_', 'level=7', 'level=lost', `q=${'x'.repeat(3_000)}`, 'q=%E0%A4%A']) {
      expect(await pageOf(`/prospects?${query}`, sales)).toContain('No prospect fits')
    }
  })

  it.each(['finance', 'approver', 'admin'] as const)('of %s see no prospects', async (role) => {
    expect((await world.ask('/prospects', { as: await haveStaff(world, role) })).status).toBe(404)
  })

  it('of the audit read and change nothing', async () => {
    const auditor = await haveStaff(world, 'auditor')
    const { id } = await haveProspect(world, partner.id)

    expect(await pageOf(`/prospects/${id}`, auditor)).not.toMatch(/Record a step|Add somebody|deals\/new/)
    expect((await world.ask(`/prospects/${id}/loss`, { as: auditor, form: { loss_reason: 'No budget.', version: '1' } })).status).toBe(404)
  })

  it.each(['/prospects/pro_nobody', '/prospects/%E0%A4%A'])('get a sentence for %s', async (path) => {
    expect((await world.ask(path, { as: await haveStaff(world, 'sales') })).status).toBe(404)
  })
})

it('a partner takes its own prospects with it as a file, and nobody else’s', async () => {
  const partner = await havePartner(world)
  await haveProspect(world, partner.id, { company: 'Ostwick Mills' })
  await haveProspect(world, (await havePartner(world)).id, { company: 'Secret Mills' })
  const file = await world.ask('/prospects/export.csv', { as: partner.owner })

  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(await file.text()).toMatch(
    /^id,company,level,stage,credited,last_touched_on\r\npro_\w+,Ostwick Mills,\d+,\w+,yes,\d{4}-\d\d-\d\d\r\n$/,
  )
  expect((await world.ask('/prospects/export.csv', { as: await haveStaff(world, 'sales') })).status).toBe(404)
})

it('credit moves to a partner by its name, and to nobody when several are called so', async () => {
  const sales = await haveStaff(world, 'sales')
  const prospect = await haveProspect(world, (await havePartner(world)).id)
  const fern = await havePartner(world, { name: 'Fernhollow Looms' })
  const form = { partner: 'another', other: 'fernhollow looms', seen: '1', move_reason: 'Its mail of May shows it.' }
  const move = (other: string, seen = '1') =>
    world.ask(`/prospects/${prospect.id}/attribution`, { as: sales, form: { ...form, other, seen } })

  expect((await move('Fernhollow')).status).toBe(422)
  expect((await move('fernhollow looms')).status).toBe(303)
  expect(await findAttribution(world.deps.db, prospect.id)).toMatchObject({ n: 2, partnerId: fern.id })
  await havePartner(world, { name: 'Twin' })
  await havePartner(world, { name: 'Twin' })
  expect(await (await move('Twin', '2')).text()).toContain('No partner is called so, or several are.')
})

it('a box without its tick says what to do first', async () => {
  const partner = await havePartner(world)
  const { agreed: _unticked, ...typed } = filled
  const answer = await world.ask('/introductions', { as: partner.owner, form: typed })
  const page = await answer.text()

  expect(answer.status).toBe(422)
  expect(page).toContain('Ask the person first, then tick that they agreed.')
  expect(page).not.toContain('The form was not complete.')
})
