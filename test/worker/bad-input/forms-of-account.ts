import { openAuthenticator } from '../../support/authenticator.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { haveCode, haveFirstPasskey, origin, questionOn, signedIn } from '../identity/passkeys.ts'
import { type FormRow, field } from './form-row.ts'
import { cookieOf, type Scene } from './scene.ts'

const { rule, optional, hidden } = field

/** Somebody of finance at the page that asks for a new passkey, and its answer. */
async function askedForNew({ world, people }: Scene) {
  const cookie = await cookieOf(world, people.finance)
  const code = await haveCode(world, people.finance, people.admin)
  const page = await world.ask('/account/passkeys/new', { headers: { cookie }, form: { code } })
  const { options, challenge } = await questionOn(page)
  const credential = await (await openAuthenticator('bad input')).create(options, origin)
  return { cookie, form: { challenge, credential, name: 'Laptop', code } }
}

/** Somebody of finance at the page that asks for their passkey, and its answer. */
async function askedForProof({ world, people }: Scene) {
  const held = await haveFirstPasskey(world, await signedIn(world, people.finance), people.admin)
  const cookie = await cookieOf(world, people.finance)
  const { options, challenge } = await questionOn(await world.ask('/sign-in/second-factor', { headers: { cookie } }))
  return { cookie, form: { challenge, credential: await held.get(options, origin), next: '/runs' } }
}

async function haveOne({ world, people }: Scene): Promise<string> {
  const { credentialId } = await haveFirstPasskey(world, await signedIn(world, people.finance), people.admin)
  return credentialId
}

/** What staff send about passkeys, their own and others'. */
export const formsOfAccount: Record<string, FormRow> = {
  'POST /sign-in/second-factor': {
    as: 'finance',
    ready: async (scene) => ({ path: '/sign-in/second-factor', ...(await askedForProof(scene)) }),
    fields: { challenge: hidden('id'), credential: hidden('digits'), next: optional('anything') },
  },
  'POST /account/passkeys/new': {
    as: 'finance',
    ready: async ({ world, people }) => ({
      path: '/account/passkeys/new',
      form: { code: await haveCode(world, people.finance, people.admin) },
    }),
    fields: { code: rule('digits') },
  },
  'POST /account/passkeys': {
    as: 'finance',
    ready: async (scene) => ({ path: '/account/passkeys', ...(await askedForNew(scene)) }),
    fields: {
      challenge: hidden('id'),
      credential: hidden('digits'),
      name: rule('line'),
      code: { kind: 'digits', optional: true, hidden: true },
    },
    makes: 'passkeys',
  },
  'POST /account/passkeys/:id/name': {
    as: 'finance',
    ready: async (scene) => ({ path: `/account/passkeys/${await haveOne(scene)}/name`, form: { name: 'Desk' } }),
    fields: { name: rule('line') },
  },
  'POST /account/passkeys/:id/removal': {
    as: 'finance',
    ready: async (scene) => ({ path: `/account/passkeys/${await haveOne(scene)}/removal`, form: {} }),
    fields: {},
  },
  'POST /people/:id/passkey-code': {
    as: 'admin',
    ready: ({ people }) => ({ path: `/people/${people.sales.id}/passkey-code`, form: {} }),
    fields: {},
  },
  'POST /people/:id/passkey-removal': {
    as: 'admin',
    ready: async ({ world, people }) => {
      const holder = await haveStaff(world, 'approver')
      await haveFirstPasskey(world, await signedIn(world, holder), people.admin)
      return { path: `/people/${holder.id}/passkey-removal`, form: {} }
    },
    fields: {},
  },
}
