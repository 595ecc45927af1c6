import type { Browser, BrowserContext, Page } from 'playwright-core'
import { codes } from './partner-scenes.ts'
import { type Stage, signIn } from './stage.ts'
import type { Visitor } from './visitor.ts'

const signedUp = 'Marram Mills'

/** The portal's script on the company's own pages, which are of another origin: found, carried on, blocked, and refused a cookie. */
export async function recommendOnSite(stage: Stage, browser: Browser, sales: Visitor, owner: Visitor): Promise<void> {
  const shop = `${stage.addresses.site}/shop`
  await arrive(stage, browser, shop)
  await respectPrivacy(stage, browser, shop)
  await doWithout(stage, browser, shop)
  await showAtSales(stage, sales)
  await owner.page.goto(`${stage.addresses.portal}/links`)
  await owner.page.getByRole('link', { name: codes.site }).first().waitFor()
}

/** Somebody comes with a partner's code in the address, looks around, signs up, and pays by a payment link. */
async function arrive(stage: Stage, browser: Browser, shop: string): Promise<void> {
  const { page, context, said } = await openShop(stage, browser)
  await page.goto(`${shop}?via=${codes.site}&own&goodword_debug`)
  const referral = await recommendedIn(page)
  const values = {
    cookie: await cookieOf(context),
    form: await page.locator('form[action="/site/buy"] [name=goodword_referral]').inputValue(),
    link: await referenceOf(page, '#payment-link'),
    ownLink: await referenceOf(page, '#own-link'),
    table: await page.locator('#table').getAttribute('client-reference-id'),
    button: await page.locator('#button').getAttribute('client-reference-id'),
  }
  expectAll(stage, 'the page with a code', values, referral)
  expectAll(stage, 'a field that is taken', { link: await referenceOf(page, '#taken') }, 'ours')
  const lines = said.filter((line) => line.startsWith('Goodword: '))
  if (lines.length !== 1 || !lines[0]?.includes('from code')) stage.problems.push(`The console said ${JSON.stringify(lines)}`)

  await page.locator('#route').click()
  await page.locator('#later [name=goodword_referral]').waitFor({ state: 'attached' })
  const later = { form: await page.locator('#later [name=goodword_referral]').inputValue(), link: await referenceOf(page, '#later-link') }
  expectAll(stage, 'what a router added', later, referral)
  await page.goto(shop)
  expectAll(stage, 'the next visit', { ready: await recommendedIn(page) }, referral)

  await page.getByLabel('Work address').fill('mia@marram.example')
  await page.getByLabel('Company').fill(signedUp)
  const told = page.waitForResponse((answer) => answer.url().endsWith('/goodword/identifications'))
  await page.getByRole('button', { name: 'Sign up' }).click()
  if ((await told).status() !== 204) stage.problems.push(`A sign-up was answered with ${(await told).status()}`)
  await page.locator('#own-link').click()
  await page.getByLabel('Email').fill('mia@marram.example')
  await page.getByRole('button', { name: 'Pay', exact: true }).click()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  await context.close()
}

/** No cookie under Global Privacy Control, nor before consent; the id is in the page all the same. */
async function respectPrivacy(stage: Stage, browser: Browser, shop: string): Promise<void> {
  const shy = await openShop(stage, browser)
  await shy.context.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
  await shy.page.goto(`${shop}?via=${codes.site}`)
  await recommendedIn(shy.page)
  await shy.page.locator('#agree').click()
  expectAll(stage, 'Global Privacy Control', { cookie: await cookieOf(shy.context) }, undefined)
  await shy.context.close()

  const careful = await openShop(stage, browser)
  await careful.page.goto(`${shop}?ref=${codes.site}&wait`)
  const referral = await recommendedIn(careful.page)
  expectAll(stage, 'waiting for consent', { cookie: await cookieOf(careful.context) }, undefined)
  await careful.page.locator('#agree').click()
  expectAll(stage, 'consent', { cookie: await cookieOf(careful.context) }, referral)
  await careful.context.close()
}

/** Blocked, with a code nobody has, or from a link of the portal's: page and checkout work. */
async function doWithout(stage: Stage, browser: Browser, shop: string): Promise<void> {
  const blocked = await openShop(stage, browser)
  await blocked.context.route('**/goodword*', (route) => route.abort())
  await blocked.page.goto(`${shop}?via=${codes.site}`)
  await blocked.page.getByRole('button', { name: 'Sign up' }).click()
  await blocked.page.getByText('Welcome').waitFor()
  await blocked.page.getByRole('button', { name: 'Buy' }).click()
  await blocked.page.getByRole('button', { name: 'Pay', exact: true }).waitFor()
  await blocked.context.close()

  const silent = await openShop(stage, browser)
  await silent.context.route('**/goodword/arrivals', (route) => route.abort())
  await silent.page.goto(`${shop}?via=${codes.site}`)
  await silent.page.getByText('by nobody').waitFor()
  await silent.context.close()

  const unknown = await openShop(stage, browser)
  await unknown.page.goto(`${shop}?ref=somebody-else`)
  await unknown.page.getByText('by nobody').waitFor()
  if ((await unknown.page.locator('[name=goodword_referral]').count()) > 0) stage.problems.push('A form carries an empty referral')
  expectAll(stage, 'nobody', { cookie: await cookieOf(unknown.context), link: await referenceOf(unknown.page, '#payment-link') }, undefined)
  for (const line of unknown.said) stage.problems.push(`The console said ${line} to somebody without a referral`)
  await unknown.context.close()
}

/** Sales sees who signed up, and the page with the two lines. */
async function showAtSales(stage: Stage, sales: Visitor): Promise<void> {
  const { page } = sales
  await page.goto(`${stage.addresses.portal}/prospects`)
  await page.getByRole('link', { name: signedUp }).waitFor()
  await page.goto(`${stage.addresses.portal}/site`)
  await stage.see(sales, 'site')
}

/** An administrator checks a page of the site, makes a key and revokes it. */
export async function keepSiteAndKeys(stage: Stage, admin: Visitor): Promise<void> {
  const { page } = admin
  await signIn(stage, admin)
  await page.goto(`${stage.addresses.portal}/site`)
  await page.getByLabel('A page of yours').fill(`${stage.addresses.site}/shop`)
  await page.getByRole('button', { name: 'Check the page' }).click()
  await page.getByText('from this portal').waitFor()
  await stage.see(admin, 'site-checked')
  await page.goto(`${stage.addresses.portal}/keys`)
  await page.getByLabel('Name').fill('Sign-up server')
  await page.getByLabel('prospects:write').check()
  await page.getByRole('button', { name: 'Make the key' }).click()
  await page.getByText('Copy it now').waitFor()
  await stage.see(admin, 'keys')
  await page.getByRole('link', { name: 'Sign-up server' }).click()
  await stage.see(admin, 'key')
  await page.getByRole('button', { name: 'Revoke the key' }).click()
  await page.getByText('Revoked').first().waitFor()
}

type Shopper = { page: Page; context: BrowserContext; said: string[] }

async function openShop(stage: Stage, browser: Browser): Promise<Shopper> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => stage.problems.push(`${page.url()}: ${error.message}`))
  return { page, context, said }
}

async function recommendedIn(page: Page): Promise<string> {
  const output = page.locator('#referral').filter({ hasText: /^[\w-]{60,200}$/ })
  await output.waitFor()
  return (await output.textContent()) ?? ''
}

const cookieOf = async (context: BrowserContext): Promise<string | undefined> =>
  (await context.cookies()).find(({ name }) => name === 'goodword_referral')?.value

async function referenceOf(page: Page, selector: string): Promise<string | undefined> {
  const href = (await page.locator(selector).getAttribute('href')) ?? ''
  return new URL(href, page.url()).searchParams.get('client_reference_id') ?? undefined
}

function expectAll(stage: Stage, what: string, values: Record<string, string | null | undefined>, expected: string | undefined): void {
  for (const [name, value] of Object.entries(values)) {
    if ((value ?? undefined) !== expected) stage.problems.push(`${what}: ${name} is ${value}, not ${expected}`)
  }
}
