import { codes, company } from './partner-scenes.ts'
import { endedLink, type Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

const quince = { company: 'Quince Weavers', contact: 'Piet Quince' }

/** What a person reads and does that is nobody's partner: says no, writes, sees what is held, puts it right, denies, and ends it. */
export async function bePerson(stage: Stage, person: Visitor, named: Visitor, sales: Visitor): Promise<void> {
  await sayNo(stage, person)
  await writeInstead(stage, person)
  await putRight(stage, person)
  await showAtSales(stage, sales)
  await end(stage, person)
  await seeWhatWasTold(stage, named)
}

async function sayNo(stage: Stage, person: Visitor): Promise<void> {
  const { page } = person
  await page.goto(`${stage.addresses.portal}/i/${codes.introduction}`)
  await page.getByRole('button', { name: 'Remove this' }).click()
  await page.getByText('Removed', { exact: true }).waitFor()
  await stage.see(person, 'introduction-declined')
}

/** By the link after all, so that somebody is named on its page. */
async function writeInstead(stage: Stage, person: Visitor): Promise<void> {
  const { page } = person
  await page.goto(`${stage.addresses.portal}/i/${codes.introduction}`)
  await page.getByLabel('What do you need?').fill('A plan for forty looms, and one for whoever mends them on Sundays.')
  await page.getByLabel('Your company').fill(quince.company)
  await page.getByLabel('Your name').fill(quince.contact)
  await page.getByLabel('Your work address').fill(person.email)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
}

async function putRight(stage: Stage, person: Visitor): Promise<void> {
  const { page } = person
  await page.goto(await linkFor(person))
  await page.getByRole('heading', { name: 'What we hold' }).waitFor()
  await stage.see(person, 'held')
  await page.getByLabel('What you do').fill('Weaver')
  await page.getByLabel('Your name').fill('Piet van Quince')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/Piet van Quince, Weaver/).waitFor()
  await page.getByRole('button', { name: 'That is not right' }).click()
  await page.getByText(`You said that you did not come by ${company}`).waitFor()
  await stage.see(person, 'held-denied')
}

async function showAtSales(stage: Stage, sales: Visitor): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/prospects`)
  await page.getByLabel(/begins with/).fill('quince')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText('All whose name, domain or mail address begins like this.').waitFor()
  await stage.see(sales, 'prospects-found')
  await page.getByRole('link', { name: quince.company }).click()
  await page.getByRole('heading', { name: 'What it denied' }).waitFor()
  await stage.see(sales, 'prospect-denied')
}

async function end(stage: Stage, person: Visitor): Promise<void> {
  const { page } = person
  await page.getByRole('link', { name: 'Erase all of it' }).click()
  await stage.see(person, 'erasure')
  await page.getByRole('button', { name: 'Erase it' }).click()
  await page.getByRole('heading', { name: 'It is erased' }).waitFor()
  await stage.see(person, 'erased')
  await page.goto(`${stage.addresses.portal}${endedLink}`)
  await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
  await stage.see(person, 'link-ended')
}

/** Somebody whom a refused registration names asks what we know. */
async function seeWhatWasTold(stage: Stage, named: Visitor): Promise<void> {
  const { page } = named
  await page.goto(`${stage.addresses.portal}/me`)
  await stage.see(named, 'link-lost')
  await page.getByLabel('Your mail address').fill(named.email)
  await page.getByRole('button', { name: 'Send me a private link' }).click()
  await page.getByText('Look into your mailbox').waitFor()
  await page.goto(await linkFor(named))
  await page.getByRole('heading', { name: `${company} told us that it works with you` }).waitFor()
  await stage.see(named, 'named')
  await page.getByRole('link', { name: 'Erase all of it' }).click()
  await stage.see(named, 'named-erasure')
  await page.getByRole('button', { name: 'Erase it' }).click()
  await page.getByRole('heading', { name: 'It is erased' }).waitFor()
}

async function linkFor({ mail }: Visitor): Promise<string> {
  const letter = await mail(/has what you wrote|private link/)
  return /https?:\/\/\S+\/me\/[\w-]+/.exec(letter.text)?.[0] ?? ''
}

/** A code of Stripe's becomes a partner's, with limits, and the partner passes it on. */
export async function passCodeOn(stage: Stage, sales: Visitor, owner: Visitor): Promise<void> {
  const { portal } = stage.addresses
  await stage.stripe('promotion-code', { code: 'HALCYON10', percent: 10, duration: 'once' })
  await owner.page.goto(`${portal}/promotion-codes`)
  await stage.see(owner, 'codes-of-partner-none')
  const { page } = sales
  await page.goto(`${portal}/promotion-codes`)
  await page.getByRole('button', { name: 'Ask Stripe now' }).click()
  await page.getByRole('link', { name: 'HALCYON10' }).waitFor()
  await stage.see(sales, 'codes')
  await page.getByRole('link', { name: 'HALCYON10' }).click()
  await stage.see(sales, 'code')
  await page.getByLabel('Partner').selectOption({ label: company })
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText(company).first().waitFor()
  await owner.page.goto(`${portal}/promotion-codes`)
  await owner.page.getByRole('heading', { name: 'HALCYON10' }).waitFor()
  await stage.see(owner, 'codes-of-partner')
}
