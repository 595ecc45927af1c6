import { askAfterWork, speak } from './quote-scenes.ts'
import type { Stage } from './stage.ts'
import { holdTalk, openCustomer, type Told } from './talk-story-scenes.ts'
import type { Visitor } from './visitor.ts'

const customer = { company: 'Larkfield Paper', person: 'Cora Head' }
const work = 'Both machines in one plan'
const linkIn = (text: string, path: string): string => new RegExp(`https?://\\S+${path}/[\\w-]+`).exec(text)?.[0] ?? ''

/**
 * The whole relationship with one customer, click by click: a proposal becomes an agreement; the work begins with criteria and a question,
 * ends well and becomes an invitation; a prospect under NDA talks to the customer, which fills what was promised; its words stand on the
 * wall, and are gone with one click.
 */
export async function tellRelationship(stage: Stage, sales: Visitor, cora: Visitor, prospect: Told['prospect']): Promise<void> {
  const told: Told = { stage, sales, cora, prospect, customer }
  await makeCustomer(told)
  await signNda(told)
  await proposeAndAgree(told)
  await beginWork(told)
  await succeed(told)
  await invite(told)
  await holdTalk(told)
  await openCustomer(told)
  await sales.page.getByRole('link', { name: work }).click()
  await askAfterWork(stage, sales, work)
  await speak(stage, sales, cora, { person: customer.person, work, line: 'Two machines, one plan, and my Sundays are mine again.' })
}

async function makeCustomer({ stage, sales, cora, customer }: Told): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/customers/new`)
  await page.getByLabel('Company').fill(customer.company)
  await page.getByLabel('Domain').fill('larkfield.example')
  await page.getByLabel('Customer since').fill('2025-02-03')
  await page.getByRole('button', { name: 'Add the customer' }).click()
  await page.getByRole('heading', { name: customer.company, level: 1 }).waitFor()
  await page.getByRole('link', { name: 'People, commitment and credit' }).click()
  await page.getByText('Add somebody, or say what somebody has to say').click()
  const form = page.locator('form[action$="/contacts"]')
  await form.getByLabel('Name').fill(customer.person)
  await form.getByLabel('Mail address').fill(cora.email)
  await form.getByLabel('Title').fill('Works manager')
  await form.getByRole('button', { name: 'Add the contact' }).click()
  await page.getByText(customer.person).first().waitFor()
}

/** No proposal is read without it (NDA1). */
async function signNda({ sales, cora, customer }: Told): Promise<void> {
  const { page } = sales
  await page.locator('main').getByRole('link', { name: 'References', exact: true }).click()
  await page.getByRole('heading', { name: `References for ${customer.company}` }).waitFor()
  await page.getByLabel('Last day').fill('2027-12-31')
  await page.getByRole('button', { name: 'Send it' }).click()
  await page.getByText('Sent, not signed').waitFor()
  const sent = await cora.mail(/asks you to sign/)
  await cora.page.goto(linkIn(sent.text, '/nda'))
  await cora.page.getByLabel('Your full name').fill(customer.person)
  await cora.page.getByRole('button', { name: 'Sign it' }).click()
  await cora.page.getByText('A copy is in your mail').waitFor()
}

async function proposeAndAgree(told: Told): Promise<void> {
  const { stage, sales, cora, customer } = told
  const { page } = sales
  await openCustomer(told)
  await page.getByRole('link', { name: 'New proposal' }).click()
  await page.getByLabel('What is proposed').fill('Planning for both machines')
  await page.getByLabel('List price', { exact: true }).fill('20,000.00')
  await page.getByLabel(/^A reference pays less/).fill('10')
  await page.getByLabel(/^A sponsor pays less/).fill('10')
  await page.getByRole('button', { name: 'Begin the draft' }).click()
  await page.getByLabel('Who asked').fill(customer.person)
  await page.getByRole('button', { name: 'Record the question' }).click()
  await page.getByLabel('Activity').selectOption('prospect_call')
  await page.getByRole('button', { name: 'Add this activity' }).click()
  await stage.see(sales, 'story-proposal')
  await page.getByRole('button', { name: 'Send it' }).click()
  await page.getByRole('button', { name: 'Send the link again' }).waitFor()

  const sent = await cora.mail(/^A proposal of/)
  await cora.page.goto(linkIn(sent.text, '/proposal'))
  await stage.see(cora, 'story-proposal-read')
  await cora.page.locator('input[name="column"][value="reference"]').check()
  await cora.page.locator('form[action$="/acceptance"]').getByLabel('Your full name').fill(customer.person)
  await cora.page.getByRole('button', { name: 'Accept it' }).click()

  await page.reload()
  await page.getByRole('link', { name: 'The agreement to offer' }).click()
  await page.getByRole('button', { name: 'Offer it to the customer' }).click()
  await page.getByRole('button', { name: 'Sign for us' }).click()
  await page.getByLabel('Name', { exact: true }).fill(customer.person)
  await page.getByLabel('Mail address').fill(cora.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  const link = await cora.mail(/your page$/)
  await cora.page.goto(linkIn(link.text, '/relationship/by-link'))
  await cora.page.getByLabel(/I may decide this for/).check()
  await cora.page.getByRole('button', { name: 'Sign this text' }).click()
  await cora.page.getByText('In force', { exact: true }).first().waitFor()
}

/** Criteria, the conditional question, kickoff. */
async function beginWork(told: Told): Promise<void> {
  const { stage, sales, customer } = told
  const { page } = sales
  await openCustomer(told)
  await page.getByRole('link', { name: 'Plan an engagement' }).click()
  await page.getByLabel('What the work is').fill(work)
  await stage.see(sales, 'new-engagement')
  await page.getByRole('button', { name: 'Plan it' }).click()
  await page.getByLabel('What success is').fill('Fewer stops of the second machine')
  await page.getByLabel('How it is measured').fill('Stops a month, from the plant log')
  await page.getByLabel('Target').fill('At most 2')
  await page.getByLabel('Told by').fill('2027-06-30')
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByText('Somebody was asked').click()
  await page.getByLabel('Person').selectOption({ label: customer.person })
  await page.getByLabel('Yes', { exact: true }).check()
  await page.locator('form[action$="/asks"]').getByRole('button', { name: 'Keep the answer' }).click()
  await page.getByRole('cell', { name: 'Yes', exact: true }).waitFor()
  await page.getByText('Write down a good deed').click()
  await page.getByLabel('What we did').fill('Came on a Sunday')
  await page.getByLabel('Who thanked us').fill(customer.person)
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByRole('button', { name: 'The work has begun' }).click()
  await page.getByText('Under way').first().waitFor()
  await stage.see(sales, 'engagement')
}

/** Sales tells what came out; the customer agrees on its own page, and that drafts the invitation. */
async function succeed({ stage, sales, cora }: Told): Promise<void> {
  const { page } = sales
  await page.getByText('Tell what came out').click()
  await page.getByLabel('What came out').fill('One stop a month since spring')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await cora.page.reload()
  await stage.see(cora, 'relationship-criteria')
  await cora.page.getByLabel(/I may say this for/).check()
  await cora.page.getByRole('button', { name: 'Yes, it is met' }).click()
  await cora.page.getByText('Met', { exact: true }).first().waitFor()
  await page.reload()
  await page.getByText('Every criterion is met', { exact: true }).waitFor()
  await stage.see(sales, 'engagement-met')
}

/** A person of ours sends it; the person says yes on the page that the mail leads to. */
async function invite(told: Told): Promise<void> {
  const { stage, sales, cora, customer } = told
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/engagements`)
  await stage.see(sales, 'engagements')
  await page.goto(`${stage.addresses.portal}/invitations/moments`)
  await stage.see(sales, 'moments')
  await page.getByRole('link', { name: 'Invitations' }).first().click()
  await stage.see(sales, 'invitations')
  await page.getByRole('link', { name: customer.person }).click()
  await stage.see(sales, 'invitation')
  await page.getByRole('button', { name: `Send it to ${customer.person}` }).click()
  await page.getByText('What was sent').waitFor()
  const invited = await cora.mail(/may a future customer phone you/)
  await cora.page.goto(linkIn(invited.text, '/relationship/by-link'))
  await cora.page.getByLabel('This is my own decision.').check()
  await cora.page.getByRole('button', { name: 'Yes, I agree' }).click()
  await cora.page.getByText('You allow: ').first().waitFor()
}
