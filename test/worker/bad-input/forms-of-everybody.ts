import { openBrowser, readSignInMail } from '../identity/browser.ts'
import { haveLink } from '../tracking/fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional } = field

/** A browser that asked for a sign-in mail, and the mail. */
async function asked({ world, people }: Scene) {
  const browser = openBrowser(world)
  await browser.ask('/sign-in', { email: people.member.email })
  await world.settle()
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return { ...readSignInMail(world.mails.at(-1)), cookie }
}

/** What people send before they are signed in, or whoever they are. */
export const formsOfEverybody: Record<string, FormRow> = {
  'POST /sign-in': {
    as: 'nobody',
    ready: ({ people }) => ({ path: '/sign-in', form: { email: people.member.email, next: '/links' } }),
    fields: { email: rule('email'), next: optional('anything') },
  },
  'POST /sign-in/code': {
    as: 'nobody',
    ready: async (scene) => {
      const { cookie, code } = await asked(scene)
      return { path: '/sign-in/code', form: { code, next: '/links' }, cookie }
    },
    fields: { code: rule('digits'), next: optional('anything') },
  },
  'POST /sign-in/link/:token': {
    as: 'nobody',
    ready: async (scene) => {
      const { cookie, path } = await asked(scene)
      return { path, form: { next: '/links' }, cookie }
    },
    fields: { next: optional('anything') },
    takesNothing: true,
  },
  'POST /sign-out': { as: 'member', ready: () => ({ path: '/sign-out', form: {} }), fields: {}, takesNothing: true },
  'POST /i/:code': {
    as: 'nobody',
    ready: async ({ world, partner, act }) => {
      const { code } = await haveLink(world, partner.id, { kind: 'introduction' })
      const person = { contactName: 'Ada Quill', email: 'ada@quillworks.example', company: 'Quillworks' }
      return { path: `/i/${code}`, form: { act: act(), ...person, need: 'A planning tool.', code: '', website: '', goodword_referral: '' } }
    },
    fields: {
      act: rule('act'),
      company: rule('line'),
      contactName: rule('line'),
      email: rule('email'),
      need: rule('text'),
      code: { kind: 'code', optional: true },
      goodword_referral: optional('anything'),
    },
    makes: 'introductions',
  },
}
