import { askJson } from '../local/walk/ask.ts'
import { referenceCompany } from './relationship-scenes.ts'
import type { Stage } from './stage.ts'
import type { Mail, Visitor } from './visitor.ts'

const dayBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

/**
 * Everybody is signed in. Sales sells a result, measures it, and the customer accepts it on its page; hours are drawn; finance expects a
 * vendor's fee, tells the customer and receives a part.
 */
export async function workByKind(
  stage: Stage,
  { sales, customer, finance }: Record<'sales' | 'customer' | 'finance', Visitor>,
): Promise<void> {
  await sellResult(stage, sales)
  const deal = sales.page.url()
  await accept(stage, customer)
  await payForResult(stage, sales, deal)
  await drawHours(stage, sales)
  await receiveFee(stage, finance)
}

async function openDeal({ addresses }: Stage, { page }: Visitor, name: string, kind: string, part: string, fill: () => Promise<void>) {
  await page.goto(`${addresses.portal}/customers`)
  await page.getByRole('link', { name: referenceCompany }).first().click()
  await page.goto(`${addresses.portal}/deals/new?prospect=${new URL(page.url()).pathname.split('/').at(-1)}`)
  await page.getByLabel('What is sold').fill(name)
  await page.getByLabel('Kind', { exact: true }).selectOption(kind)
  await page.getByLabel(/^Agreed amount/).fill('6,000.00')
  await page.getByLabel('Currency of Agreed amount').selectOption('eur')
  await page.getByText(part).click()
  await fill()
  await page.getByRole('button', { name: 'Open the deal' }).click()
  await page.getByRole('button', { name: 'Won' }).click()
  await page.getByRole('button', { name: 'End it' }).waitFor()
}

async function sellResult(stage: Stage, sales: Visitor): Promise<void> {
  const { page } = sales
  await openDeal(stage, sales, 'Stops saved', 'performance', 'A performance deal', async () => {
    await page.getByLabel('What is measured').fill('Hours of stops that are saved')
    await page.getByLabel('Where the figure comes from').fill('The shift log')
    await page.getByLabel('How it becomes an amount').fill('Hours saved × 150.00')
    await page.getByLabel('At least a period').fill('0')
    await page.getByLabel('At most a period').fill('9,000.00')
    await stage.see(sales, 'deal-new-performance')
  })
  await page.getByLabel('From', { exact: true }).fill(dayBefore(40))
  await page.getByLabel('To', { exact: true }).fill(dayBefore(10))
  await page.getByLabel('What was measured').fill('20 hours saved')
  await page.getByLabel('Comes to', { exact: true }).fill('3,000.00')
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await page.getByRole('button', { name: 'Accept', exact: true }).waitFor({ state: 'detached' })
  await stage.see(sales, 'deal-measured')
}

async function accept(stage: Stage, customer: Visitor): Promise<void> {
  const { page } = customer
  const mails = await askJson<Mail[]>(`${stage.addresses.world}/mailbox.json?to=${encodeURIComponent(customer.email)}`)
  const texts = mails.map(({ text }) => text).join('\n')
  await page.goto(/https?:\/\/\S+\/relationship\/by-link\/\S+/.exec(texts)?.[0] ?? '')
  await page.getByRole('heading', { name: /^Stops saved/ }).waitFor()
  await stage.see(customer, 'relationship-result')
  await page.getByLabel(/I may say this for/).check()
  await page.getByRole('button', { name: 'Accept this result' }).click()
  await page.getByRole('button', { name: 'Accept this result' }).waitFor({ state: 'detached' })
}

async function payForResult(stage: Stage, sales: Visitor, deal: string): Promise<void> {
  const { page } = sales
  await page.goto(deal)
  await page.getByLabel('Paid', { exact: true }).fill('3,000.00')
  await page.getByRole('button', { name: 'Record payment' }).click()
  await page.getByText('Paid', { exact: true }).nth(1).waitFor()
  await stage.see(sales, 'deal-result-paid')
}

async function drawHours(stage: Stage, sales: Visitor): Promise<void> {
  const { page } = sales
  await openDeal(stage, sales, 'Twenty hours', 'hour_pool', 'An hour pool or a retainer', async () => {
    await page.getByLabel(/^Hours/).fill('20')
  })
  await page.getByLabel('Hours worked').fill('3.5')
  await page.getByLabel('What they were for').fill('A plan for the bakery')
  await page.getByRole('button', { name: 'Draw them' }).click()
  await page.getByText('16.5 hours').first().waitFor()
  await stage.see(sales, 'deal-hours')
}

async function receiveFee(stage: Stage, finance: Visitor): Promise<void> {
  const { page } = finance
  await page.goto(`${stage.addresses.portal}/vendor-fees`)
  await stage.see(finance, 'vendor-fees-empty')
  await page.getByRole('link', { name: 'Expect a fee' }).first().click()
  await page.getByLabel('Vendor or programme').fill('Lumen Sensors')
  await page.getByLabel('Its rule').fill('5 % of the first year')
  await page.getByLabel('Domain of the customer we sent').fill('ironbark.example')
  await page.getByLabel('Expected', { exact: true }).fill('600.00')
  await page.getByLabel('Due on').fill(dayBefore(-30))
  await stage.see(finance, 'vendor-fee-new')
  await page.getByRole('button', { name: 'Expect it' }).click()
  await page.getByLabel('How', { exact: true }).fill('By mail to its buyer')
  await stage.see(finance, 'vendor-fee')
  await page.getByRole('button', { name: 'It was told' }).click()
  await page.getByLabel('Came now').fill('450.00')
  await page.getByLabel('The bank’s reference').fill('LUMEN RF18')
  await page.getByRole('button', { name: 'Record it' }).click()
  await page.getByText('Short').first().waitFor()
  await page.goto(`${stage.addresses.portal}/vendor-fees`)
  await stage.see(finance, 'vendor-fees')
}
