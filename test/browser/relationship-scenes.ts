import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

export const referenceCompany = 'Salt Meadow Foods'
const linkIn = (text: string, path: string): string => new RegExp(`https?://\\S+${path}/\\S+`).exec(text)?.[0] ?? ''
/** The world's clock goes with ours, until somebody moves it on. */
const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const idIn = (page: Visitor['page']): string => new URL(page.url()).pathname.split('/').at(-1) ?? ''

/**
 * Sales is signed in. A customer from before the portal agrees on three calls, signs, allows them, is put into the pool, and says yes to
 * the call that a prospect asked for.
 */
export async function agree(stage: Stage, sales: Visitor, customer: Visitor, asker: string): Promise<void> {
  const id = await addCustomer(stage, sales, customer)
  const agreement = await offer(stage, sales, id)
  await sign(stage, sales, customer, agreement)
  await allowCalls(stage, sales, customer, id)
  await prepare(stage, sales, id, { industry: 'food', size: '50-249', usedFor: 'shift planning' })
  await putToCustomer(stage, sales, customer, { asker, company: referenceCompany, times: [3, 4, 5].map((days) => `${dayIn(days)}T10:00`) })
}

async function addCustomer(stage: Stage, sales: Visitor, customer: Visitor): Promise<string> {
  const { page } = sales
  const { portal } = stage.addresses
  await page.goto(`${portal}/customers`)
  await stage.see(sales, 'customers')
  await page.getByRole('link', { name: 'Add a customer' }).first().click()
  await page.getByLabel('Company').fill(referenceCompany)
  await page.getByLabel('Customer since').fill('2025-03-01')
  await stage.see(sales, 'customer-new')
  await page.getByRole('button', { name: 'Add the customer' }).click()
  await page.getByRole('heading', { name: referenceCompany }).waitFor()
  await stage.see(sales, 'customer')
  const id = idIn(page)
  await page.goto(`${portal}/prospects/${id}`)
  await page.getByText('Add somebody, or say').click()
  await page.getByLabel('Name', { exact: true }).fill('Sal Meadow')
  await page.getByLabel('Mail address').fill(customer.email)
  await page.getByRole('button', { name: 'Add the contact' }).click()
  await page.getByRole('rowheader', { name: 'Sal Meadow' }).waitFor()
  await page.getByText('Record hours spent with somebody').click()
  await page.getByLabel('Hours', { exact: true }).fill('1.5')
  await page.getByLabel('Day', { exact: true }).fill(dayIn(0))
  await page.getByRole('button', { name: 'Record the hours' }).click()
  await page.getByText('1.5 h').waitFor()
  return id
}

async function offer(stage: Stage, sales: Visitor, id: string): Promise<string> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/agreements/new?prospect=${id}`)
  await stage.see(sales, 'agreement-new')
  await page.getByRole('button', { name: 'Begin the draft' }).click()
  await page.getByLabel('Activity').selectOption('prospect_call')
  await page.getByLabel('How many').fill('3')
  await page.getByRole('button', { name: 'Add this activity' }).click()
  await stage.see(sales, 'agreement-draft')
  await page.getByRole('button', { name: 'Offer it to the customer' }).click()
  await page.getByRole('button', { name: 'Sign for us' }).click()
  await page.getByRole('button', { name: 'Sign for us' }).waitFor({ state: 'detached' })
  return idIn(page)
}

async function sign(stage: Stage, sales: Visitor, customer: Visitor, agreement: string): Promise<void> {
  const { portal } = stage.addresses
  await sales.page.getByLabel('Name', { exact: true }).fill('Sal Meadow')
  await sales.page.getByLabel('Mail address').fill(customer.email)
  await sales.page.getByRole('button', { name: 'Send the link' }).click()
  const { page } = customer
  await page.goto(linkIn((await customer.mail(/your page/)).text, '/relationship/by-link'))
  await stage.see(customer, 'relationship-to-sign')
  await page.getByLabel(/I may decide this for/).check()
  await page.getByRole('button', { name: 'Sign this text' }).click()
  await page.getByRole('heading', { name: 'Reference agreement' }).waitFor()
  await stage.see(customer, 'relationship')
  await sales.page.goto(`${portal}/agreements/${agreement}`)
  await stage.see(sales, 'agreement-signed')
  await sales.page.goto(`${portal}/agreements`)
  await stage.see(sales, 'agreements')
  await sales.page.goto(`${portal}/obligations`)
  await sales.page.getByText('3 of 3').waitFor()
  await stage.see(sales, 'obligations')
}

async function allowCalls(stage: Stage, sales: Visitor, customer: Visitor, id: string): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/grants/new?prospect=${id}`)
  await stage.see(sales, 'grant-new')
  await page.getByLabel('What for').selectOption('calls')
  await page.getByRole('button', { name: 'Ask for it' }).click()
  await stage.see(sales, 'grant-asked')
  await customer.page.reload()
  await customer.page.getByLabel(/I may decide this for/).check()
  await stage.see(customer, 'relationship-asked')
  await customer.page.getByRole('button', { name: 'Yes, the company agrees' }).click()
  await customer.page.getByText('Takes calls').waitFor()
  await stage.see(customer, 'relationship-allowed')
  await page.goto(`${stage.addresses.portal}/grants`)
  await stage.see(sales, 'grants')
}

type Profile = { industry: string; size: string; usedFor: string }
/** In the pool, its team prepared and met today: nothing keeps it from being asked. */
export async function prepare(stage: Stage, sales: Visitor, id: string, profile: Profile): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/references/pool?customer=${id}`)
  await page.getByLabel('Customer', { exact: true }).selectOption(id)
  const form = page.locator('form[action="/references/pool"][method="post"]')
  await form.getByLabel('Industry').selectOption(profile.industry)
  await form.getByLabel('Size').selectOption(profile.size)
  await form.getByLabel('Uses us for').fill(profile.usedFor)
  await page.getByRole('button', { name: 'Put it into the pool' }).click()
  await page.getByLabel('Its team was prepared on').fill(dayIn(-1))
  await page.getByLabel('We last met on').fill(dayIn(-1))
  await page.locator('#readiness').getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('Cannot be asked for a call').waitFor({ state: 'detached' })
  await stage.see(sales, 'pool-customer')
}

/** Who asks whom, and when it may be. */
export type Talk = { asker: string; company: string; times: readonly string[] }
/** The prospect's newest open request, put to the customer; the customer picks a time. */
export async function putToCustomer(stage: Stage, sales: Visitor, customer: Visitor, talk: Talk): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/references?status=asked`)
  await page.getByRole('link', { name: talk.asker }).first().click()
  await page.getByRole('row', { name: talk.company }).getByRole('link', { name: 'Choose' }).click()
  for (const [n, time] of talk.times.entries()) await page.getByLabel(`Time ${n + 1} (UTC)`).fill(time)
  await stage.see(sales, 'reference-proposal')
  await page.getByRole('button', { name: 'Ask the customer' }).click()
  await page.getByText('Waits for the customer').first().waitFor()

  const asked = await customer.mail(/would like to talk to you/)
  await customer.page.goto(linkIn(asked.text, '/asks'))
  await stage.see(customer, 'ask')
  await customer.page.getByRole('radio').first().check()
  await customer.page.getByRole('button', { name: 'Send the answer' }).click()
  await customer.page.getByText('You said yes').first().waitFor()
  await stage.see(customer, 'ask-accepted')
}
