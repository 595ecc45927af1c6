import { desc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { buyingRoles } from '../../../schema/customers.ts'
import { partners } from '../../../schema/people.ts'
import { attributions, contacts, prospects, touches } from '../../../schema/prospects.ts'
import { registrationDecisions, registrations } from '../../../schema/registrations.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { type Desk, haveAccepted, haveDesk, haveRegistration, registrationIn } from './registrations.ts'

let desk: Desk
let world: World
let partner: Desk['partner']
let rival: Desk['rival']
let sales: Desk['sales']
let otherSales: Desk['otherSales']
beforeEach(async () => {
  desk = await haveDesk()
  ;({ world, partner, rival, sales, otherSales } = desk)
})

const creditOf = async (prospectId: string) => {
  const [row] = await world.deps.db.select().from(attributions).where(eq(attributions.prospectId, prospectId)).orderBy(desc(attributions.n))
  return row
}

describe('accepting', () => {
  it('protects the company for 90 days, makes it known and binds it by the registration', async () => {
    const id = await haveRegistration(world, partner, { others: 'named', name2: 'Bo Buyer', role2: 'economic_buyer', confidence2: 'guess' })
    await world.travel({ days: 1 })

    const answer = await desk.accept(id, { words: 'Good luck.' })
    await world.settle()

    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/registrations/${id}`])
    const row = await registrationIn(world, id)
    expect(row).toMatchObject({ status: 'accepted', protectedUntil: new Date('2027-02-01T09:00:00Z'), version: 2 })
    expect(await creditOf(row.prospectId ?? '')).toMatchObject({
      partnerId: partner.id,
      decidedBy: 'rule',
      reason: 'Registered by the partner and accepted.',
    })
    expect(await world.deps.db.select().from(touches)).toMatchObject([
      { kind: 'registration', touchedAt: new Date('2026-11-02T09:00:00Z') },
    ])
    expect((await world.deps.db.select().from(contacts)).map(({ name, title, namedBy }) => [name, title, namedBy]).toSorted()).toEqual([
      ['Ann Lee', 'Head of maintenance', partner.id],
      ['Bo Buyer', null, partner.id],
    ])
    expect((await world.deps.db.select().from(buyingRoles)).map(({ role, confidence }) => [role, confidence]).toSorted()).toEqual([
      ['ally', 'known'],
      ['economic_buyer', 'guess'],
    ])
    expect(desk.mailsTo(partner.owner.email)).toContain('Halewick Dairies is yours until 1 February 2027')
    expect(await desk.pageOf(id, partner.owner)).toMatch(/Yours until 1 February 2027.*Next, by you: Demo with their planners/s)
  })

  it('binds a known prospect that nobody has, and outranks a click that comes later', async () => {
    const { id: prospectId } = await haveProspect(world, null, { company: 'Halewick', domain: 'halewick.example' })

    const id = await haveRegistration(world, partner)
    await desk.accept(id, { prospect: prospectId })

    expect((await registrationIn(world, id)).prospectId).toBe(prospectId)
    expect(await creditOf(prospectId)).toMatchObject({ n: 1, partnerId: partner.id })
    expect(await world.deps.db.select().from(prospects)).toHaveLength(1)
  })

  it('leaves the credit as it is where the partner has it', async () => {
    const { id: prospectId } = await haveProspect(world, partner.id, { domain: 'halewick.example' })

    expect((await desk.accept(await haveRegistration(world, partner), { prospect: prospectId })).status).toBe(303)

    expect(await world.deps.db.select().from(attributions)).toHaveLength(1)
    expect(await world.deps.db.select().from(touches)).toHaveLength(2)
  })

  it('takes over what another has only with a reason, as a decision of a person', async () => {
    const { id: prospectId } = await haveProspect(world, rival.id, { company: 'Halewick', domain: 'halewick.example' })
    const id = await haveRegistration(world, partner)

    const without = await desk.accept(id, { prospect: prospectId })
    expect([without.status, await without.text()]).toEqual([422, expect.stringMatching(/Say why it is taken over/)])
    expect(
      (await desk.accept(id, { prospect: prospectId, takeover: 'They met the buyer; the introduction was of a trainee.' })).status,
    ).toBe(303)

    expect(await creditOf(prospectId)).toMatchObject({
      n: 2,
      partnerId: partner.id,
      decidedBy: sales.id,
      reason: expect.stringMatching(/met the buyer/),
    })
    expect(await world.deps.db.select().from(registrationDecisions)).toMatchObject([
      { outcome: 'accepted', takeover: expect.stringMatching(/buyer/) },
    ])
    const [touch] = await world.deps.db.select().from(touches).where(eq(touches.kind, 'registration'))
    expect((await creditOf(prospectId))?.touchId).toBe(touch?.id)
  })

  it('of an existing customer asks for a reason, too', async () => {
    const { id: prospectId } = await haveProspect(world, null, { domain: 'halewick.example' })
    await world.deps.db.update(prospects).set({ stage: 'customer', customerSince: world.now() }).where(eq(prospects.id, prospectId))
    const id = await haveRegistration(world, partner)

    expect((await desk.accept(id, { prospect: prospectId })).status).toBe(422)
    expect((await desk.accept(id, { prospect: prospectId, takeover: 'A new plant, never ours.' })).status).toBe(303)
    expect(await creditOf(prospectId)).toMatchObject({ partnerId: partner.id, decidedBy: sales.id })
  })

  it('of a name alike asks which company it is, and takes no other', async () => {
    const alike = await haveProspect(world, null, { company: 'Halewick Dairy', domain: 'hwdairy.example' })
    const other = await haveProspect(world, null, { company: 'Copsedale', domain: 'copsedale.example' })
    await world.ask('/introductions', {
      as: rival.owner,
      form: {
        act: 'act_i',
        company: 'Hallewick Dairies',
        domain: 'hallewick.example',
        contactName: 'Al',
        email: 'al@hallewick.example',
        need: 'Help.',
        agreed: 'yes',
      },
    })
    const id = await haveRegistration(world, partner)

    expect(await desk.pageOf(id)).toMatch(/Which company is it\?.*None of these.*Hallewick Dairies, hallewick\.example/s)
    for (const prospect of [other.id, alike.id, 'pro_nobody']) expect((await desk.accept(id, { prospect })).status).toBe(422)
    expect((await desk.accept(id, { prospect: 'new' })).status).toBe(303)
  })

  it('ends another’s protection when a person takes the company over, and tells it without a name', async () => {
    const id = await haveRegistration(world, partner)
    const first = await haveAccepted(world, rival, otherSales)
    const { prospectId } = await registrationIn(world, first)

    expect((await desk.accept(id, { prospect: prospectId ?? '' })).status).toBe(422)
    expect((await desk.accept(id, { prospect: prospectId ?? '', takeover: 'They were first by a month.' })).status).toBe(303)
    await world.settle()

    expect(await registrationIn(world, first)).toMatchObject({ status: 'ended', endedBecause: 'taken_over' })
    expect(await registrationIn(world, id)).toMatchObject({ status: 'accepted' })
    expect(desk.mailsTo(rival.owner.email)).toContain('Halewick Dairies: the protection has ended')
    expect(
      world.mails
        .filter(({ to }) => to === rival.owner.email)
        .map(({ text }) => text)
        .join(),
    ).not.toContain('Ostervane')
  })

  it.each([
    [{ days: '0' }, /1 to 365/],
    [{ days: '366' }, /1 to 365/],
    [{ days: '1.5' }, /1 to 365/],
    [{ prospect: '' }, /Choose which company/],
    [{ words: 'Pennyroyal Ovens was later.' }, /leave “Pennyroyal Ovens” out/],
  ])('declines %j with a sentence', async (wrong, sentence) => {
    await haveRegistration(world, rival)
    const id = await haveRegistration(world, partner)

    const answer = await desk.accept(id, wrong)

    expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(sentence)])
    expect((await registrationIn(world, id)).status).toBe('submitted')
  })

  it('is sales’ alone', async () => {
    const id = await haveRegistration(world, partner)

    for (const role of ['finance', 'admin', 'auditor'] as const)
      expect((await desk.accept(id, {}, await haveStaff(world, role))).status).toBe(404)
    expect(await desk.pageOf(id, await haveStaff(world, 'auditor'))).not.toContain('Accept the registration')
  })
})

describe('two people of sales at once', () => {
  it('make one decision, of fifty that are sent', async () => {
    const id = await haveRegistration(world, partner)

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        n % 2 === 0 ? desk.accept(id, {}, n % 4 === 0 ? sales : otherSales) : desk.refuse(id, {}, otherSales),
      ),
    )

    const statuses = answers.map(({ status }) => status)
    expect([statuses.filter((status) => status === 303).length, statuses.filter((status) => status === 409).length]).toEqual([1, 49])
    expect(await world.deps.db.select().from(registrationDecisions)).toHaveLength(1)
    expect((await world.deps.db.select().from(attributions)).length).toBeLessThanOrEqual(1)
    expect((await registrationIn(world, id)).version).toBe(2)
  })

  it('accept one of two registrations of one company', async () => {
    const one = await haveRegistration(world, partner)
    const other = await haveRegistration(world, rival)

    const answers = await Promise.all([desk.accept(one), desk.accept(other, {}, otherSales)])

    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
    const rows = await world.deps.db.select().from(registrations).where(eq(registrations.status, 'accepted'))
    expect(rows).toHaveLength(1)
    expect(await world.deps.db.select().from(attributions)).toHaveLength(1)
  })

  it('are told when the page they decide from is old', async () => {
    const id = await haveRegistration(world, partner)

    const answer = await desk.refuse(id, { version: '7' })

    expect([answer.status, await answer.text()]).toEqual([409, expect.stringMatching(/changed since you opened it/)])
  })
})

it('a partner that was paused while it waited is held for a person', async () => {
  const id = await haveRegistration(world, partner)
  await world.deps.db.update(partners).set({ status: 'suspended' }).where(eq(partners.id, partner.id))

  await desk.accept(id)

  const { prospectId } = await registrationIn(world, id)
  expect((await creditOf(prospectId ?? ''))?.heldReason).toMatch(/not active/)
})
