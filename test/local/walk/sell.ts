import type { Partnership } from './join.ts'
import type { Setting } from './setting.ts'

/** What the introduced company pays once: 6,050.00, of which the tax earns nobody a share. */
export const sale = { paid: '6,050.00', tax: '1,050.00', net: '5,000.00', netMinor: 500_000, share: '€500.00' }

/** Sales opens a deal for the prospect, wins it, and records the payment; the partner reads what it earned. */
export async function sell({ step, sales, owner }: Setting, { company }: Partnership, prospectUrl: string): Promise<void> {
  const dealUrl = await step('sales opens a deal under the partner’s credit and wins it', async () => {
    const prospect = await sales.open(prospectUrl)
    const form = await sales.open(prospect.link(/\/deals\/new\?prospect=/))
    const entered = { name: 'Furnace planning', kind: 'one_off', amount: sale.net, currency: 'eur' }
    const deal = await form.expect(company).press('Open the deal', entered)
    const won = await deal.expect(company).press('Won')
    won.expect('10 % of each payment')
    return won.url
  })
  await step('sales records the payment', async () => {
    const deal = await sales.open(dealUrl)
    const recorded = await deal.press('Record payment', { paid: sale.paid, tax: sale.tax })
    recorded.expect(sale.share)
  })
  await step('the partner is written to and reads the receipt', async () => {
    await owner.mail(/^You earned/)
    const earnings = await owner.open('/earnings')
    const receipt = await owner.open(earnings.link(/\/earnings\/com_/))
    receipt.expect(sale.share).expect(sale.net)
  })
}
