import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core'
import { askJson } from '../local/walk/ask.ts'

export type Mail = { id: string; to: string; subject: string; text: string }

/** The Chromium that npm brought. Its own suggestions for arguments would end it with its first context. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'] })

/** Somebody with a browser of their own. */
export type Visitor = { page: Page; context: BrowserContext; email: string; mail: (subject: RegExp) => Promise<Mail> }

/**
 * @param complaints - collects what the browser complains of
 * @param missing - addresses that are opened although nothing is there
 */
export async function openVisitor(
  browser: Browser,
  world: string,
  email: string,
  complaints: string[],
  missing: ReadonlySet<string>,
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    // Still pages: a transition that a busy machine gives up would count as a complaint.
    reducedMotion: 'reduce',
    // A browser without a window names itself a headless one: that is a known bot, and its clicks are not counted.
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('console', (message) => {
    // A refusal of the content security policy arrives here as well.
    const isExpected = message.text().startsWith('Failed to load resource') && missing.has(message.location().url)
    if (message.type() === 'error' && !isExpected) complaints.push(`${page.url()}: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return { page, context, email, mail: (subject) => waitForMail(world, email, subject) }
}

/** The newest mail of that subject, and each only once: a mail that was read is not taken for the next. */
async function waitForMail(world: string, email: string, subject: RegExp): Promise<Mail> {
  for (let tries = 0; tries < 100; tries += 1) {
    const mails = await askJson<Mail[]>(`${world}/mailbox.json?to=${encodeURIComponent(email)}`)
    const found = mails.find((mail) => subject.test(mail.subject) && !read.has(mail.id))
    if (found) {
      read.add(found.id)
      return found
    }
    await new Promise((wake) => setTimeout(wake, 100))
  }
  throw new Error(`${email} got no mail like ${subject}`)
}
const read = new Set<string>()
