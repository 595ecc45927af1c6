import { prospectCompany } from './customer-scenes.ts'
import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

/** Sales opens a deal from the prospect's page, wins it and records a payment; finance and the partner see what it earned. */
export async function sell(stage: Stage, sales: Visitor, owner: Visitor): Promise<void> {
  await openAndWin(stage, sales)
  await recordPayment(stage, sales)
  const { page } = owner
  await owner.mail(/^You earned/)
  await page.goto(`${stage.addresses.portal}/earnings`)
  await stage.see(owner, 'earnings')
  await page.getByRole('table').getByRole('link', { name: prospectCompany }).click()
  await page.getByText('€5,000.00').first().waitFor()
  await stage.see(owner, 'receipt')
}

async function openAndWin(stage: Stage, sales: Visitor): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/prospects`)
  await page.getByRole('link', { name: prospectCompany }).click()
  await page.getByRole('link', { name: 'Open a deal' }).first().click()
  await page.getByLabel('What is sold').fill('Furnace planning')
  await page.getByLabel('Kind').selectOption('one_off')
  await page.getByLabel(/^Agreed amount/).fill('5,000.00')
  await page.getByLabel('Currency of Agreed amount').selectOption('eur')
  await stage.see(sales, 'deal-new')
  await page.getByRole('button', { name: 'Open the deal' }).click()
  await page.getByRole('button', { name: 'Won' }).waitFor()
  await stage.see(sales, 'deal-open')
  await page.getByRole('button', { name: 'Won' }).click()
}

async function recordPayment(stage: Stage, sales: Visitor): Promise<void> {
  const { page } = sales
  await page.getByLabel('Paid', { exact: true }).fill('6,050.00')
  await page.getByLabel('Of it tax').fill('1,050.00')
  await page.getByRole('button', { name: 'Record payment' }).click()
  await page.getByText('€500.00').first().waitFor()
  await stage.see(sales, 'deal')
  await page.goto(`${stage.addresses.portal}/deals`)
  await stage.see(sales, 'deals')
}
