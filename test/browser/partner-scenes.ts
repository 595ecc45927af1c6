import { type Stage, signIn } from './stage.ts'
import type { Visitor } from './visitor.ts'

export const company = 'Halcyon Bakeries'
export const codes = { site: 'halcyon', introduction: 'halcyon-intro' }

/** Sales invites a company; its owner accepts, sets up payouts at Stripe and makes two links. */
export async function joinAsPartner(stage: Stage, sales: Visitor, owner: Visitor): Promise<void> {
  await invite(stage, sales, owner.email)
  await accept(stage, owner)
  await setUpPayouts(stage, owner)
  await makeLinks(stage, owner)
}

async function invite(stage: Stage, sales: Visitor, ownerEmail: string): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/sign-in`)
  await stage.see(sales, 'sign-in')
  await signIn(stage, sales)
  await stage.see(sales, 'overview-sales')
  await page.goto(`${stage.addresses.portal}/partners`)
  await stage.see(sales, 'partners')
  await page.getByRole('link', { name: 'Invite a partner' }).first().click()
  await page.getByLabel('Company').fill(company)
  await page.getByLabel('Country').selectOption({ label: 'Netherlands' })
  await page.getByLabel('Group').selectOption({ label: 'Standard' })
  await page.getByLabel('Domain').fill('halcyon.example')
  await page.getByLabel('Owner’s name').fill('Hal Cyon')
  await page.getByLabel('Owner’s work address').fill(ownerEmail)
  await stage.see(sales, 'partner-invitation')
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByRole('heading', { name: company }).waitFor()
  await stage.see(sales, 'partner-invited')
}

async function accept(stage: Stage, owner: Visitor): Promise<void> {
  await owner.mail(/invites/)
  await signIn(stage, owner)
  await stage.see(owner, 'terms-to-accept')
  await owner.page.getByLabel('No', { exact: true }).check()
  await owner.page.getByLabel(/I may decide this/).check()
  await owner.page.getByRole('button', { name: 'Accept and begin' }).click()
  await owner.page.getByRole('heading', { name: 'Overview' }).waitFor()
  await stage.see(owner, 'overview-empty')
}

async function setUpPayouts(stage: Stage, owner: Visitor): Promise<void> {
  const { page } = owner
  await page.goto(`${stage.addresses.portal}/get-paid`)
  await page.getByLabel('A company').first().check()
  await stage.see(owner, 'get-paid-begin')
  await page.getByRole('button', { name: 'Go on at Stripe' }).click()
  await page.getByRole('button', { name: 'Complete' }).click()
  await page.getByRole('heading', { name: 'You are ready to be paid' }).waitFor()
  await stage.see(owner, 'get-paid-ready')
}

async function makeLinks(stage: Stage, owner: Visitor): Promise<void> {
  const { page } = owner
  const { portal, site } = stage.addresses
  await page.goto(`${portal}/links`)
  await stage.see(owner, 'links-empty')
  await page.goto(`${portal}/links/new`)
  await stage.see(owner, 'link-new')
  await page.getByLabel('Address of the page').fill(site)
  await page.getByLabel('Code').fill(codes.site)
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByRole('heading', { name: codes.site }).waitFor()
  await stage.see(owner, 'link')
  await page.goto(`${portal}/links/new`)
  await page.getByLabel('The introduction page').check()
  await page.getByLabel('Code').fill(codes.introduction)
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByRole('heading', { name: codes.introduction }).waitFor()
}
