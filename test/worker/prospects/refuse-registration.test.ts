import { beforeEach, describe, expect, it } from 'vitest'
import { prospects } from '../../../schema/prospects.ts'
import { registrationDecisions } from '../../../schema/registrations.ts'
import { appealRegistration } from '../../../worker/prospects/change-registration.ts'
import { haveMember, haveProspect } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { type Desk, haveDesk, haveRefused, haveRegistration, registrationIn } from './registrations.ts'

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

describe('refusing', () => {
  it('REG3 names a reason of the list and words, which the partner reads with its right to appeal', async () => {
    const id = await haveRefused(world, partner, sales)
    await world.settle()

    expect(desk.mailsTo(partner.owner.email)).toContain('Halewick Dairies: we cannot accept the registration')
    expect(await desk.pageOf(id, partner.owner)).toMatch(
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

    const answer = await desk.refuse(id, wrong)

    expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(sentence)])
  })

  it('is appealed once, on a new clock, to another person, whose answer is final', async () => {
    const id = await haveRefused(world, partner, sales)
    await world.travel({ days: 4 })
    const appeal = (text: string) => world.ask(`/registrations/${id}/appeal`, { as: partner.owner, form: { appeal: text } })

    expect((await appeal('We met them on the 3rd.')).status).toBe(303)
    // A Friday at nine, so Tuesday at nine.
    expect(await registrationIn(world, id)).toMatchObject({ status: 'appealed', dueAt: new Date('2026-11-10T09:00:00Z') })
    const own = await desk.accept(id, { version: '3' })
    expect([own.status, await own.text()]).toEqual([409, expect.stringMatching(/another person of sales decides the appeal/)])
    expect(await desk.pageOf(id)).toContain('You refused it')
    expect((await desk.refuse(id, { version: '3', words: 'Still no meeting.' }, otherSales)).status).toBe(303)
    await world.settle()

    expect((await appeal('Again.')).status).toBe(409)
    expect(desk.mailsTo(partner.owner.email)).toContain('Halewick Dairies: the answer to your appeal')
    expect(await desk.pageOf(id, partner.owner)).toMatch(/No, finally.*This answer is final/s)
  })

  it('turns into a yes by an appeal', async () => {
    const id = await haveRefused(world, partner, sales)
    await appealRegistration(world.deps, { id: partner.owner.id, partnerId: partner.id }, id, 'We met them.')

    expect((await desk.accept(id, { version: '3' }, otherSales)).status).toBe(303)
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

    const page = await desk.pageOf(id)

    expect(page).toMatch(/Side by side.*Pennyroyal Ovens.*Ostervane Textiles \(this one\)/s)
    expect(page).toMatch(/Their ovens stand still/)
    expect(page).toMatch(/Attribution in force.*Pennyroyal Ovens.*introduction/s)
    expect(page).toMatch(
      /On one line.*Pennyroyal Ovens registered.*2 November 2026, 09:00 UTC.*Ostervane Textiles registered.*2 November 2026, 12:00 UTC/s,
    )
    expect(page).toContain(`/prospects/${prospectId}`)
    expect(await desk.pageOf(first)).toContain('Pennyroyal Ovens (this one)')
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
    expect(await desk.pageOf(late, partner.owner)).toMatch(/Our answer is late.*no clock decides/s)
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
