import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

const mill = { company: 'Larkspur Mills', domain: 'larkspur.example', contact: 'Lou Lark' }
const forge = { company: 'Emberly Forge', domain: 'emberly.example', contact: 'Em Berly' }

/** A partner looks a company up and registers it; sales accepts one and refuses another, and the partner appeals. */
export async function register(stage: Stage, owner: Visitor, sales: Visitor): Promise<void> {
  const { portal } = stage.addresses
  await owner.page.goto(`${portal}/registrations`)
  await stage.see(owner, 'registrations-none')
  await lookUp(stage, owner)
  await stage.see(owner, 'company-check')
  await owner.page.getByRole('link', { name: 'Register it' }).click()
  await stage.see(owner, 'registration-new')
  await fillIn(owner, mill)
  await stage.see(owner, 'registration-sent')
  await owner.page.goto(`${portal}/registrations/new`)
  await fillIn(owner, forge)
  await owner.page.goto(`${portal}/registrations`)
  await stage.see(owner, 'registrations-of-partner')

  await decide(stage, sales)
  await appeal(stage, owner)
}

async function lookUp({ addresses }: Stage, { page }: Visitor): Promise<void> {
  await page.goto(`${addresses.portal}/introductions/new`)
  await page.getByRole('link', { name: 'Is it free? Look it up first.' }).click()
  await page.getByLabel('The company’s domain').fill(`www.${mill.domain}`)
  await page.getByLabel('Its name').fill(mill.company)
  await page.getByRole('button', { name: 'Look it up' }).click()
  await page.getByText('Free: nobody else has this company.').waitFor()
}

async function fillIn({ page }: Visitor, { company, domain, contact }: typeof mill): Promise<void> {
  await page.getByLabel('Name', { exact: true }).first().fill(company)
  await page.getByLabel('Domain', { exact: true }).fill(domain)
  await page.getByLabel('What do they need?').fill('A plan for their machines.')
  await page.locator('#field-contactName').fill(contact)
  await page.locator('#field-email').fill(`contact@${domain}`)
  await page.locator('#field-role').selectOption('ally')
  await page.getByLabel('I know it').check()
  await page.getByLabel('I do not know yet').check()
  await page.getByLabel('How far have you come?').selectOption('in_talks')
  await page.getByLabel('What do you do next, and when?').fill('Show them our own plan.')
  await page.getByRole('button', { name: 'Register it' }).click()
  await page.getByRole('heading', { name: company, exact: true }).waitFor()
}

async function decide(stage: Stage, sales: Visitor): Promise<void> {
  const { page } = sales
  const open = async (company: string) => {
    await page.goto(`${stage.addresses.portal}/registrations`)
    await page.getByRole('link', { name: company }).click()
    await page.getByRole('heading', { name: company, exact: true }).waitFor()
  }
  await page.goto(`${stage.addresses.portal}/registrations`)
  await stage.see(sales, 'registrations')
  await open(mill.company)
  await stage.see(sales, 'registration')
  await page.getByRole('button', { name: 'Accept the registration' }).click()
  await page.getByText('Accepted', { exact: true }).first().waitFor()
  await open(forge.company)
  await page.getByLabel('Reason').selectOption('no_work_shown')
  await page.getByLabel('Why, in your words').fill('Tell us whom you met there.')
  await page.getByRole('button', { name: 'Refuse the registration' }).click()
  await page.getByText('Refused', { exact: true }).first().waitFor()
}

async function appeal(stage: Stage, owner: Visitor): Promise<void> {
  const { page } = owner
  await owner.mail(/Larkspur Mills is yours until/)
  await page.goto(`${stage.addresses.portal}/registrations`)
  await page.getByRole('link', { name: mill.company }).click()
  await page
    .getByText(/^Yours until/)
    .first()
    .waitFor()
  await stage.see(owner, 'registration-accepted')
  await page.goto(`${stage.addresses.portal}/registrations`)
  await page.getByRole('link', { name: forge.company }).click()
  await stage.see(owner, 'registration-refused')
  await page.getByLabel('What did we overlook?').fill('We met their head of production on Monday.')
  await page.getByRole('button', { name: 'Send the appeal' }).click()
  await page.getByText(/Another person of ours looks at it/).waitFor()
}
