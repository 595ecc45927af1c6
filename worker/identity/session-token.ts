import { errors, jwtVerify, SignJWT } from 'jose'
import { assert } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { keyFor } from './keys.ts'

/** A session's id, signed for its cookie. The token proves only that the id is ours; D1 says what it is worth. */
export async function signSession(settings: Settings, session: { id: string; createdAt: Date; expiresAt: Date }): Promise<string> {
  const key = await keyFor(settings, 'session')
  assert(key, 'there is a signing key')
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256', kid: settings.signingKeys[0]?.id ?? '' })
    .setJti(session.id)
    .setIssuedAt(session.createdAt)
    .setExpirationTime(session.expiresAt)
    .sign(key)
}

/** The session id in a token that we signed and that has not run out; anything else is nobody's. */
export async function readSessionToken(settings: Settings, token: string, now: Date): Promise<string | undefined> {
  try {
    const keyOf = async ({ kid }: { kid?: string | undefined }) => {
      const key = await keyFor(settings, 'session', kid ?? '')
      if (!key) throw new errors.JWKSNoMatchingKey()
      return key
    }
    const { payload } = await jwtVerify(token, keyOf, { algorithms: ['HS256'], currentDate: now, requiredClaims: ['jti', 'exp'] })
    return payload.jti
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}
