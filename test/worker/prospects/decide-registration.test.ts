import { desc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { buyingRoles } from '../../../schema/customers.ts'
import { partners } from '../../../schema/people.ts'
import { attributions, contacts, prospects, touches } from '../../../schema/prospects.ts'
import { registrationDecisions, registrations } from '../../../schema/registrations.ts'
import { appealRegistration } from '../../../worker/prospects/change-registration.ts'
import { haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { acceptance, haveAccepted, haveRefused, haveRegistration, refusal, registrationIn } from './registrations.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let rival: typeof partner
let sales: Awaited<ReturnType<typeof haveStaff>>
let otherSales: typeof sales
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  rival = await havePartner(world, { name: 'Pennyroyal Ovens', groupId: partner.groupId })
  sales = await haveStaff(world, 'sales')
  otherSales = await haveStaff(world, 'sales')
})

const accept = (id: string, form: Record<string, string> = {}, as = sales) =>
  world.ask(`/registrations/${id}/acceptance`, { as, form: acceptance(form) })
const refuse = (id: string, form: Record<string, string> = {}, as = sales) =>
  world.ask(`/registrations/${id}/refusal`, { as, form: refusal(form) })
const pageOf = async (id: string, as: { kind: 'member' | 'staff'; id: string } = sales) =>
  (await world.ask(`/registrations/${id}`, { as })).text()
const creditOf = async (prospectId: string) => {
  const [row] = await world.deps.db.select().from(attributions).where(eq(attributions.prospectId, prospectId)).orderBy(desc(attributions.n))
  return row
}
const mailsTo = (to: string) => world.mails.filter((mail) => mail.to === to).map(({ subject }) => subject)

describe('accepting', () => {
  it('protects the company for 90 days, makes it known and binds it by the registration', async () => {
    const id = await haveRegistration(world, partner, { others: 'named', name2: 'Bo Buyer', role2: 'economic_buyer', confidence2: 'guess' })
    await world.travel({ days: 1 })

    const answer = await accept(id, { words: 'Good luck.' })
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
    expect(mailsTo(partner.owner.email)).toContain('Halewick Dairies is yours until 1 February 2027')
    expect(await pageOf(id, partner.owner)).toMatch(/Yours until 1 February 2027.*Next, by you: Demo with their planners/s)
  })

  it('binds a known prospect that nobody has, and outranks a click that comes later', async () => {
    const { id: prospectId } = await haveProspect(world, null, { company: 'Halewick', domain: 'halewick.example' })

    const id = await haveRegistration(world, partner)
    await accept(id, { prospect: prospectId })

    expect((await registrationIn(world, id)).prospectId).toBe(prospectId)
    expect(await creditOf(prospectId)).toMatchObject({ n: 1, partnerId: partner.id })
    expect(await world.deps.db.select().from(prospects)).toHaveLength(1)
  })

  it('leaves the credit as it is where the partner has it', async () => {
    const { id: prospectId } = await haveProspect(world, partner.id, { domain: 'halewick.example' })

    expect((await accept(await haveRegistration(world, partner), { prospect: prospectId })).status).toBe(303)

    expect(await world.deps.db.select().from(attributions)).toHaveLength(1)
    expect(await world.deps.db.select().from(touches)).toHaveLength(2)
  })

  it('takes over what another has only with a reason, as a decision of a person', async () => {
    const { id: prospectId } = await haveProspect(world, rival.id, { company: 'Halewick', domain: 'halewick.example' })
    const id = await haveRegistration(world, partner)

    const without = await accept(id, { prospect: prospectId })
    expect([without.status, await without.text()]).toEqual([422, expect.stringMatching(/Say why it is taken over/)])
    expect((await accept(id, { prospect: prospectId, takeover: 'They met the buyer; the introduction was of a trainee.' })).status).toBe(
      303,
    )

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

    expect((await accept(id, { prospect: prospectId })).status).toBe(422)
    expect((await accept(id, { prospect: prospectId, takeover: 'A new plant, never ours.' })).status).toBe(303)
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

    expect(await pageOf(id)).toMatch(/Which company is it\?.*None of these.*Hallewick Dairies, hallewick\.example/s)
    for (const prospect of [other.id, alike.id, 'pro_nobody']) expect((await accept(id, { prospect })).status).toBe(422)
    expect((await accept(id, { prospect: 'new' })).status).toBe(303)
  })

  it('ends another’s protection when a person takes the company over, and tells it without a name', async () => {
    const id = await haveRegistration(world, partner)
    const first = await haveAccepted(world, rival, otherSales)
    const { prospectId } = await registrationIn(world, first)

    expect((await accept(id, { prospect: prospectId ?? '' })).status).toBe(422)
    expect((await accept(id, { prospect: prospectId ?? '', takeover: 'They were first by a month.' })).status).toBe(303)
    await world.settle()

    expect(await registrationIn(world, first)).toMatchObject({ status: 'ended', endedBecause: 'taken_over' })
    expect(await registrationIn(world, id)).toMatchObject({ status: 'accepted' })
    expect(mailsTo(rival.owner.email)).toContain('Halewick Dairies: the protection has ended')
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

    const answer = await accept(id, wrong)

    expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(sentence)])
    expect((await registrationIn(world, id)).status).toBe('submitted')
  })

  it('is sales’ alone', async () => {
    const id = await haveRegistration(world, partner)

    for (const role of ['finance', 'admin', 'auditor'] as const)
      expect((await accept(id, {}, await haveStaff(world, role))).status).toBe(404)
    expect(await pageOf(id, await haveStaff(world, 'auditor'))).not.toContain('Accept the registration')
  })
})

describe('two people of sales at once', () => {
  it('make one decision, of fifty that are sent', async () => {
    const id = await haveRegistration(world, partner)

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? accept(id, {}, n % 4 === 0 ? sales : otherSales) : refuse(id, {}, otherSales))),
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

    const answers = await Promise.all([accept(one), accept(other, {}, otherSales)])

    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
    const rows = await world.deps.db.select().from(registrations).where(eq(registrations.status, 'accepted'))
    expect(rows).toHaveLength(1)
    expect(await world.deps.db.select().from(attributions)).toHaveLength(1)
  })

  it('are told when the page they decide from is old', async () => {
    const id = await haveRegistration(world, partner)

    const answer = await refuse(id, { version: '7' })

    expect([answer.status, await answer.text()]).toEqual([409, expect.stringMatching(/changed since you opened it/)])
  })
})

describe('refusing', () => {
  it('REG3 names a reason of the list and words, which the partner reads with its right to appeal', async () => {
    const id = await haveRefused(world, partner, sales)
    await world.settle()

    expect(mailsTo(partner.owner.email)).toContain('Halewick Dairies: we cannot accept the registration')
    expect(await pageOf(id, partner.owner)).toMatch(
      /We could not see work of yours.*Tell us about a meeting.*appeal below.*What did we overlook/s,
    )
    expect(await world.deps.db.select().from(prospects)).toEqual([])
  })

  it.each([
    [{ reason: '' }, /Choose a reason/],
    [{ reason: 'because' }, /Choose a reason/],
    [{ words: '' }, /Say why/],
    [{ words: 'pennyroyal ovens was first' }, /leave “Pennyroyal Ovens” out/],
  ])('declines %j', async (wrong, sentence) => {
    await haveRegistration(world, rival)
    const id = await haveRegistration(world, partner)

    const answer = await refuse(id, wrong)

    expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(sentence)])
  })

  it('is appealed once, on a new clock, to another person, whose answer is final', async () => {
    const id = await haveRefused(world, partner, sales)
    await world.travel({ days: 4 })
    const appeal = (text: string) => world.ask(`/registrations/${id}/appeal`, { as: partner.owner, form: { appeal: text } })

    expect((await appeal('We met them on the 3rd.')).status).toBe(303)
    // A Friday at nine, so Tuesday at nine.
    expect(await registrationIn(world, id)).toMatchObject({ status: 'appealed', dueAt: new Date('2026-11-10T09:00:00Z') })
    const own = await accept(id, { version: '3' })
    expect([own.status, await own.text()]).toEqual([409, expect.stringMatching(/another person of sales decides the appeal/)])
    expect(await pageOf(id)).toContain('You refused it')
    expect((await refuse(id, { version: '3', words: 'Still no meeting.' }, otherSales)).status).toBe(303)
    await world.settle()

    expect((await appeal('Again.')).status).toBe(409)
    expect(mailsTo(partner.owner.email)).toContain('Halewick Dairies: the answer to your appeal')
    expect(await pageOf(id, partner.owner)).toMatch(/No, finally.*This answer is final/s)
  })

  it('turns into a yes by an appeal', async () => {
    const id = await haveRefused(world, partner, sales)
    await appealRegistration(world.deps, { id: partner.owner.id, partnerId: partner.id }, id, 'We met them.')

    expect((await accept(id, { version: '3' }, otherSales)).status).toBe(303)
    expect(await registrationIn(world, id)).toMatchObject({ status: 'accepted' })
    expect(await world.deps.db.select().from(registrationDecisions)).toHaveLength(2)
  })

  it('keeps the same partner from sending it again for 90 days, and no other', async () => {
    await haveRefused(world, partner, sales)

    await expect(haveRegistration(world, partner)).rejects.toThrow(/We said no.*31 January 2027/)
    await haveRegistration(world, rival)
    await world.travel({ days: 90 })
    await haveRegistration(world, partner)
  })
})

describe('the desk', () => {
  it('REG2 shows all registrations side by side, and every touch of every partner on one line in UTC', async () => {
    const first = await haveRegistration(world, rival, { need: 'Their ovens stand still.' })
    await world.travel({ hours: 3 })
    const id = await haveRegistration(world, partner)
    const { id: prospectId } = await haveProspect(world, rival.id, { company: 'Halewick', domain: 'halewick.example' })

    const page = await pageOf(id)

    expect(page).toMatch(/Side by side.*Pennyroyal Ovens.*Ostervane Textiles \(this one\)/s)
    expect(page).toMatch(/Their ovens stand still/)
    expect(page).toMatch(/Attribution in force.*Pennyroyal Ovens.*introduction/s)
    expect(page).toMatch(
      /On one line.*Pennyroyal Ovens registered.*2 November 2026, 09:00 UTC.*Ostervane Textiles registered.*2 November 2026, 12:00 UTC/s,
    )
    expect(page).toContain(`/prospects/${prospectId}`)
    expect(await pageOf(first)).toContain('Pennyroyal Ovens (this one)')
  })

  it('REG3 lists what waits by its clock, turns late ones red, and decides nothing by itself', async () => {
    const late = await haveRegistration(world, partner)
    await world.travel({ days: 1 })
    await haveRegistration(world, rival, { domain: 'copsedale.example', company: 'Copsedale Printworks', email: 'c@copsedale.example' })
    const list = async () => (await world.ask('/registrations', { as: sales })).text()

    expect(await list()).toMatch(/Halewick.*1 business day left.*Copsedale.*2 business days left/s)
    await world.travel({ days: 1 })
    expect(await list()).toMatch(/badge--bad">Late since 4 November 2026.*Copsedale/s)
    await world.travel({ days: 30 })
    expect((await registrationIn(world, late)).status).toBe('submitted')
    expect(await pageOf(late, partner.owner)).toMatch(/Our answer is late.*no clock decides/s)
  })

  it('comes a page at a time, narrowed by state, and as a file', async () => {
    for (let n = 0; n < 15; n += 1)
      await haveRegistration(world, partner, { company: `Company ${n}x`, domain: `c${n}.example`, email: `a@c${n}.example` })
    await haveRefused(world, rival, sales)

    const file = await world.ask('/registrations/export.csv?status=all', { as: sales })

    expect([file.headers.get('content-type'), (await file.text()).split('\r\n').length]).toEqual(['text/csv; charset=utf-8', 18])
    expect((await (await world.ask('/registrations?status=refused', { as: sales })).text()).match(/reg_\d+"/g)).toHaveLength(1)
    expect((await world.ask('/registrations/export.csv', { as: partner.owner })).status).toBe(404)
  })

  it('is for nobody of another partner', async () => {
    const id = await haveRegistration(world, partner)

    for (const as of [rival.owner, await haveMember(world, rival.id)])
      expect((await world.ask(`/registrations/${id}`, { as })).status).toBe(404)
    expect(await (await world.ask('/registrations', { as: rival.owner })).text()).toContain('Nothing registered yet')
  })
})

it('a partner that was paused while it waited is held for a person', async () => {
  const id = await haveRegistration(world, partner)
  await world.deps.db.update(partners).set({ status: 'suspended' }).where(eq(partners.id, partner.id))

  await accept(id)

  const { prospectId } = await registrationIn(world, id)
  expect((await creditOf(prospectId ?? ''))?.heldReason).toMatch(/not active/)
})
