import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { isCode } from './code.ts'
import { digestOf } from './keys.ts'
import { limits } from './rules.ts'
import { draftSession } from './session.ts'
import { insertSession } from './session-store.ts'
import { activateMember, consumeSignIn, countTry, findOpenLink, type SignIn, takeCodeTry, triesOf } from './store.ts'

export type LinkState = 'ready' | 'elsewhere' | 'gone'

/** What a mailed link is worth in the browser that opens it. Looking uses nothing up. */
export async function lookAtLink(
  { db, now }: Deps,
  token: string,
  browser: string | undefined,
): Promise<{ state: Exclude<LinkState, 'ready'> } | { state: 'ready'; signIn: SignIn }> {
  const signIn = await findOpenLink(db, await digestOf(token), now())
  if (!signIn) return { state: 'gone' }
  const asked = browser !== undefined && (await digestOf(browser)) === signIn.browserHash
  return asked ? { state: 'ready', signIn } : { state: 'elsewhere' }
}

/**
 * Signs in by link or code: uses the sign-in up and starts the session in one batch, so two posts at once start one.
 *
 * @returns the token of the session's cookie, or nothing when the sign-in was used or ran out meanwhile
 */
export async function consume(deps: Deps, signIn: SignIn, by: 'link' | 'code', userAgent: string): Promise<string | undefined> {
  const { db, now } = deps
  const { session, token } = await draftSession(deps, { kind: signIn.personKind, id: signIn.personId }, { userAgent })
  try {
    await db.batch([
      consumeSignIn(db, signIn.id, now()),
      ...changedExactly(db),
      insertSession(db, session),
      activateMember(db, signIn.personId),
      trail(db, { at: now(), actor: signIn.personId, act: 'person.signed_in', subject: signIn.personId, detail: { by } }),
    ])
    return token
  } catch (error) {
    if (wasRefused(error)) return undefined
    throw error
  }
}

/**
 * The sign-in that this code belongs to, after taking one of its tries. Nothing tells a wrong code from one that nobody was mailed.
 */
export async function findByCode(deps: Deps, browser: string, code: string): Promise<SignIn | undefined> {
  const { db, now, settings } = deps
  const signIn = await takeCodeTry(db, await digestOf(browser), now())
  if (!signIn) return undefined

  const limit = limits.wrongCodeByPerson
  const tooMany = (await triesOf(db, limit, signIn.personId, now())) >= limit.times
  const right = await isCode(settings, signIn, code)
  if (!right) await countTry(db, limit, signIn.personId, now())
  return right && !tooMany ? signIn : undefined
}
