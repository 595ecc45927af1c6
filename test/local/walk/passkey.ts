import { openAuthenticator } from '../../support/authenticator.ts'
import { plain } from './forms.ts'
import type { Page, Person } from './person.ts'
import type { Setting } from './setting.ts'

/** The same person holds the same key in every walk, so that the next one finds it. */
const keyOf = (person: Person) => openAuthenticator(`walk of ${person.email}`)

/** What the page tells the browser to ask of an authenticator, if it asks at all. */
function questionOn(page: Page): { challenge: string; allowCredentials?: { id: string }[] } | undefined {
  const options = /<passkey-button[^>]* options="([^"]*)"/.exec(page.html)?.[1]
  return options && JSON.parse(plain(options))
}

/**
 * The person has the passkey of the walk: from an earlier one, or by a new code of the administrator's, which ends whatever
 * passkeys they had at this portal.
 */
export async function havePasskey({ admin }: Setting, person: Person): Promise<void> {
  const { credentialId } = await keyOf(person)
  const known = questionOn(await person.open('/sign-in/second-factor'))?.allowCredentials ?? []
  if (known.some(({ id }) => id === credentialId)) return

  const code = await makeCode(admin, person)
  const beginning = await person.open('/account/passkeys/new')
  const page = await beginning.press('Go on', { code })
  const question = questionOn(page)
  if (!question) throw new Error(`${page.url} asks for no passkey`)
  const credential = await (await keyOf(person)).create(question, new URL(page.url).origin)
  const account = await page.press('Make the passkey', { name: 'Walk', credential })
  account.expect('Walk').expect('Never')
}

async function makeCode(admin: Person, person: Person): Promise<string> {
  const people = await admin.signIn('/people')
  const href = new RegExp(`href="(/people/stf_\\w+)"[^>]*>${person.name}<`).exec(people.html)?.[1]
  if (!href) throw new Error(`${person.name} is not on ${people.url}`)
  const page = await admin.open(href)
  const button = ['Make a one-time code', 'Remove all and make a new code'].find((label) => page.has(label))
  if (!button)
    throw new Error('An administrator of this portal has a passkey that the walk does not hold. npm start -- --reset begins anew.')
  const shown = await page.press(button)
  return /value="((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})"/.exec(shown.html)?.[1] ?? ''
}

/** Answers the page that asks for a passkey, and goes where that leads. */
export async function usePasskey(person: Person, asking: Page): Promise<Page> {
  const question = questionOn(asking)
  if (!question) throw new Error(`${asking.url} asks for no passkey: ${asking.text.slice(0, 500)}`)
  const credential = await (await keyOf(person)).get(question, new URL(asking.url).origin)
  return asking.press('Use your passkey', { credential })
}
