import { askJson } from '../local/walk/ask.ts'
import { prepare, putToCustomer } from './relationship-scenes.ts'
import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

/** Who plays the story of a relationship: sales, a person of the customer, and a prospect with its own page of references. */
export type Told = {
  stage: Stage
  sales: Visitor
  cora: Visitor
  prospect: { visitor: Visitor; company: string; references: string }
  customer: { company: string; person: string }
}

const topic = 'What the second machine changed'
const minuteMs = 60_000

/** A prospect under NDA chooses without a name and asks; the customer picks a time; both say that it took place, and one call less is owed. */
export async function holdTalk(told: Told): Promise<void> {
  const { stage, sales, cora, prospect, customer } = told
  await openCustomer(told)
  const id = new URL(sales.page.url()).pathname.split('/').at(-1) ?? ''
  await prepare(stage, sales, id, { industry: 'manufacturing', size: '50-249', usedFor: 'two paper machines' })
  await ask(told)
  const now = await clockOf(stage)
  const times = [30, 60, 90].map((minutes) => new Date(now + minutes * minuteMs).toISOString().slice(0, 16))
  await putToCustomer(stage, sales, cora, { asker: prospect.company, company: customer.company, times })
  await confirm(told)
  await sayThatItWas(told)
  await seeItFilled(told)
}

/** Sales opens the customer's page by its list. */
export async function openCustomer({ stage, sales, customer }: Told): Promise<void> {
  await sales.page.goto(`${stage.addresses.portal}/customers`)
  await sales.page.getByRole('link', { name: customer.company }).first().click()
  await sales.page.getByRole('heading', { name: customer.company, level: 1 }).waitFor()
}

/** Now, as everybody in this world reads it. */
const clockOf = async ({ addresses }: Stage): Promise<number> =>
  new Date((await askJson<{ now: string }>(`${addresses.world}/_/clock`)).now).getTime()

async function ask({ stage, prospect }: Told): Promise<void> {
  const { page } = prospect.visitor
  await page.goto(prospect.references)
  await page.getByRole('radio', { name: /two paper machines/ }).check()
  await page.getByLabel('What would you like to ask?').fill(topic)
  await page.getByRole('button', { name: 'Ask for a talk' }).click()
  await page.getByText(topic).waitFor()
  await stage.see(prospect.visitor, 'own-references-asked')
}

/** The customer said yes: the prospect reads the name and takes the time. */
async function confirm({ stage, prospect, customer }: Told): Promise<void> {
  const { page } = prospect.visitor
  await page.goto(prospect.references)
  await page.getByRole('heading', { name: customer.company }).waitFor()
  await stage.see(prospect.visitor, 'own-references-named')
  const talk = page.locator('section', { hasText: topic })
  await talk.getByRole('button', { name: 'This time suits us' }).click()
  await page.getByText('Reach them at').waitFor()
}

async function sayThatItWas({ stage, prospect, cora }: Told): Promise<void> {
  await stage.stripe('clock', { advanceSeconds: 45 * 60 })
  for (const { page } of [prospect.visitor, cora]) {
    await page.reload()
    await page.getByLabel('Yes', { exact: true }).check()
    await page.getByLabel('How many minutes it took').fill('40')
    if (page === cora.page) await stage.see(cora, 'ask-afterwards')
    await page.getByRole('button', { name: 'Tell us' }).click()
    await page.getByRole('button', { name: 'Tell us' }).waitFor({ state: 'detached' })
  }
}

/** Nothing is owed any more. */
async function seeItFilled(told: Told): Promise<void> {
  const { stage, sales } = told
  await openCustomer(told)
  const promised = sales.page.getByRole('region', { name: 'What it promised' })
  await promised.waitFor()
  const cells = (await promised.getByRole('cell').allInnerTexts()).map((each) => each.trim())
  if (cells.slice(0, 3).join() !== '1,1,0') stage.problems.push(`The held call did not fill what was promised: ${cells.join(' | ')}`)
  await stage.see(sales, 'customer-promise-kept')
}
