import { makePasskeyCode } from '../../../worker/identity/others-passkeys.ts'
import { startSession } from '../../../worker/identity/session.ts'
import { type Authenticator, openAuthenticator } from '../../support/authenticator.ts'
import type { World } from '../../support/world.ts'

type Person = { kind: 'staff'; id: string; name: string }
export type Signed = { person: Person; sessionId: string; ask: (path: string, form?: Record<string, string>) => Promise<Response> }

export const origin = 'http://localhost:8787'

/** A browser in which the person is signed in. */
export async function signedIn(world: World, person: Person): Promise<Signed> {
  const { cookie, sessionId } = await startSession(world.deps, person, { userAgent: 'test' })
  return { person, sessionId, ask: (path, form) => world.ask(path, { headers: { cookie }, ...(form && { form }) }) }
}

/** What a page tells the browser, and the id that goes back with the answer. */
export async function questionOn(page: Response) {
  const html = await page.text()
  const plain = (text: string | undefined) => (text ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return {
    options: JSON.parse(plain(/<passkey-button[^>]* options="([^"]*)"/.exec(html)?.[1]) || '{}'),
    challenge: /name="challenge" value="([^"]*)"/.exec(html)?.[1] ?? '',
  }
}

/** An admin's code for the person. */
export const haveCode = (world: World, person: Person, admin: Person): Promise<string> =>
  makePasskeyCode(world.deps, { id: admin.id, name: admin.name, secondFactorAt: world.now() }, person.id)

/** Adds a first passkey on its pages. */
export async function haveFirstPasskey(world: World, signed: Signed, admin: Person, authenticator?: Authenticator): Promise<Authenticator> {
  const held = authenticator ?? (await openAuthenticator(signed.person.id))
  const code = await haveCode(world, signed.person, admin)
  const { options, challenge } = await questionOn(await signed.ask('/account/passkeys/new', { code }))
  const credential = await held.create(options, origin)
  const answer = await signed.ask('/account/passkeys', { challenge, credential, name: 'Laptop', code })
  if (answer.status !== 303) throw new Error(`The passkey was not added: ${answer.status} ${await answer.text()}`)
  return held
}
