import * as v from 'valibot'
import { incomplete, nameShape } from '../form-shapes.ts'
import { readPasskeyCode } from './passkey-code.ts'

const noAnswer = 'The browser sent no answer of a passkey. Press the button and follow what your device asks.'

const base64url = v.pipe(v.string(noAnswer), v.regex(/^[\w-]{1,20000}$/, noAnswer))
/** Of a credential: 16 bytes at least, 1,023 at most. */
const credentialId = v.pipe(v.string(noAnswer), v.regex(/^[\w-]{22,1364}$/, noAnswer))
const answer = { id: credentialId, rawId: credentialId, type: v.literal('public-key', noAnswer) }

const asJson = v.pipe(v.string(noAnswer), v.parseJson(undefined, noAnswer))

/** A browser says more about a credential; what we do not check is left out. */
const added = v.pipe(
  asJson,
  v.object(
    {
      ...answer,
      response: v.object(
        {
          clientDataJSON: base64url,
          attestationObject: base64url,
          transports: v.optional(
            v.pipe(v.array(v.pipe(v.string(noAnswer), v.regex(/^[a-z-]{1,20}$/, noAnswer))), v.maxLength(10, noAnswer)),
            [],
          ),
        },
        noAnswer,
      ),
    },
    noAnswer,
  ),
)
export type AddedCredential = v.InferOutput<typeof added>

const proof = v.pipe(
  asJson,
  v.object(
    { ...answer, response: v.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }, noAnswer) },
    noAnswer,
  ),
)
export type Proof = v.InferOutput<typeof proof>

const challenge = v.pipe(v.string(incomplete), v.regex(/^\w{1,60}$/, incomplete))
const next = v.optional(v.string(incomplete), '')

/** Sixteen letters and digits, however they were typed. */
const code = v.pipe(
  v.string('Type the one-time code that an administrator gave you.'),
  v.transform(readPasskeyCode),
  v.regex(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/, 'The one-time code has sixteen letters and digits. Look at it again.'),
)

const name = nameShape('Give it a name that tells where it is.', 60)

export const proofShape = v.strictObject({ challenge, credential: proof, next }, incomplete)
export const passkeyCodeShape = v.strictObject({ code }, incomplete)
export const newPasskeyShape = v.strictObject({ challenge, credential: added, name, code: v.optional(code) }, incomplete)
export const passkeyNameShape = v.strictObject({ name }, incomplete)
