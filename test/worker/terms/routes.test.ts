import { beforeEach, describe, expect, it } from 'vitest'
import { groupMinimums, groups, termsVersions } from '../../../schema/terms.ts'
import { insertVersion, termsOfPartner } from '../../../worker/terms/store.ts'
import { haveGroup, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const kinds = ['one_off', 'hour_pool', 'retainer', 'flat_fee', 'performance', 'warranty']
const nothing = Object.fromEntries(kinds.map((kind) => [`${kind}_earns`, 'nothing']))
const version = (change: Record<string, string> = {}) => ({ version: '2', intent: 'publish', hold_days: '45', ...nothing, ...change })
const group = { act: 'act_g', name: 'Trade', windowDays: '90', model: 'last_touch', minimums: '25.00 EUR, 1,000 JPY', like: '' }

describe('/terms', () => {
  it('makes a group with its first version, once', async () => {
    const admin = await haveStaff(world, 'admin')
    const like = await haveGroup(world)

    const made = await world.ask('/terms', { as: admin, form: { ...group, like: like.id } })
    const again = await world.ask('/terms', { as: admin, form: { ...group, like: like.id } })

    expect([made.status, again.headers.get('location')]).toEqual([303, made.headers.get('location')])
    expect(await world.deps.db.select().from(groups)).toHaveLength(2)
    const page = await (await world.ask(made.headers.get('location') ?? '', { as: admin })).text()
    for (const text of ['Trade', '10 % of each payment for 12 months', '1,000 JPY', '25.00 EUR']) expect(page).toContain(text)
  })

  it('shows a version in words with an example, then publishes it and keeps the old one', async () => {
    const { id } = await haveGroup(world)
    const partner = await havePartner(world, { groupId: id })
    const admin = await haveStaff(world, 'admin')
    const change = {
      retainer_earns: 'percent',
      retainer_percent: '12.5',
      retainer_duration: 'months',
      retainer_months: '6',
      warranty_earns: 'flat',
      warranty_flat: '50.00 EUR; 7,000 JPY',
      warranty_duration: 'first_payment',
    }

    const preview = await world.ask(`/terms/${id}/versions`, { as: admin, form: version({ ...change, intent: 'preview' }) })
    const words = await preview.text()
    expect(preview.status).toBe(200)
    for (const text of ['12.5 % of each payment for 6 months', '1,000.00 EUR without tax: 125.00 EUR.', 'payment 7 gives nothing']) {
      expect(words).toContain(text)
    }
    expect(await world.deps.db.select().from(termsVersions)).toHaveLength(1)
    const published = await world.ask(`/terms/${id}/versions`, { as: admin, form: version(change) })

    expect(published.status).toBe(303)
    expect(await termsOfPartner(world.deps.db, partner.id, world.now())).toMatchObject({
      version: 2,
      holdDays: 45,
      rates: {
        retainer: { rateBps: 1250, duration: 'months', months: 6 },
        warranty: { flatMinor: { eur: 5000, jpy: 7000 }, duration: 'first_payment' },
      },
    })
    const before = await termsOfPartner(world.deps.db, partner.id, new Date(world.now().getTime() - 1))
    expect(before?.version).toBe(1)
    expect(await (await world.ask(`/terms/${id}/versions/new`, { as: admin })).text()).toContain('value="12.5"')
  })

  it('takes higher shares and caps, shows them in words, and gives them back to the next version', async () => {
    const { id } = await haveGroup(world)
    const admin = await haveStaff(world, 'admin')
    const change = {
      retainer_earns: 'percent',
      retainer_percent: '15',
      retainer_tiers: '20 % above 90,000.00 EUR; 18% above 50,000.00 EUR',
      retainer_deal_cap: '5,000.00 EUR',
      retainer_year_cap: '20,000.00 EUR, 18,000.00 GBP',
    }
    const preview = await world.ask(`/terms/${id}/versions`, { as: admin, form: version({ ...change, intent: 'preview' }) })
    expect(await preview.text()).toContain('18 % of what lies above 50,000.00 EUR in a calendar year')
    expect((await world.ask(`/terms/${id}/versions`, { as: admin, form: version(change) })).status).toBe(303)

    const [, row] = await world.deps.db.select().from(termsVersions)
    expect(row?.rates.retainer).toEqual({
      rateBps: 1500,
      duration: 'life',
      tierMode: 'marginal',
      tiers: {
        eur: [
          { aboveMinor: 5_000_000, rateBps: 1800 },
          { aboveMinor: 9_000_000, rateBps: 2000 },
        ],
      },
      dealCapMinor: { eur: 500_000 },
      yearCapMinor: { eur: 2_000_000, gbp: 1_800_000 },
    })
    const next = await (await world.ask(`/terms/${id}/versions/new`, { as: admin })).text()
    expect(next).toContain('18 % above 50,000.00 EUR; 20 % above 90,000.00 EUR')
  })

  it('tells the second of two admins to look at the first one’s version', async () => {
    const { id } = await haveGroup(world)
    const admin = await haveStaff(world, 'admin')

    const answers = await Promise.all([1, 2].map(() => world.ask(`/terms/${id}/versions`, { as: admin, form: version() })))

    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    const row = { id: 'trm_x', groupId: id, version: 2, holdDays: 1, rates: {}, effectiveAt: world.now(), createdBy: admin.id }
    await expect(insertVersion(world.deps.db, row, world.now())).rejects.toMatchObject({ code: 'stale', status: 409 })
  })

  it('never lets a version change', async () => {
    await haveGroup(world)

    await expect(world.deps.db.update(termsVersions).set({ holdDays: 1 })).rejects.toThrow()
  })

  it('saves window, model and minimums', async () => {
    const { id } = await haveGroup(world)
    const admin = await haveStaff(world, 'admin')

    const form = { windowDays: '30', model: 'last_touch', minimums: '10 USD' }
    expect((await world.ask(`/terms/${id}/rules`, { as: admin, form })).status).toBe(303)

    expect(await world.deps.db.select().from(groups)).toMatchObject([{ windowDays: 30, model: 'last_touch' }])
    expect(await world.deps.db.select().from(groupMinimums)).toEqual([{ groupId: id, currency: 'usd', minimumPayoutMinor: 1000 }])
  })

  it.each([
    ['', { ...group, name: '' }, 'Give the group a name.'],
    ['', { ...group, windowDays: '0' }, 'a whole number from 1 to 730'],
    ['', { ...group, model: 'coin' }, 'Choose which click counts.'],
    ['', { ...group, minimums: '25 XXX' }, 'XXX is no currency we know.'],
    ['', { ...group, minimums: 'twenty' }, 'Write each amount with its currency'],
    ['', { ...group, minimums: '10.5 JPY' }, 'in whole JPY'],
    ['/:id/rules', { windowDays: '1.5', model: 'first_touch' }, 'a whole number from 1 to 730'],
    ['/:id/versions', version({ hold_days: '366' }), 'a whole number from 0 to 365'],
    ['/:id/versions', version({ retainer_earns: 'percent' }), 'Give a percentage above 0 and up to 100'],
    ['/:id/versions', version({ retainer_earns: 'percent', retainer_percent: '100.01' }), 'Give a percentage above 0 and up to 100'],
    ['/:id/versions', version({ retainer_earns: 'flat', retainer_flat: '0 EUR' }), 'Give an amount with its currency'],
    [
      '/:id/versions',
      version({ retainer_earns: 'percent', retainer_percent: '10', retainer_duration: 'months', retainer_months: '0' }),
      'Give a number of months from 1 to 120.',
    ],
    [
      '/:id/versions',
      version({ retainer_earns: 'percent', retainer_percent: '10', retainer_tiers: '18 above 5' }),
      'like 18 % above 50,000.00 EUR',
    ],
    [
      '/:id/versions',
      version({ retainer_earns: 'flat', retainer_flat: '5 EUR', retainer_tiers: '18 % above 5 EUR' }),
      'Higher shares go with a percentage',
    ],
    ['/:id/versions', version({ retainer_earns: 'percent', retainer_percent: '10', retainer_deal_cap: '0 EUR' }), 'A cap is above 0.'],
    ['/:id/versions', version({ retainer_earns: 'gold' }), 'Choose what it earns.'],
    ['/:id/versions', { ...version(), more: 'x' }, 'The form was not complete.'],
  ])('answers a bad form at /terms%s, %o, with its sentence and stores nothing', async (where, form, sentence) => {
    const { id } = await haveGroup(world)
    const admin = await haveStaff(world, 'admin')

    const answer = await world.ask(`/terms${where.replace(':id', id)}`, { as: admin, form: form as Record<string, string> })

    expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
    expect(await world.deps.db.select().from(termsVersions)).toHaveLength(1)
    expect(await world.deps.db.select().from(groups)).toHaveLength(1)
  })

  it('is read by auditors, changed by admins, missing for others', async () => {
    const { id } = await haveGroup(world)
    const auditor = await haveStaff(world, 'auditor')

    expect((await world.ask(`/terms/${id}`, { as: auditor })).status).toBe(200)
    expect((await world.ask(`/terms/${id}/versions`, { as: auditor, form: version() })).status).toBe(404)
    expect((await world.ask('/terms', { as: await haveStaff(world, 'finance') })).status).toBe(404)
    expect((await world.ask('/terms/grp_none', { as: auditor })).status).toBe(404)
  })
})
