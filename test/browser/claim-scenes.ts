import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

const claimed = 'Foxglove Tannery'

/** A partner claims a company that it does not find among its own; sales says no, with the reason; the partner appeals. */
export async function claim(stage: Stage, owner: Visitor, sales: Visitor): Promise<void> {
  const { portal } = stage.addresses
  await owner.page.goto(`${portal}/claims`)
  await stage.see(owner, 'claims-of-partner-empty')
  await owner.page.getByRole('link', { name: 'Make a claim' }).click()
  await stage.see(owner, 'new-claim')
  await owner.page.getByLabel('The credit is missing').check()
  await owner.page.getByRole('textbox', { name: /^Customer/ }).fill(claimed)
  await owner.page
    .getByLabel('What ties you to this customer?')
    .fill('We named you to their foreman at the fair in March.\nHe wrote it down.')
  await owner.page.getByRole('button', { name: 'Send the claim' }).click()
  await owner.page.getByRole('heading', { name: `Claim: ${claimed}` }).waitFor()
  await stage.see(owner, 'claim-of-partner')

  await sales.page.goto(`${portal}/claims`)
  await stage.see(sales, 'claims')
  await sales.page.getByRole('link', { name: claimed }).first().click()
  await sales.page.getByRole('heading', { name: 'Answer', exact: true }).waitFor()
  await stage.see(sales, 'claim-to-answer')
  await sales.page.getByRole('radio', { name: /^No/ }).check()
  await sales.page
    .getByLabel('The reason')
    .fill('Nobody of that company has written to us so far. Introduce them, and the credit is yours.')
  await sales.page.getByRole('button', { name: 'Send the answer' }).click()
  await sales.page.getByRole('heading', { name: 'Answer: no' }).waitFor()

  await owner.page.reload()
  await owner.page.getByRole('heading', { name: 'Our answer: no' }).waitFor()
  await stage.see(owner, 'claim-refused')
  await owner.page.getByLabel('What did we overlook?').fill('The foreman wrote from his private address.')
  await owner.page.getByRole('button', { name: 'Appeal', exact: true }).click()
  await owner.page.getByRole('heading', { name: 'Your appeal' }).waitFor()
  await owner.page.goto(`${portal}/claims`)
  await stage.see(owner, 'claims-of-partner')
}
