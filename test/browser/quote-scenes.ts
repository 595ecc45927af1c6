import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

/** Whose words, and of which work. */
export type Words = { person: string; work: string; line: string }
const company = 'Fernhollow Mills'
const words: Words = {
  person: 'Lena Lark',
  work: 'A plan for the new mill',
  line: 'They kept every date, and told us the one they could not.',
}
const linkIn = (text: string, path: string): string => new RegExp(`https?://\\S+${path}/[\\w-]+`).exec(text)?.[0] ?? ''

/** Sales is signed in. Work is closed, its customer is asked, a line goes from the survey to the wall, and its author takes it back. */
export async function quote(stage: Stage, sales: Visitor, author: Visitor): Promise<void> {
  const id = await beginWork(stage, sales, author.email)
  await askAfterWork(stage, sales, words.work)
  await writeAgain(stage, sales, id)
  await speak(stage, sales, author, words)
}

/** A person was asked after the work: a line goes from the survey to the wall and back. */
export async function speak(stage: Stage, sales: Visitor, author: Visitor, said: Words): Promise<void> {
  const page = await answerSurvey(stage, author, said.line)
  await showLine(stage, sales, author, { page, said })
  await takeBack(stage, sales, author, said.line)
}

/** A customer, a person of it, and a piece of work with its criterion. */
async function beginWork(stage: Stage, sales: Visitor, email: string): Promise<string> {
  const { portal } = stage.addresses
  const { page } = sales
  await page.goto(`${portal}/surveys`)
  await stage.see(sales, 'surveys-empty')
  await page.goto(`${portal}/customers/new`)
  await page.getByLabel('Company').fill(company)
  await page.getByLabel('Domain').fill('fernhollow.example')
  await page.getByLabel('Customer since').fill('2025-03-03')
  await page.getByRole('button', { name: 'Add the customer' }).click()
  await page.getByRole('heading', { name: company }).waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.goto(`${portal}/prospects/${id}`)
  const form = page.locator(`form[action="/prospects/${id}/contacts"]`)
  await form.evaluate((element) => element.closest('details')?.setAttribute('open', ''))
  await form.getByLabel('Name').fill(words.person)
  await form.getByLabel('Mail address').fill(email)
  await form.getByRole('button', { name: 'Add the contact' }).click()
  await page.getByText(words.person).first().waitFor()
  await plan(stage, sales, id)
  return id
}

async function plan(stage: Stage, sales: Visitor, id: string): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/engagements/new?customer=${id}`)
  await page.getByLabel('What the work is').fill(words.work)
  await page.getByRole('button', { name: 'Plan it' }).click()
  await page.getByLabel('What success is').fill('Fewer stops')
  await page.getByLabel('How it is measured').fill('Stops a month')
  await page.getByLabel('Target').fill('Two')
  await page.getByLabel('Told by').fill('2027-06-30')
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByRole('button', { name: 'The work has begun' }).click()
}

/** Sales sees the work, under way: it is closed, and a person of the customer is asked how it was. */
export async function askAfterWork(stage: Stage, sales: Visitor, work: string): Promise<void> {
  const { page } = sales
  await page.getByRole('button', { name: 'Close the engagement' }).click()
  await page.getByRole('link', { name: 'Send survey' }).waitFor()
  await stage.see(sales, 'engagement-closed')
  await page.getByRole('link', { name: 'Send survey' }).click()
  await page.getByLabel('Who is asked').selectOption({ index: 1 })
  await stage.see(sales, 'new-survey')
  await page.getByRole('button', { name: 'Send survey' }).click()
  await page.getByText(work).first().waitFor()
  await stage.see(sales, 'surveys')
}

/** The work of a regular customer is over, and with it the mail of the programme: a person decides to write to it again (CAT6). */
async function writeAgain(stage: Stage, sales: Visitor, id: string): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/customers/${id}`)
  await stage.see(sales, 'customer-mail-ended')
  await page.getByRole('button', { name: 'Write to it again' }).click()
  await page.getByRole('button', { name: 'Write to it again' }).waitFor({ state: 'detached' })
}

/** The author's side. @returns the page where the line is taken back */
async function answerSurvey(stage: Stage, author: Visitor, line: string): Promise<string> {
  const { page } = author
  await page.goto(linkIn((await author.mail(/how was it/)).text, '/survey'))
  await stage.see(author, 'survey')
  await page.getByLabel('5: it could not have gone better').check()
  await page.getByLabel('The line').fill(line)
  await page.getByLabel('On our website').check()
  await page.getByLabel('Your name, your title and your company').check()
  await page.getByRole('button', { name: 'Send the answer' }).click()
  await page.getByText('Thank you: your answer is with us').waitFor()
  await stage.see(author, 'survey-answered')
  return linkIn((await author.mail(/your line, and how/)).text, '/quote')
}

/** Sales edits a word, its author says yes, the company says yes, and it stands on the wall. */
async function showLine(stage: Stage, sales: Visitor, author: Visitor, of: { page: string; said: Words }): Promise<void> {
  const { line, person } = of.said
  const { portal } = stage.addresses
  const { page } = sales
  await author.page.goto(of.page)
  await stage.see(author, 'quote-author')
  await page.goto(`${portal}/quotes`)
  await stage.see(sales, 'quotes')
  await page.getByRole('link', { name: line.slice(0, 30) }).click()
  await page.getByRole('button', { name: 'Take these words' }).waitFor()
  await stage.see(sales, 'quote')
  await page.getByLabel('The line').fill(`${line} Once.`)
  await page.getByRole('button', { name: 'Send to its author' }).click()
  await page.getByText('Our edit, with its author').waitFor()

  await author.page.goto(linkIn((await author.mail(/may your line read/)).text, '/quote'))
  await stage.see(author, 'quote-edit')
  await author.page.getByRole('button', { name: 'Yes, exactly these words' }).click()
  await author.page.getByText('We may show it').waitFor()

  await page.reload()
  await page.getByLabel('What it gets in return').fill('a tenth off the price')
  await page.getByRole('button', { name: 'Ask the company' }).click()
  await page.getByRole('link', { name: 'Our site' }).click()
  await page.getByLabel('Name').fill(person)
  await page.getByLabel('Where it stands in writing').fill('Her mail of today')
  await page.getByRole('button', { name: 'Note this yes' }).click()
  await page.getByText('Given', { exact: true }).waitFor()
  await page.goto(`${portal}/quotes`)
  await page.getByRole('link', { name: line.slice(0, 30) }).click()
  await page.getByLabel('Where', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('textbox', { name: 'Exactly' }).fill('Our wall')
  await page.getByRole('button', { name: 'Show it there' }).click()
  await page.getByText('Published').first().waitFor()
  await stage.see(sales, 'quote-published')
}

/** On the wall with what it gets; gone with one click. */
async function takeBack(stage: Stage, sales: Visitor, author: Visitor, line: string): Promise<void> {
  const { page } = sales
  const wall = `${stage.addresses.portal}/wall`
  await page.goto(wall)
  await page.getByText(line).waitFor()
  await page.getByText('In return it gets: a tenth off the price').waitFor()
  await stage.see(sales, 'wall-quote')
  await author.page.getByRole('button', { name: 'Take my line back' }).click()
  await author.page.getByText('It is taken back').waitFor()
  await stage.see(author, 'quote-taken-back')
  await page.goto(wall)
  if (await page.getByText(line).count()) stage.problems.push('a line that was taken back stands on the wall')
}
