import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { renderSignInMail } from '../notices/render-sign-in.ts'
import { codeHashOf, randomCode } from './code.ts'
import { digestOf, randomToken } from './keys.ts'
import { type Limit, signInEnd } from './rules.ts'
import { countTry, findPersonByEmail, insertSignIn, type KnownPerson } from './store.ts'

/** @throws Refusal too_many once this has been tried too often */
export async function refuseBeyond(deps: Pick<Deps, 'db' | 'now'>, limit: Limit, whose: string): Promise<void> {
  const tries = await countTry(deps.db, limit, await digestOf(whose), deps.now())
  if (tries <= limit.times) return
  throw new Refusal('too_many', 'That was tried very often in a short time. Please wait an hour and try again.')
}

/**
 * Mails a link and a code to somebody who may sign in; does nothing for an address that nobody has. It runs behind the answer,
 * which therefore looks and takes the same for both.
 */
export async function mailSignIn(deps: Deps, asked: { email: string; browser: string; next: string }): Promise<void> {
  const person = await findPersonByEmail(deps.db, asked.email)
  if (!person) return
  const { id, token, code } = await storeSignIn(deps, person, await digestOf(asked.browser))

  const query = asked.next === '/' ? '' : `?next=${encodeURIComponent(asked.next)}`
  const url = `${deps.settings.portalOrigin}/sign-in/link/${token}${query}`
  await deps.mailer.send({ id, to: person.email, ...renderSignInMail(deps.settings, { name: person.name, url, code }) })
}

async function storeSignIn(deps: Deps, person: { kind: KnownPerson['kind']; id: string }, browserHash: string) {
  const id = deps.newId('sgn')
  const [token, code, at] = [randomToken(), randomCode(), deps.now()]
  await insertSignIn(deps.db, {
    id,
    personKind: person.kind,
    personId: person.id,
    tokenHash: await digestOf(token),
    codeHash: await codeHashOf(deps.settings, id, code),
    browserHash,
    codeTries: 0,
    createdAt: at,
    expiresAt: signInEnd(at),
  })
  return { id, token, code }
}
