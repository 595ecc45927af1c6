import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

const linkIn = (text: string, path: string): string => new RegExp(`https?://\\S+${path}/\\S+`).exec(text)?.[0] ?? ''

/** Sales is signed in and the prospect has signed an NDA: three columns, a worry that is answered, and a choice. */
export async function proposeAndChoose(stage: Stage, sales: Visitor, prospect: Visitor, company: string): Promise<void> {
  const { portal } = stage.addresses
  const { page } = sales
  await page.goto(`${portal}/proposals`)
  await stage.see(sales, 'proposals')
  await page.goto(`${portal}/prospects`)
  await page.getByRole('link', { name: company }).first().click()
  await page.getByRole('link', { name: 'New proposal' }).click()
  await stage.see(sales, 'new-proposal')
  await page.getByLabel('What is proposed').fill('A year of planning')
  await page.getByLabel('List price', { exact: true }).fill('20,000.00')
  await page.getByLabel('A reference pays less').fill('10')
  await page.getByLabel('A sponsor pays less').fill('20')
  await page.getByRole('button', { name: 'Begin the draft' }).click()
  await page.getByRole('heading', { name: `A year of planning: ${company}` }).waitFor()

  await addDuty(sales, 'reference', 'prospect_call')
  await addDuty(sales, 'sponsor', 'case_study')
  await page.getByLabel('Permission', { exact: true }).selectOption('logo')
  await page.locator('#category-permission').selectOption('sponsor')
  await page.getByRole('button', { name: 'Add this permission' }).click()
  await page.getByLabel('Who asked').fill('Pia Cope')
  await page.getByRole('button', { name: 'Record the question' }).click()
  await page.getByLabel('Another worry').selectOption('cost')
  await page.getByLabel('In their words').fill('It is more than we pay today.')
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByText('the proposal cannot be sent').waitFor()
  await stage.see(sales, 'proposal-draft')
  await page.getByLabel('A lower price for something in return').check()
  await page.getByRole('button', { name: 'Keep this answer' }).click()
  await page.getByRole('button', { name: 'Send it' }).click()
  await page.getByText('Sent, waits for an answer').waitFor()
  await stage.see(sales, 'proposal-sent')
  await page.getByRole('link', { name: 'To print' }).click()
  await stage.see(sales, 'proposal-to-print')
  await choose(stage, prospect)
  await page.getByRole('link', { name: 'The proposal' }).click()
  await page.getByRole('link', { name: 'The agreement to offer' }).waitFor()
  await stage.see(sales, 'proposal-accepted')
}

async function addDuty({ page }: Visitor, category: 'reference' | 'sponsor', activity: string): Promise<void> {
  await page.locator('#category-duty').selectOption(category)
  await page.getByLabel('Activity', { exact: true }).selectOption(activity)
  await page.getByRole('button', { name: 'Add this activity' }).click()
  await page.getByRole('heading', { name: 'It does', level: 2 }).waitFor()
}

/** Regular, reference and sponsor side by side; the reader takes one by name. */
async function choose(stage: Stage, prospect: Visitor): Promise<void> {
  const { page } = prospect
  const sent = await prospect.mail(/^A proposal of/)
  await page.goto(linkIn(sent.text, '/proposal'))
  await page.getByRole('heading', { name: 'Sponsor' }).waitFor()
  await stage.see(prospect, 'proposal-of-link')
  const name = /, for (.+)\.$/.exec((await page.locator('.page-head__lead').textContent()) ?? '')?.[1] ?? ''
  await page.getByRole('radio', { name: 'Sponsor' }).check()
  await page.getByLabel('Your full name').first().fill(name)
  await page.getByRole('button', { name: 'Accept it' }).click()
  await page.getByText('You chose: Sponsor').waitFor()
  await stage.see(prospect, 'proposal-chosen')
}
