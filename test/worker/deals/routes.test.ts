import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deals, payments } from '../../../schema/deals.ts'
import { haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveWonDeal } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const newDeal = { act: 'act_1', name: 'Pilot', kind: 'one_off', amount: '1,234.50', currency: 'eur', source: '' }

describe('/deals', () => {
  it('opens a deal from a prospect, wins it, records a payment and a return', async () => {
    const partner = await havePartner(world, { name: 'Ostervane Textiles' })
    const sales = await haveStaff(world, 'sales')
    const prospect = await haveProspect(world, partner.id, { company: 'Halewick Dairies' })

    const empty = await world.ask(`/deals/new?prospect=${prospect.id}`, { as: sales })
    expect(await empty.text()).toContain('Ostervane Textiles')
    const opened = await world.ask('/deals', { as: sales, form: { ...newDeal, prospect: prospect.id } })
    expect(opened.status).toBe(303)
    const href = opened.headers.get('location') ?? ''
    const again = await world.ask('/deals', { as: sales, form: { ...newDeal, prospect: prospect.id } })
    expect(again.headers.get('location')).toBe(href)

    expect((await world.ask(`${href}/closure`, { as: sales, form: { to: 'won' } })).status).toBe(303)
    const paid = { act: 'act_2', paid: '1,210.00', tax: '210', currency: 'eur', paid_on: '2026-11-01' }
    expect((await world.ask(`${href}/payments`, { as: sales, form: paid })).status).toBe(303)
    const [payment] = await world.deps.db.select().from(payments)
    expect(payment).toMatchObject({ paidMinor: 121_000, baseMinor: 100_000, paidAt: new Date('2026-11-01T00:00:00Z') })
    const returned = { act: 'act_3', payment: payment?.id ?? '', returned: '605', currency: 'eur', returned_on: '2026-11-02' }
    expect((await world.ask(`${href}/returns`, { as: sales, form: returned })).status).toBe(303)

    const page = await (await world.ask(href, { as: sales })).text()
    for (const text of ['Halewick Dairies', 'Won', '€1,210.00', '€605.00', '€50.00', '10 % of each payment']) expect(page).toContain(text)
    const list = await (await world.ask('/deals?status=won', { as: sales })).text()
    expect(list).toContain('Halewick Dairies')
    expect(await (await world.ask('/deals?status=lost', { as: sales })).text()).toContain('No deal in this state')
  })

  it.each([
    [{ name: '' }, 'Give the deal a name.'],
    [{ name: 'a<b' }, 'without &lt; and &gt;'],
    [{ kind: 'gift' }, 'Choose what kind of deal it is.'],
    [{ amount: '1.234,50' }, 'Write the amount like 1,234.50'],
    [{ amount: '10.5', currency: 'jpy' }, 'Write the amount in whole JPY'],
    [{ amount: '-5' }, 'Write the amount like 1,234.50'],
    [{ amount: '99999999999999' }, 'Write the amount like 1,234.50'],
    [{ currency: 'xyz' }, 'Choose a currency from the list.'],
    [{ source: 'cus_1' }, 'begins with sub_ or cs_'],
    [{ act: 'in_1' }, 'The form was not complete.'],
    [{ colour: 'red' }, 'The form was not complete.'],
  ])('answers %o with its sentence and stores nothing', async (change, sentence) => {
    const sales = await haveStaff(world, 'sales')
    const prospect = await haveProspect(world)

    const answer = await world.ask('/deals', {
      as: sales,
      form: { ...newDeal, prospect: prospect.id, ...change } as Record<string, string>,
    })

    expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
    expect(await world.deps.db.select().from(deals)).toEqual([])
  })

  it.each([
    ['payments', { paid: '' }, 422, 'Write the amount like'],
    ['payments', { paid: '0' }, 422, 'Give an amount above zero.'],
    ['payments', { paid: '5', tax: '6' }, 422, 'The tax cannot be more than what was paid.'],
    ['payments', { paid_on: '2026-02-31' }, 422, 'There is no such day.'],
    ['payments', { paid_on: '2027-01-01' }, 422, 'A payment cannot lie in the future.'],
    ['payments', { paid_on: 'yesterday' }, 422, 'Give the day like 2026-11-03.'],
    ['payments', { currency: 'usd' }, 409, 'This deal is in EUR'],
    ['closure', { to: 'forgotten' }, 422, 'Choose what became of the deal.'],
    ['closure', { to: 'lost', reason: 'x' }, 409, 'This deal is won and cannot become lost.'],
    ['returns', { returned: '5000' }, 422, 'No more can come back than is left of the payment.'],
    ['returns', { returned: '5', currency: 'usd' }, 409, 'This deal is in EUR'],
  ])('answers a bad form at %s, %o, with its sentence', async (where, change, status, sentence) => {
    const { dealId, sales, pay } = await haveWonDeal(world)
    const payment = await pay(100_000)
    const good: Record<string, Record<string, string>> = {
      payments: { act: 'act_p', paid: '10', tax: '', currency: 'eur', paid_on: '2026-11-01' },
      returns: { act: 'act_r', payment, returned: '10', currency: 'eur', returned_on: '2026-11-01' },
      closure: {},
    }

    const answer = await world.ask(`/deals/${dealId}/${where}`, {
      as: sales,
      form: { ...good[where], ...change } as Record<string, string>,
    })

    expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([status, true])
    expect(await world.deps.db.select().from(payments)).toMatchObject([{ returnedMinor: 0 }])
  })

  it('is read by finance and auditors, changed by sales, and missing for everybody else', async () => {
    const { dealId, partner } = await haveWonDeal(world)
    const statusFor = async (as: { kind: 'member' | 'staff'; id: string }, form?: Record<string, string>) =>
      (await world.ask(form ? `/deals/${dealId}/closure` : `/deals/${dealId}`, { as, ...(form && { form }) })).status
    const finance = await haveStaff(world, 'finance')

    expect([await statusFor(finance), await statusFor(await haveStaff(world, 'auditor'))]).toEqual([200, 200])
    expect(await statusFor(finance, { to: 'ended' })).toBe(404)
    expect(await statusFor(await haveMember(world, partner.id, { role: 'owner' }))).toBe(404)
    expect((await world.ask('/deals/deal_none', { as: finance })).status).toBe(404)
    expect((await world.ask('/deals/new?prospect=pro_none', { as: await haveStaff(world, 'sales') })).status).toBe(404)
  })
})
