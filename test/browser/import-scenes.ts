import { company } from './partner-scenes.ts'
import { type Stage, signIn } from './stage.ts'
import type { Visitor } from './visitor.ts'

const partners = [
  'name,country,email,group',
  'Tern & Sons Signwriting and Enamel Works of the Outer Islands,NL,ida@tern.example,Standard',
  'Gull Harbour,FR,gull@gull.example,Gold',
  `${company},NL,somebody@else.example,Standard`,
]
const links = [
  'code,partner,destination',
  'old-code,Tern & Sons Signwriting and Enamel Works of the Outer Islands,',
  'a b,Nobody,https://evil.example/',
]
const prospects = [
  'stripe_customer,email,domain,partner,first_seen',
  `,jo@kittiwake-cold-storage-and-logistics.example,,${company},2024-05-31`,
  `cus_Kitti2,ann@fulmar.example,,${company},2025-02-01`,
  `cus_Kitti3,,,Tern & Sons Signwriting and Enamel Works of the Outer Islands,2025-02-01`,
]

/** What the company brings along from another tool, and a partner's own list: looked at, stored, and the same when it comes again. */
export async function bringAlong(stage: Stage, sales: Visitor, owner: Visitor): Promise<void> {
  await signIn(stage, sales)
  await sales.page.goto(`${stage.addresses.portal}/imports`)
  await stage.see(sales, 'imports')
  await bring(stage, sales, '/imports/partners', partners.join('\n'), 'import-partners')
  await bring(stage, sales, '/imports/links', links.join('\n'), 'import-links')
  await bring(stage, sales, '/imports/prospects', prospects.join('\n'), 'import-prospects')
  await bring(stage, owner, '/links/many', 'code,destination,campaign\nhalcyon-fair,,fair\n,,mail\nhalcyon,,', 'links-many')
  await sales.page.goto(`${stage.addresses.portal}/partners?name=Tern`)
  await sales.page.getByRole('link', { name: /^Tern/ }).click()
  await stage.see(sales, 'partner-imported')
  await sales.page.getByRole('button', { name: 'Send the invitation' }).click()
  await sales.page.getByText('The invitation is on its way.').waitFor()
  await lookAtMany(stage, owner)
}

async function bring(stage: Stage, visitor: Visitor, path: string, list: string, name: string): Promise<void> {
  const { page } = visitor
  await page.goto(stage.addresses.portal + path)
  await stage.see(visitor, name)
  await page.getByLabel('Or a CSV file').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${list}\r\n`) })
  await page.getByRole('button', { name: 'Look at it first' }).click()
  await page.getByText('Nothing is stored yet').waitFor()
  await stage.see(visitor, `${name}-preview`)
  await page.getByRole('button', { name: /^Store / }).click()
  await page.getByText(/(is|are) stored$/).waitFor()
  await stage.see(visitor, `${name}-stored`)
  await page.goto(stage.addresses.portal + path)
  await page.getByLabel('Your list').fill(list)
  await page.getByRole('button', { name: 'Look at it first' }).click()
  await page.getByText('Nothing is stored yet').waitFor()
  if (await page.getByRole('button', { name: /^Store / }).count()) stage.problems.push(`${name}: the same list again is not the same`)
}

/** The longest list there may be. */
async function lookAtMany(stage: Stage, owner: Visitor): Promise<void> {
  const { page } = owner
  await page.goto(`${stage.addresses.portal}/links/many`)
  await page.getByLabel('Your list').fill(`code,destination\n${Array.from({ length: 200 }, (_, n) => `halcyon-shop-${n},\n`).join('')}`)
  await page.getByRole('button', { name: 'Look at it first' }).click()
  await page.getByRole('button', { name: 'Store 200 links' }).waitFor()
  await stage.see(owner, 'links-many-longest')
}
