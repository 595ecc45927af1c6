import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { codes } from './partner-scenes.ts'
import type { Stage } from './stage.ts'

/** Pages of the company's that the script has to get along with: impatient routers, no cookies, a frame without rights, drawn links. */
export async function standOddPages(stage: Stage, browser: Browser): Promise<void> {
  const referral = await outrunRouter(stage, browser)
  await beWithoutCookies(stage, browser)
  await liveInFrame(stage, browser, referral)
  await passDrawing(stage, browser, referral)
  await agreeEarly(stage, browser, referral)
}

const impatient = `addEventListener('load', () => {
  history.replaceState({}, '', location.pathname + location.search)
  history.pushState({}, '', '/site/odd/next')
})`

/** A router that writes the address anew while the portal is asked: what waits for the answer waits on, a sign-up too. */
async function outrunRouter(stage: Stage, browser: Browser): Promise<string> {
  const { page, context } = await openOdd(
    stage,
    browser,
    `<script>goodword('identify', { email: 'max@odd.example' });${impatient}</script>`,
  )
  await context.route('**/goodword/arrivals', slowly)
  await context.route('**/goodword/identifications', (route) => route.abort())
  const told = page.waitForRequest('**/goodword/identifications')
  await page.goto(`${stage.addresses.site}/odd?via=${codes.site}`)
  const referral = await foundIn(page)
  expectIs(stage, 'a router that moves on: the form', await fieldOf(page), referral)
  expectIs(stage, 'a router that moves on: the sign-up', (await told).postDataJSON()?.referral, referral)
  await context.close()
  return referral
}

/** Cookies refused altogether, as a browser may be told to: the page goes on, and the form carries the id. */
async function beWithoutCookies(stage: Stage, browser: Browser): Promise<void> {
  const { page, context } = await openOdd(stage, browser)
  await context.addInitScript(`
    const refuse = () => { throw new DOMException('Access is denied for this document.', 'SecurityError') }
    Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse })`)
  await page.goto(`${stage.addresses.site}/odd?via=${codes.site}`)
  expectIs(stage, 'without cookies: the form', await fieldOf(page), await foundIn(page))
  await context.close()
}

/** In a sandboxed frame, whose origin is nobody's: the portal answers it nothing, and what the address brought is in its form. */
async function liveInFrame(stage: Stage, browser: Browser, referral: string): Promise<void> {
  const { page, context } = await openOdd(stage, browser)
  const address = `${stage.addresses.site}/odd?goodword_referral=${referral}`
  await context.route('**/odd/frame', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<title>Frame</title><iframe sandbox="allow-scripts allow-forms" src="${address}"></iframe>`,
    }),
  )
  await page.goto(`${stage.addresses.site}/odd/frame`)
  const field = page.frameLocator('iframe').locator('form [name=goodword_referral]')
  await field.waitFor({ state: 'attached' })
  expectIs(stage, 'in a frame: the form', await field.inputValue(), referral)
  // Filled in after the form.
  const found = page.frameLocator('iframe').locator('#found').filter({ hasText: /./ })
  expectIs(stage, 'in a frame: what is found', await found.textContent(), referral)
  await context.close()
}

/** A drawing may hold links, too; what comes behind it on the page is filled in all the same. */
async function passDrawing(stage: Stage, browser: Browser, referral: string): Promise<void> {
  const drawing =
    '<svg><a href="https://buy.stripe.com/test_drawn"><text y="20">Buy</text></a></svg><svg><a data-goodword href="#x"></a></svg>'
  const { page, context } = await openOdd(stage, browser, `${drawing}<a id="buy" href="https://buy.stripe.com/test_odd?a=b#c">Buy</a>`)
  await page.goto(`${stage.addresses.site}/odd?goodword_referral=${referral}`)
  await foundIn(page)
  const link = await page.locator('#buy').getAttribute('href')
  expectIs(stage, 'behind a drawing: the link', link, `https://buy.stripe.com/test_odd?a=b&client_reference_id=${referral}#c`)
  await context.close()
}

/** Consent while the portal is asked: the cookie waits for the answer, and stays as long as that says. */
async function agreeEarly(stage: Stage, browser: Browser, referral: string): Promise<void> {
  const { page, context } = await openOdd(stage, browser, `<script>addEventListener('load', () => goodword('consent', true))</script>`)
  const days = 200
  await context.route('**/goodword/arrivals', async (route) => {
    await later()
    const headers = { 'access-control-allow-origin': new URL(stage.addresses.site).origin }
    await route.fulfill({ headers, json: { referral, days, wait: true } })
  })
  await page.goto(`${stage.addresses.site}/odd?goodword_referral=${referral}`)
  await foundIn(page)
  const cookie = (await context.cookies()).find(({ name }) => name === 'goodword_referral')
  expectIs(stage, 'consent while the portal is asked', cookie?.value, referral)
  const kept = Math.round(((cookie?.expires ?? 0) - Date.now() / 1_000) / 86_400)
  expectIs(stage, 'days of the cookie', String(kept), String(days))
  await context.close()
}

type Odd = { page: Page; context: BrowserContext }

/** A page of the site's with the two lines, a form and what else it holds. */
async function openOdd(stage: Stage, browser: Browser, more = ''): Promise<Odd> {
  // The page is made here, so that the browser takes it for one of the wide world's, which may not ask this machine.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ['local-network-access'] })
  await context.route(/\/site\/odd(\?|$)/, (route) =>
    route.fulfill({ contentType: 'text/html', body: oddPage(stage.addresses.portal, more) }),
  )
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => stage.problems.push(`${page.url()}: ${error.message}`))
  return { page, context }
}

const oddPage = (portal: string, more: string) => `<!doctype html><title>Odd</title>
<script>window.goodword=window.goodword||function(){(goodword.q=goodword.q||[]).push(arguments)}</script>
<script async src="${portal}/goodword.js"></script>
<output id="found"></output>
<script>goodword('ready', ({ referral }) => { document.getElementById('found').textContent = referral || 'nobody' })</script>
${more}<form data-goodword></form>`

async function foundIn(page: Page): Promise<string> {
  const found = page.locator('#found').filter({ hasText: /./ })
  await found.waitFor()
  return (await found.textContent()) ?? ''
}

const fieldOf = (page: Page): Promise<string> => page.locator('form [name=goodword_referral]').inputValue()

const later = () => new Promise((wake) => setTimeout(wake, 500))
const slowly = async (route: Route) => {
  await later()
  await route.continue()
}

function expectIs(stage: Stage, what: string, value: string | null | undefined, expected: string): void {
  if (value !== expected || expected === 'nobody') stage.problems.push(`${what} is ${value}, not ${expected}`)
}
