import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

/** Who plays the story of a relationship: sales, a prospect, and a person of the customer. */
export type Told = {
  stage: Stage
  sales: Visitor
  prospect: Visitor
  cora: Visitor
  customer: { company: string; person: string }
  /** The private page of the customer, by the newest link that it was mailed. */
  relationshipUrl: string
}

const linkIn = (text: string, path: string): string => new RegExp(`https?://\\S+${path}/[\\w-]+`).exec(text)?.[0] ?? ''
const minuteMs = 60_000

/** A prospect under NDA chooses without a name and asks; the customer picks the time; both say that it took place, and one call less is owed. */
export async function holdTalk(told: Told): Promise<void> {
  await stepIntoPool(told)
  await ask(told)
  await offerTimes(told)
  await agreeOnTime(told)
  await sayThatItWas(told)
  await seeItFilled(told)
}

async function stepIntoPool({ stage, sales, customer }: Told): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/references/pool`)
  const form = page.locator('form[method="post"][action="/references/pool"]')
  await form.getByLabel('Customer').selectOption({ label: customer.company })
  await form.locator('input[name="usedFor"]').fill('maintenance of paper machines')
  await form.getByRole('button', { name: 'Put it into the pool' }).click()
  await page.goto(`${stage.addresses.portal}/references/pool`)
  await page.getByRole('link', { name: customer.company }).first().click()
  const day = (await clockOf(stage)).slice(0, 10)
  await page.getByLabel('Its team was prepared on').fill(day)
  await page.getByLabel('We last met on').fill(day)
  await page.getByRole('button', { name: 'Keep it' }).last().click()
  await stage.see(sales, 'story-pool-customer')
}

/** Now, as everybody in this world reads it. */
async function clockOf(stage: Stage): Promise<string> {
  // The stand-in answers an act on its clock with the time it shows.
  return ((await stage.stripe('clock', { advanceSeconds: 0 })) as { now: string }).now
}

async function ask({ stage, prospect }: Told): Promise<void> {
  const { page } = prospect
  await page.reload()
  await page.locator('input[name="choice"], input[name="match"]').first().check()
  await page.getByLabel('What would you like to ask?').fill('How long it took\nWhat it changed')
  await page.getByRole('button', { name: 'Ask for a talk' }).click()
  await page.getByText('How long it took; What it changed').waitFor()
  await stage.see(prospect, 'story-asked')
}

async function offerTimes({ stage, sales }: Told): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/references`)
  await page.getByRole('link', { name: 'Ironbark Foundry' }).first().click()
  await page.getByRole('link', { name: 'Choose', exact: true }).first().click()
  const now = new Date(await clockOf(stage)).getTime()
  for (const [n, minutes] of [30, 60, 90].entries()) {
    await page.getByLabel(`Time ${n + 1} (UTC)`).fill(new Date(now + minutes * minuteMs).toISOString().slice(0, 16))
  }
  await page.getByRole('button', { name: 'Ask the customer' }).click()
  await page.getByText('Times offered').waitFor()
}

async function agreeOnTime({ stage, prospect, cora }: Told): Promise<void> {
  const asked = await cora.mail(/would like to talk to you about/)
  await cora.page.goto(linkIn(asked.text, '/asks'))
  await stage.see(cora, 'story-ask')
  await cora.page.locator('input[name="slot"]').first().check()
  await cora.page.getByRole('button', { name: 'Send the answer' }).click()
  const accepted = await prospect.mail(/will talk to you$/)
  await prospect.page.goto(linkIn(accepted.text, '/references'))
  await prospect.page.getByRole('button', { name: 'This time suits us' }).click()
  await prospect.page.getByText('Whom you talk to').waitFor()
}

async function sayThatItWas({ stage, prospect, cora }: Told): Promise<void> {
  await stage.stripe('clock', { advanceSeconds: 45 * 60 })
  for (const { page } of [prospect, cora]) {
    await page.reload()
    await page.getByLabel('Yes', { exact: true }).check()
    await page.getByLabel(/^How many minutes it took/).fill('40')
    await page.getByRole('button', { name: 'Tell us' }).click()
    await page.getByRole('button', { name: 'Tell us' }).waitFor({ state: 'detached' })
  }
}

/** Both sides read the same remainder. */
async function seeItFilled({ stage, sales, customer }: Told): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/customers`)
  await page.getByRole('link', { name: customer.company }).first().click()
  const promised = page.getByRole('region', { name: 'What it promised' })
  await promised.waitFor()
  const cells = (await promised.getByRole('cell').allInnerTexts()).map((each) => each.trim())
  if (cells.slice(0, 3).join() !== '1,1,0') stage.problems.push(`The held call did not fill what was promised: ${cells.join(' | ')}`)
  await stage.see(sales, 'story-filled')
}
