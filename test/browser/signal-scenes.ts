import { codes, company } from './partner-scenes.ts'
import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

const kitchen = 'Halcyon Kitchen'

/** Somebody of the partner comes by the partner's own link; sales reads why that is odd, side by side, and releases it. */
export async function decideSignal(stage: Stage, stranger: Visitor, sales: Visitor, admin: Visitor): Promise<void> {
  const { portal } = stage.addresses
  await stranger.page.goto(`${portal}/r/${codes.introduction}`)
  await stranger.page.getByLabel('Your company').fill(kitchen)
  await stranger.page.getByLabel('Your name').fill('Hal of the kitchen')
  await stranger.page.getByLabel('Your work address').fill(stranger.email)
  await stranger.page.getByLabel('What do you need?').fill('A plan for our own ovens.')
  await stranger.page.getByRole('button', { name: 'Send' }).click()
  await stranger.page.getByRole('heading', { name: 'Thank you' }).waitFor()

  const { page } = sales
  await page.goto(`${portal}/signals`)
  await page.getByRole('link', { name: 'Same person' }).first().waitFor()
  await stage.see(sales, 'signals')
  await page.getByRole('link', { name: 'Same person' }).first().click()
  await page.getByRole('heading', { name: `Same person: ${company}` }).waitFor()
  await stage.see(sales, 'signal')
  await page.getByLabel('Why it is fine').fill('Hal introduced the kitchen of a neighbour.')
  await page.getByRole('button', { name: 'Release' }).click()
  await page.getByText('Hal introduced the kitchen of a neighbour.').first().waitFor()
  await stage.see(sales, 'signal-released')

  await admin.page.goto(`${portal}/signals/rules`)
  await stage.see(admin, 'signal-rules')
  await admin.page.goto(`${portal}/signals/exemptions`)
  await stage.see(admin, 'signal-exemptions')
}
