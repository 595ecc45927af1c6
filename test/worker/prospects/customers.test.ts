import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { customers } from '../../../schema/customers.ts'
import { deals, payments } from '../../../schema/deals.ts'
import { partners } from '../../../schema/people.ts'
import { prospects } from '../../../schema/prospects.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { lapse, winBack } from '../../../worker/prospects/customers.ts'
import { offerRestitution, settleGrievance } from '../../../worker/prospects/grievances.ts'
import { keepRole } from '../../../worker/prospects/people.ts'
import { haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveContact, haveCustomer, haveGrievance, haveWonDealOf } from './customer-fixtures.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
})

const versionOf = async (id: string) => (await world.deps.db.select().from(customers).where(eq(customers.prospectId, id)))[0]?.version ?? 0
const leave = async (id: string) => lapse(world.deps, sales.id, id, { lapse_reason: 'It did not renew.', version: await versionOf(id) })
const comeBack = async (id: string, none = '') => winBack(world.deps, sales.id, id, { no_grievance: none, version: await versionOf(id) })
const offer = { restitution_kind: 'free_hours' as const, restitution: 'Ten free hours.', offered_on: '2026-11-02' }
const pageOf = async (path: string, as: { kind: 'staff' | 'member'; id: string }) => (await world.ask(path, { as })).text()

describe('customers', () => {
  it('CAT3 inviting a partner makes or picks its customer row, and neither changes the other', async () => {
    const { id: groupId } = await havePartner(world).then(({ groupId: id }) => ({ id }))
    const { id } = await haveProspect(world, null, { company: 'Tern', domain: 'tern.example' })
    const form = {
      name: 'Tern',
      country: 'NL',
      groupId,
      domain: 'tern.example',
      prospectId: '',
      ownerName: 'Ida',
      ownerEmail: 'ida@tern.example',
    }
    await world.ask('/partners', { as: sales, form: { act: 'act_1', ...form } })
    await world.ask('/partners', {
      as: sales,
      form: { act: 'act_2', ...form, name: 'Gull', domain: 'gull.example', ownerEmail: 'ida@gull.example' },
    })

    const linked = await world.deps.db.select().from(partners).where(eq(partners.status, 'invited'))
    expect(linked.find(({ name }) => name === 'Tern')?.prospectId).toBe(id)
    expect(await world.deps.db.select().from(customers)).toHaveLength(2)
    expect(await pageOf('/customers', sales)).toMatch(/Gull.*Regular.*Tern.*Regular/s)
  })

  it('are found by category, standing, motion and level, and leave as a file', async () => {
    const { id } = await haveCustomer(world, { company: 'Oakhanger Ferments' })
    await haveCustomer(world, { company: '=cmd|x' })
    await leave(id)

    for (const query of [
      'standing=lapsed',
      'category=regular&standing=lapsed',
      'level=0&standing=lapsed',
      'standing=lapsed&motion=whatever',
    ]) {
      const page = await pageOf(`/customers?${query}`, sales)
      expect([query, page.includes('Oakhanger'), page.includes('=cmd')]).toEqual([query, true, false])
    }
    for (const query of ['category=sponsor', 'motion=project', 'level=11']) {
      expect(await pageOf(`/customers?${query}`, sales)).toContain('No customer fits')
    }
    expect(await pageOf('/customers/file.csv', sales)).toMatch(/^id,company,domain,category.*'=cmd\|x/s)
  })

  it('CAT1 a typed category is read only', async () => {
    const { id } = await haveCustomer(world)
    const form = { gift_policy: 'unknown', reference_policy: 'ask', version: '1', category: 'sponsor' }
    expect((await world.ask(`/customers/${id}/profile`, { as: sales, form })).status).toBe(422)
  })

  it('MOT2 how it came is said once', async () => {
    const { id } = await haveCustomer(world)
    const say = (motion: string, version: string) =>
      world.ask(`/customers/${id}/profile`, { as: sales, form: { motion, gift_policy: 'unknown', reference_policy: 'ask', version } })
    expect((await say('project', '1')).status).toBe(303)
    expect((await say('support', '2')).status).toBe(409)
    await expect(world.deps.db.run(`update customers set motion = 'support'`)).rejects.toThrow()
  })

  it('ROL6 a second paid deal makes a repeat customer and prompts the reference ask; a renewal and a pilot do not', async () => {
    const { id } = await haveProspect(world)
    const pay = async (dealId: string) =>
      world.deps.db.insert(payments).values({
        id: `pmt_${dealId}`,
        dealId,
        source: dealId,
        currency: 'eur',
        paidMinor: 100,
        baseMinor: 100,
        returnedMinor: 0,
        paidAt: world.now(),
        version: 1,
        recordedBy: 'x',
        recordedAt: world.now(),
      })
    await pay(await haveWonDealOf(world, id, { pilot: true, seats: 1, months: 1 }))
    const first = await haveWonDealOf(world, id)
    await pay(first)
    await pay(await haveWonDealOf(world, id, { renewsDealId: first }))
    expect(await pageOf(`/customers/${id}`, sales)).not.toContain('Repeat customer')

    await pay(await haveWonDealOf(world, id))
    expect(await pageOf(`/customers/${id}`, sales)).toContain('Repeat customer')
    expect(await pageOf(`/prospects/${id}`, sales)).toContain('Repeat customer')
  })
})

describe('a customer that lapsed', () => {
  it('GRV1 is offered new work only after its grievance is settled; what it buys by itself is never refused', async () => {
    const { id } = await haveCustomer(world)
    const grievance = await haveGrievance(world, id)
    await leave(id)
    await expect(haveWonDealOf(world, id)).rejects.toMatchObject({ code: 'grievance_open', status: 409 })
    const opened = {
      prospectId: id,
      name: 'x',
      kind: 'one_off',
      currency: 'eur',
      amountMinor: 1,
      openedAt: world.now(),
      version: 1,
    } as const
    const insert = (key: string, openedBy: string, status: 'open' | 'won') =>
      world.deps.db.insert(deals).values({ ...opened, id: key, status, openedBy })
    await expect(insert('deal_a', 'stf_x', 'open')).rejects.toThrow()
    await insert('deal_b', 'stripe', 'won')

    await offerRestitution(world.deps, sales.id, id, grievance.id, offer)
    await settleGrievance(world.deps, sales.id, id, grievance.id, { outcome: 'settled', settled_on: '2026-11-02' })
    expect(await haveWonDealOf(world, id)).toMatch(/^deal_/)
  })

  it('GRV2 is made good by no payout, and settles nothing that was not offered', async () => {
    const { id } = await haveCustomer(world)
    const grievance = await haveGrievance(world, id)
    const at = `/customers/${id}/grievances/${grievance.id}`
    expect((await world.ask(`${at}/offer`, { as: sales, form: { ...offer, restitution_kind: 'payout' } })).status).toBe(422)
    const settle = { outcome: 'settled' as const, settled_on: '2026-11-02' }
    await expect(settleGrievance(world.deps, sales.id, id, grievance.id, settle)).rejects.toMatchObject({ code: 'no_restitution' })
    await expect(world.deps.db.run(`update grievances set status = 'settled', settled_on = '2026-11-02'`)).rejects.toThrow()
    await expect(world.deps.db.run(`update grievances set restitution_kind = 'payout'`)).rejects.toThrow()
  })

  it('GRV3 is won back with a settled grievance, or a written none, and a won deal', async () => {
    const { id } = await haveCustomer(world)
    await leave(id)
    await expect(comeBack(id)).rejects.toMatchObject({ code: 'no_restitution' })
    await expect(comeBack(id, 'Nothing was wrong.')).rejects.toMatchObject({ code: 'no_deal' })
    await expect(world.deps.db.run(`update customers set standing = 'won_back', won_back_at = 1, no_grievance = 'x'`)).rejects.toThrow()
    await haveWonDealOf(world, id)
    await comeBack(id, 'Nothing was wrong.')
    expect(await pageOf(`/customers/${id}`, sales)).toContain('Won back')
    expect(await pageOf('/customers/win-back', sales)).toContain('Nobody has lapsed')
  })

  it('says the next step on the list', async () => {
    const { id } = await haveCustomer(world, { company: 'Tesselby Pumps' })
    await haveGrievance(world, id)
    await leave(id)
    expect(await pageOf('/customers/win-back', sales)).toMatch(/Tesselby Pumps.*The plan came late.*Offer to make it good/s)
  })
})

describe('the buying group', () => {
  const labels = ['Economic buyer', 'Ally', 'No influence', 'Can say no', 'economic_buyer', 'no_influence', 'veto', 'too much', 'A guess']
  const said = {
    veto: 'yes' as const,
    confidence: 'guess' as const,
    side: 'technical' as const,
    deal: '',
    budget_confirmed: '' as const,
    decision_on: '',
  }

  it('ROL1 ROL2 keeps role and veto apart, and says who is missing', async () => {
    const { id } = await haveProspect(world)
    const ally = await haveContact(world, id, 'Ute Haldrick')
    await keepRole(world.deps, sales.id, id, { ...said, contact: ally, role: 'ally', influences: '' })

    const page = await pageOf(`/prospects/${id}`, sales)
    expect(page).toMatch(/2.{0,20}of.{0,20}4.*Still missing: somebody who holds the budget, the business side.*No buyer found/s)
    expect(page).toMatch(/Ally.*Can say no.*A guess/s)
  })

  it('ROL3 asks with each step before the line who else is involved', async () => {
    const { id } = await haveProspect(world)
    const form = { act: 'act_1', level: 'attention', detail: 'They rang us.', happened_on: '2026-11-02' }
    const answer = await world.ask(`/prospects/${id}/evidence`, { as: sales, form })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Say who else is involved')])
  })

  it('ROL5 shows a partner the words for a partner, of whom it named itself, and nobody else any', async () => {
    const partner = await havePartner(world)
    const { id } = await haveProspect(world, partner.id)
    const contact = await haveContact(world, id)
    await world.deps.db.run(`update contacts set named_by = '${partner.id}'`)
    const hidden = await haveContact(world, id, 'Hidden Boss')
    await haveCustomer(world, { prospectId: id })
    await keepRole(world.deps, sales.id, id, { ...said, contact, role: 'economic_buyer', influences: '' })
    await keepRole(world.deps, sales.id, id, { ...said, contact: hidden, role: 'no_influence', influences: contact })
    await haveGrievance(world, id)

    const member = await haveMember(world, partner.id)
    const finance = await haveStaff(world, 'finance')
    const paths = ['/', '/prospects', `/prospects/${id}`, '/earnings', '/earnings/export.csv']
    for (const path of paths) {
      for (const as of [partner.owner, member]) {
        const text = await pageOf(path, as)
        expect([path, labels.filter((label) => text.includes(label))]).toEqual([path, []])
        expect(text).not.toContain('Hidden Boss')
      }
    }
    expect(await pageOf(`/prospects/${id}`, partner.owner)).toContain('Decides and pays')
    const file = await pageOf('/customers/file.csv', sales)
    expect(labels.filter((label) => file.includes(label))).toEqual([])
    expect((await world.ask(`/prospects/${id}`, { as: finance })).status).toBe(404)
    await world.settle()
    expect(labels.filter((label) => JSON.stringify(world.mails).includes(label))).toEqual([])
  })

  it('holds people of one prospect together', async () => {
    const [one, other] = [await haveProspect(world), await haveProspect(world)]
    const [contact, stranger] = [await haveContact(world, one.id), await haveContact(world, other.id)]
    const role = { ...said, role: 'ally' as const, influences: '' }
    await expect(keepRole(world.deps, sales.id, one.id, { ...role, contact: stranger })).rejects.toMatchObject({ code: 'not_found' })
    await expect(keepRole(world.deps, sales.id, one.id, { ...role, contact, influences: stranger })).rejects.toMatchObject({
      code: 'not_found',
    })
    const foreign = { prospectId: other.id, name: 'x', kind: 'one_off' as const, currency: 'eur' as const, amountMinor: 1, source: null }
    const dealId = await openDeal(world.deps, foreign, 'act_d', sales.id)
    await expect(keepRole(world.deps, sales.id, one.id, { ...role, contact, deal: dealId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await world.deps.db.select().from(prospects)).toHaveLength(2)
  })
})
