import type { Told } from './talk-story-scenes.ts'

const linkIn = (text: string, path: string): string => new RegExp(`https?://\\S+${path}/[\\w-]+`).exec(text)?.[0] ?? ''
const words = 'Two machines, one plan, and my Sundays are mine again.'

/** The work closes; its survey brings a line; author and company allow it; it stands on the wall. */
export async function showQuote(told: Told): Promise<void> {
  await closeAndAsk(told)
  await answerSurvey(told)
  await allow(told)
  await publish(told)
}

async function closeAndAsk({ stage, sales }: Told): Promise<void> {
  const { page } = sales
  await page.getByRole('link', { name: 'Both machines in one plan' }).click()
  await page.getByRole('button', { name: 'Close the engagement' }).click()
  await page.getByRole('link', { name: 'Ask how it went' }).click()
  await stage.see(sales, 'story-survey-new')
  await page.getByRole('button', { name: 'Send survey' }).click()
  await page.getByRole('heading', { name: 'Surveys', level: 1 }).waitFor()
}

async function answerSurvey({ stage, cora }: Told): Promise<void> {
  const { page } = cora
  const sent = await cora.mail(/how was it/)
  await page.goto(linkIn(sent.text, '/survey'))
  await stage.see(cora, 'story-survey')
  await page.locator('input[name="score"][value="5"]').check()
  await page.getByLabel(/^The line/).fill(words)
  await page.getByLabel(/^On our website/).check()
  await page.getByLabel('Your name, your title and your company').check()
  await page.getByRole('button', { name: 'Send the answer' }).click()
  await page.getByText('Thank you: your answer is with us').waitFor()
}

async function allow({ stage, sales, cora, relationshipUrl }: Told): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/quotes`)
  await page.locator('main table').getByRole('link').first().click()
  await page.getByRole('button', { name: 'Take these words' }).click()
  await page.getByRole('button', { name: 'Ask the company' }).click()
  await cora.page.goto(relationshipUrl)
  await cora.page.getByLabel(/I may decide this for/).check()
  await cora.page.getByRole('button', { name: 'Yes, the company agrees' }).click()
  await cora.page.getByText(words).first().waitFor()
}

async function publish({ stage, sales }: Told): Promise<void> {
  const { page } = sales
  await page.reload()
  await page.getByLabel('Where', { exact: true }).selectOption('site')
  await page.getByLabel('Exactly').fill('Our wall')
  await page.getByRole('button', { name: 'Show it there' }).click()
  await page.goto(`${stage.addresses.portal}/wall`)
  await page.getByText(words).first().waitFor()
  await stage.see(sales, 'story-wall')
}

/** One click of the customer, and it is gone. */
export async function takeQuoteBack({ stage, sales, cora, relationshipUrl }: Told): Promise<void> {
  await cora.page.goto(relationshipUrl)
  await stage.see(cora, 'story-relationship')
  const allowed = cora.page.locator('section', { hasText: words }).filter({ has: cora.page.getByRole('button', { name: 'Withdraw' }) })
  await allowed.first().getByRole('button', { name: 'Withdraw' }).first().click()
  await cora.page.getByText('What is over').waitFor()
  await sales.page.goto(`${stage.addresses.portal}/wall`)
  if (await sales.page.getByText(words).count()) stage.problems.push('A quote that was taken back still stands on the wall')
}
