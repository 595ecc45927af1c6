import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

const linkIn = (text: string, path: string): string => new RegExp(`https?://\\S+${path}/\\S+`).exec(text)?.[0] ?? ''

/**
 * Sales is signed in. The reference desk as sales finds it, and a prospect that signs, chooses without a name and asks.
 *
 * @returns the prospect's own page
 */
export async function askForReferences(stage: Stage, sales: Visitor, prospect: Visitor, company: string): Promise<string> {
  const { portal } = stage.addresses
  const { page } = sales
  await page.goto(`${portal}/references`)
  await stage.see(sales, 'references')
  await page.goto(`${portal}/references/pool`)
  await stage.see(sales, 'reference-pool')

  await page.goto(`${portal}/prospects`)
  await page.getByRole('link', { name: company }).first().click()
  await page.getByRole('heading', { name: company }).waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.locator('main').getByRole('link', { name: 'References', exact: true }).click()
  await page.getByRole('heading', { name: `References for ${company}` }).waitFor()
  await page.getByLabel('Last day').fill('2027-06-30')
  await page.getByRole('button', { name: 'Send it' }).click()
  await page.getByText('Sent, not signed').waitFor()
  await page.getByRole('button', { name: 'Send the link' }).click()
  await stage.see(sales, 'prospect-references')
  await page.goto(`${portal}/references/requests/new?prospect=${id}`)
  await stage.see(sales, 'new-reference-request')
  await page.getByLabel('What it wants to ask').fill('How long it took')
  await page.getByRole('button', { name: 'Ask for it' }).click()
  await page.getByRole('heading', { name: `${company} asks for a talk` }).waitFor()
  await stage.see(sales, 'reference-request')
  return signAndLook(stage, prospect)
}

/** The prospect's side: the text, the signature, and the page without a name. */
async function signAndLook(stage: Stage, prospect: Visitor): Promise<string> {
  const { page } = prospect
  const sent = await prospect.mail(/asks you to sign/)
  await page.goto(linkIn(sent.text, '/nda'))
  await stage.see(prospect, 'nda')
  const signed = await page.getByText(/^Signed for .* by /).textContent()
  const name = / by (.+)\.$/.exec(signed?.trim() ?? '')?.[1] ?? ''
  await page.getByLabel('Your full name').fill(name)
  await page.getByRole('button', { name: 'Sign it' }).click()
  await page.getByText('A copy is in your mail').waitFor()
  const invited = await prospect.mail(/^Talk to a customer/)
  await page.goto(linkIn(invited.text, '/references'))
  await page.getByText('signed and in force').waitFor()
  await stage.see(prospect, 'own-references')
  return page.url()
}
