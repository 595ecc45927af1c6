import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { setBillingIdentity } from '../../../worker/statements/billing-identity.ts'
import { hashOf } from '../../../worker/statements/self-billing.ts'
import { agreementWording } from '../../../worker/statements/words.ts'
import { passed } from '../../migrations/illegal.ts'
import { haveCommission, haveMember, havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { giveBack } from '../payouts/support.ts'
import { checkStatements, issue, statementsOf, travelTo } from './support.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>

beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Halyard' })
})

const company = { legalName: 'Wrenmarch B.V.', address: 'Kade 1, 1011 AA Amsterdam, Netherlands', taxId: 'NL001234567B01' }
const fine = { legalName: 'Halyard Ltd', address: 'Pier 3, Cork, Ireland', taxId: 'IE1234567T', taxReason: 'reverse_charge', agreed: 'yes' }

async function agree(change: Record<string, string> = {}, as = partner.owner) {
  const textHash = await hashOf(agreementWording(world.deps.settings.companyName))
  const answer = await world.ask('/payouts/self-billing', { as, form: { ...fine, textHash, ...change } })
  return { status: answer.status, text: await answer.text() }
}

const page = async (path: string) => (await world.ask(path, { as: partner.owner })).text()
const invoices = async (partnerId?: string) =>
  (await statementsOf(world, partnerId)).map(({ month, currency, invoiceNumber, invoice }) => [
    month,
    currency,
    invoiceNumber,
    invoice?.netMinor ?? null,
  ])

/** November is over, agreed on the 2nd; December too, with commissions in both. */
async function haveTwoMonths() {
  await haveCommission(world, partner, 4_000)
  await travelTo(world, '2026-12-05T08:00:00Z')
  await haveCommission(world, partner, 5_000)
  await haveCommission(world, partner, 600, 'eur')
  await travelTo(world, '2027-01-03T08:00:00Z')
}

describe('a self-billed invoice', () => {
  it('stands on the statements of whole months behind the agreement, with unbroken numbers and the words of both', async () => {
    await setBillingIdentity(world.deps, company, 'stf_1')
    expect((await agree()).status).toBe(303)
    await haveTwoMonths()
    await issue(world)

    expect(await invoices()).toEqual([
      ['2026-12', 'eur', 1, 600],
      ['2026-11', 'usd', null, null],
      ['2026-12', 'usd', 2, 5_000],
    ])
    await checkStatements(world)
    const text = await page(`/payouts/statements/stm_${partner.id}_usd_2026-12_0`)
    for (const said of [
      'Self-billing: this invoice is issued by',
      'SB-000002',
      'Halyard Ltd, Pier 3, Cork, Ireland, tax id IE1234567T',
      'NL001234567B01',
      'Reverse charge',
      '1 to 31 December 2026',
      'Referral commission',
    ]) {
      expect(text).toContain(said)
    }
  })

  it('is a credit note when more was taken back than earned', async () => {
    await setBillingIdentity(world.deps, company, 'stf_1')
    const earned = await haveCommission(world, partner, 4_000)
    await agree()
    await travelTo(world, '2026-12-05T08:00:00Z')
    await giveBack(world, earned.paymentId, 40_000)
    await travelTo(world, '2027-01-03T08:00:00Z')
    await issue(world)

    expect(await invoices()).toEqual([
      ['2026-11', 'usd', null, null],
      ['2026-12', 'usd', 1, -4_000],
    ])
    expect(await page(`/payouts/statements/stm_${partner.id}_usd_2026-12_0`)).toContain('Self-billed credit note')
  })

  it('is not issued without an agreement, after it ended, or before the company gave its own details', async () => {
    await agree()
    await haveTwoMonths()
    await issue(world)
    expect((await invoices()).every(([, , number]) => number === null)).toBe(true)

    await setBillingIdentity(world.deps, company, 'stf_1')
    await world.ask('/payouts/self-billing/end', { as: partner.owner, method: 'POST', form: {} })
    await haveCommission(world, partner, 700)
    await travelTo(world, '2027-02-03T08:00:00Z')
    await issue(world)
    expect((await invoices()).every(([, , number]) => number === null)).toBe(true)
  })

  it('takes a new tax id from a new agreement, without a gap', async () => {
    await setBillingIdentity(world.deps, company, 'stf_1')
    await agree()
    await haveTwoMonths()
    await haveCommission(world, partner, 900)
    await agree({ taxId: 'IE7654321T' })
    await travelTo(world, '2027-02-03T08:00:00Z')
    await issue(world)

    const january = (await statementsOf(world)).find(({ month }) => month === '2027-01')
    expect([january?.agreementVersion, january?.invoice?.from.taxId, january?.invoice?.netMinor]).toEqual([2, 'IE7654321T', 900])
  })
})

describe('the agreement', () => {
  it('is shown, and signed by an owner to the words that were shown', async () => {
    expect(await page('/payouts/self-billing')).toContain('on the partner’s behalf (self-billing)')
    expect((await agree({ textHash: 'a'.repeat(64) })).status).toBe(409)
    expect((await agree({ agreed: '' })).text).toContain('Tick the box to agree.')
    expect((await agree({ taxId: '<b>' })).status).toBe(422)
    expect((await agree({}, await haveMember(world, partner.id))).status).toBe(404)
    expect(await page('/payouts/self-billing')).toContain('Not agreed')

    expect((await agree()).status).toBe(303)
    const text = await page('/payouts/self-billing')
    expect([text.includes('In force'), text.includes('IE1234567T')]).toEqual([true, true])
  })

  it('is agreed once by two owners at once, never changes, and ends once', async () => {
    const both = await Promise.all([agree(), agree()])
    expect(both.every(({ status }) => status === 303 || status === 409)).toBe(true)
    const row = sql`select count(*) "n" from self_billing_agreements`
    expect((await world.deps.db.all<{ n: number }>(row))[0]?.n).toBe(1)

    expect(
      await passed([
        ["update self_billing_agreements set tax_id = 'x'", 'only ends'],
        ['update self_billing_agreements set ended_at = agreed_at - 1', 'only ends'],
        ['delete from self_billing_agreements', 'never deleted'],
      ]),
    ).toEqual([])
    const end = () => world.ask('/payouts/self-billing/end', { as: partner.owner, method: 'POST', form: {} })
    expect((await end()).status).toBe(303)
    expect((await end()).status).toBe(409)
  })
})
