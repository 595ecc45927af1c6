import { base64url } from 'jose'
import type { Passkey } from '../../schema/passkeys.ts'
import type { Settings } from '../settings.ts'
import type { AddedCredential, Proof } from './passkey-shapes.ts'
import { relyingPartyOf } from './rules.ts'

// The library is large and asked a few times a day, so each function loads it when it is called (style.md 2.8).

type Known = Pick<Passkey, 'id' | 'transports'>

/** Edwards and NIST curves, and RSA for old Windows: by COSE's numbers. */
const algorithms = [-8, -7, -257]

/** What a browser is told to make a passkey from; `challenge` is base64url, `known` are not made a second time. */
export async function creationOptions(
  settings: Settings,
  person: { id: string; name: string; email: string },
  challenge: string,
  known: readonly Known[],
) {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  return generateRegistrationOptions({
    rpName: settings.companyName,
    rpID: relyingPartyOf(settings.portalOrigin).id,
    userID: new Uint8Array(new TextEncoder().encode(person.id)),
    userName: person.email,
    userDisplayName: person.name,
    challenge: new Uint8Array(base64url.decode(challenge)),
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
    timeout: 300_000,
  })
}

/** What a browser is told to ask one of these passkeys. */
export async function requestOptions(settings: Settings, challenge: string, known: readonly Known[]) {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  return generateAuthenticationOptions({
    rpID: relyingPartyOf(settings.portalOrigin).id,
    challenge: new Uint8Array(base64url.decode(challenge)),
    allowCredentials: known.map(({ id, transports }) => ({ id, transports })),
    userVerification: 'required',
    timeout: 300_000,
  })
}

/** The new passkey in a browser's answer; nothing unless it was made here, now, by somebody who unlocked it. */
export async function readAdded(settings: Settings, challenge: string, added: AddedCredential) {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { origin, id } = relyingPartyOf(settings.portalOrigin)
  const verified = await verifyRegistrationResponse({
    response: { ...added, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(asNothing)
  if (!verified?.verified) return undefined
  const { credential } = verified.registrationInfo
  return { id: credential.id, publicKey: base64url.encode(credential.publicKey), signCount: credential.counter }
}

/**
 * How often the passkey says it was used, when it truly signed the challenge here, unlocked; else nothing. Whether the count
 * may be is for `isNextCount` to say, so the library is told of none.
 */
export async function readProof(settings: Settings, challenge: string, proof: Proof, passkey: Passkey): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { origin, id } = relyingPartyOf(settings.portalOrigin)
  const verified = await verifyAuthenticationResponse({
    response: { ...proof, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    credential: { id: passkey.id, publicKey: new Uint8Array(base64url.decode(passkey.publicKey)), counter: 0 },
    requireUserVerification: true,
  }).catch(asNothing)
  return verified?.verified ? verified.authenticationInfo.newCounter : undefined
}

/** The library throws for every answer that is not right, with plain errors and words of its own. */
const asNothing = () => undefined
