import { codes, company } from './partner-scenes.ts'
import { type Stage, unknownCode } from './stage.ts'
import type { Visitor } from './visitor.ts'

export const prospectCompany = 'Ironbark Foundry'

/** A visitor follows the link, reads who recommends the company, and introduces itself; sales and the partner see it. */
export async function introduce(stage: Stage, prospect: Visitor, owner: Visitor, sales: Visitor): Promise<void> {
  const { portal } = stage.addresses
  const { page } = prospect
  await page.goto(`${portal}/r/${codes.introduction}`)
  await page.getByRole('heading', { name: `${company} recommends` }).waitFor()
  await stage.see(prospect, 'introduction')
  await page.getByLabel('Your company').fill(prospectCompany)
  await page.getByLabel('Your name').fill('Iris Bark')
  await page.getByLabel('Your work address').fill(prospect.email)
  await page.getByLabel('What do you need?').fill('A plan for our furnaces.')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  await stage.see(prospect, 'introduction-thanks')
  await page.goto(`${portal}/r/${unknownCode}`)
  await stage.see(prospect, 'link-unknown')

  await seeClick(stage, owner)
  await owner.page.goto(`${portal}/introductions/new`)
  await stage.see(owner, 'introduce-somebody')
  await owner.page.goto(`${portal}/prospects`)
  await owner.page.getByRole('link', { name: prospectCompany }).waitFor()
  await stage.see(owner, 'prospects-of-partner')
  await owner.page.getByRole('link', { name: prospectCompany }).click()
  await stage.see(owner, 'prospect-of-partner')

  await sales.page.goto(`${portal}/prospects`)
  await stage.see(sales, 'prospects')
  await sales.page.getByRole('link', { name: prospectCompany }).click()
  await sales.page.getByRole('heading', { name: prospectCompany }).waitFor()
  await stage.see(sales, 'prospect')
}

/** The click is written behind its answer. */
async function seeClick(stage: Stage, { page }: Visitor): Promise<void> {
  const counted = page.locator('.figure', { hasText: 'Clicks in 30 days' }).getByText(/^[1-9]/)
  for (let tries = 0; tries < 40; tries += 1) {
    await page.goto(`${stage.addresses.portal}/`)
    if (await counted.isVisible()) return
    await page.waitForTimeout(250)
  }
  throw new Error('The partner sees no click')
}

/** Another visitor follows the link to the website and buys a subscription at Stripe Checkout. */
export async function buy(stage: Stage, { page, email }: Visitor): Promise<void> {
  await page.goto(`${stage.addresses.portal}/r/${codes.site}`)
  await page.getByText('Somebody recommended us').waitFor()
  await page.getByRole('button', { name: 'Buy' }).first().click()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Pay', exact: true }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
}
