import type { Browser } from 'playwright-core'
import type { Addresses } from '../local/addresses.ts'
import { askJson } from '../local/walk/ask.ts'
import { look } from './look.ts'
import { openVisitor, type Visitor } from './visitor.ts'

/** Where the browser walks: a world, its people, and all that was found wrong on the way. */
export type Stage = {
  addresses: Addresses
  problems: string[]
  /** The visitor with that mail address, in a browser of their own. */
  enter: (email: string) => Promise<Visitor>
  /** Photographs the page the visitor sees and asks whether it can be used by everybody. */
  see: (visitor: Visitor, name: string) => Promise<void>
  /** An act on Stripe's side. */
  stripe: (act: string, body: object) => Promise<unknown>
}

/** Nobody has a link of this code, and nothing is at this path. */
export const unknownCode = 'nobody-made-this'
export const missingPage = '/nothing-here'
/** Nobody’s private link. */
export const endedLink = '/me/nobodys'

export function createStage(browser: Browser, addresses: Addresses): Stage {
  const problems: string[] = []
  const missing = new Set([`${addresses.portal}/r/${unknownCode}`, addresses.portal + missingPage, addresses.portal + endedLink])
  return {
    addresses,
    problems,
    enter: (email) => openVisitor(browser, addresses.world, email, problems, missing),
    see: async ({ page }, name) => {
      problems.push(...(await look(page, name)))
    },
    stripe: (act, body) => askJson(`${addresses.world}/_/${act}`, body),
  }
}

/** Signs in by the mailed link, in the browser that asked. */
export async function signIn({ addresses }: Stage, visitor: Visitor): Promise<void> {
  const { page } = visitor
  await page.goto(`${addresses.portal}/sign-in`)
  await page.getByLabel('Your mail address').fill(visitor.email)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await page.getByRole('heading', { name: 'Look at your mail' }).waitFor()
  const mail = await visitor.mail(/^Sign in/)
  await page.goto(/https?:\/\/\S+\/sign-in\/link\/\S+/.exec(mail.text)?.[0] ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor({ state: 'attached' })
}
