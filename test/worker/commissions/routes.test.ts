import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { prospects } from '../../../schema/prospects.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { recordReturn } from '../../../worker/deals/record.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveWonDeal } from '../deals/fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const firstOf = async (partnerId: string) => {
  const [row] = await world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partnerId))
  return row?.id ?? ''
}
const read = async (path: string, as: { kind: 'member' | 'staff'; id: string }) => (await world.ask(path, { as })).text()

describe('/earnings', () => {
  it('shows a partner its own, with totals by currency, and nobody else’s', async () => {
    const one = await haveWonDeal(world)
    const other = await haveWonDeal(world, { currency: 'jpy' })
    await one.pay(100_000)
    await other.pay(480_000)

    const page = await read('/earnings', one.partner.owner)

    expect(page).toContain('€100.00')
    expect(page).not.toContain('¥48,000')
    expect((await world.ask(`/earnings/${await firstOf(other.partner.id)}`, { as: one.partner.owner })).status).toBe(404)
    expect((await world.ask('/earnings/com_none', { as: one.partner.owner })).status).toBe(404)
    expect(await read('/earnings?status=paid', one.partner.owner)).toContain('Nothing in this state')
  })

  it('prints the receipt: rule, sum, waiting period, correction and the one blocker', async () => {
    const { partner, pay, sales } = await haveWonDeal(world)
    const paymentId = await pay(121_000, { taxMinor: 21_000 })
    const id = await firstOf(partner.id)
    expect(await read(`/earnings/${id}`, partner.owner)).toContain('2 December 2026')
    const back = { amountMinor: 60_500, currency: 'eur' as const, returnedAt: world.now(), act: 'act_back' }
    await recordReturn(world.deps, paymentId, back, sales.id)
    await world.travel({ days: 30 })
    await matureCommissions(world.deps)

    const page = await read(`/earnings/${id}`, partner.owner)

    for (const text of ['€1,000.00', '× 10 % =', '€100.00', '−€50.00', '10 % of each payment', 'Part of the payment was returned']) {
      expect(page).toContain(text)
    }
    expect(page).toContain('Tell Stripe where your money shall go.')
  })

  it('hands out a file whose texts no spreadsheet takes for a formula', async () => {
    const { partner, pay, prospect } = await haveWonDeal(world)
    await world.deps.db.update(prospects).set({ company: '=cmd|x, "y"' }).where(eq(prospects.id, prospect.id))
    await pay(100_000)

    const answer = await world.ask('/earnings/export.csv', { as: partner.owner })

    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [head, line] = (await answer.text()).split('\r\n')
    expect(head).toBe(
      'id,accrued_on,prospect,partner,group,terms_version,deal_kind,payment,base_minor,rate_bps,amount_minor,amount,currency,status,hold_ends_on,payout',
    )
    expect(line).toContain(`,2026-11-02,"'=cmd|x, ""y""",`)
    expect(line).toMatch(/,100000,1000,10000,100\.00,eur,pending,2026-12-02,$/)
  })

  it('pages by cursor, and refuses a cursor that is none', async () => {
    const { partner, pay } = await haveWonDeal(world)
    for (let n = 0; n < 52; n += 1) await pay(1000 + n)

    const first = await read('/earnings', partner.owner)
    const older = /href="([^"]*cursor=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await read(older, partner.owner)

    expect([first.match(/<tr>/g)?.length, second.match(/<tr>/g)?.length]).toEqual([51, 3])
    expect((await world.ask('/earnings?cursor=nonsense', { as: partner.owner })).status).toBe(400)
  })
})

describe('/commissions', () => {
  it('lets finance hold, release and refuse with a reason, which the partner reads', async () => {
    const { partner, pay } = await haveWonDeal(world)
    await pay(100_000)
    const id = await firstOf(partner.id)
    const finance = await haveStaff(world, 'finance')
    const post = (path: string, form: Record<string, string>) => world.ask(`/commissions/${id}/${path}`, { as: finance, form })

    expect((await post('holds', { hold_reason: 'Is it the same company?' })).status).toBe(303)
    expect(await read('/commissions', finance)).toContain('Is it the same company?')
    expect(await read('/earnings', partner.owner)).toContain('Is it the same company?')
    expect((await post('holds/1/release', { release_reason: 'No.' })).status).toBe(303)
    expect((await post('holds/1/release', { release_reason: 'No.' })).status).toBe(409)
    expect((await post('rejection', { reject_reason: 'A customer of ours already.' })).status).toBe(303)

    expect(await read(`/earnings/${id}`, partner.owner)).toContain('A customer of ours already.')
    expect(await read(`/commissions/${id}`, finance)).toContain('commission rejected')
    expect((await post('holds', { hold_reason: 'Too late' })).status).toBe(409)
  })

  it.each([
    ['holds', { hold_reason: '' }, 'Say why it is put on hold'],
    ['holds', { hold_reason: 'x'.repeat(301) }, 'longer than 300 characters'],
    ['holds', { hold_reason: '<script>' }, 'without &lt; and &gt;'],
    ['rejection', { reject_reason: ' ' }, 'Say why it is not granted'],
    ['rejection', {}, 'The form was not complete.'],
    ['holds/1/release', { release_reason: '' }, 'Say why the hold ends.'],
  ])('answers a bad form at %s, %o, with its sentence', async (where, form, sentence) => {
    const { partner, pay } = await haveWonDeal(world)
    await pay(100_000)
    const finance = await haveStaff(world, 'finance')

    const answer = await world.ask(`/commissions/${await firstOf(partner.id)}/${where}`, {
      as: finance,
      form: form as Record<string, string>,
    })

    expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
  })

  it('is read by approver, sales and auditor, and decided by finance alone', async () => {
    const { partner, pay } = await haveWonDeal(world)
    await pay(100_000)
    const id = await firstOf(partner.id)

    for (const role of ['approver', 'sales', 'auditor'] as const) {
      const person = await haveStaff(world, role)
      expect((await world.ask(`/commissions/${id}`, { as: person })).status).toBe(200)
      expect((await world.ask(`/commissions/${id}/holds`, { as: person, form: { hold_reason: 'Because' } })).status).toBe(404)
    }
    expect((await world.ask(`/commissions/${id}`, { as: partner.owner })).status).toBe(404)
    expect((await world.ask('/commissions/com_none', { as: await haveStaff(world, 'finance') })).status).toBe(404)
  })
})
