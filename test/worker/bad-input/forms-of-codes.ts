import { syncPromotionCodes } from '../../../worker/tracking/promotion-sync.ts'
import { atStripe } from '../deals/stripe-story.ts'
import { haveLink } from '../tracking/fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field
const version = hidden('whole')
let made = 0

/** A promotion code of Stripe's that belongs to nobody yet. */
export async function haveCode({ world }: Pick<Scene, 'world'>): Promise<string> {
  const { id } = await atStripe(world, 'promotion-code', { code: `CODE${++made}`, percent: 10 })
  await syncPromotionCodes(world.deps)
  return id
}

/** Somebody wrote to us and has the private link of its mail. */
export async function havePrivateLink(
  { world, partner }: Pick<Scene, 'world' | 'partner'>,
  email = `ann${++made}@oak${made}.example`,
): Promise<string> {
  const { code } = await haveLink(world, partner.id, { kind: 'introduction' })
  const form = { act: `act_${email.replaceAll(/\W/g, '')}`, company: 'Oak', contactName: 'Ann Lee', email, need: 'A tool.' }
  await world.ask(`/i/${code}`, { form: { ...form, website: '', goodword_referral: '' } })
  await world.settle()
  const letter = world.mails.findLast(({ to }) => to === email)
  return /(\/me\/[\w-]+)/.exec(letter?.text ?? '')?.[1] ?? ''
}

/** Codes, and what a prospect does on its own pages. */
export const formsOfCodes: Record<string, FormRow> = {
  'POST /i/:code/decline': {
    as: 'nobody',
    ready: async ({ world, partner }) => {
      const { code } = await haveLink(world, partner.id, { kind: 'introduction' })
      return { path: `/i/${code}/decline`, form: { goodword_referral: '' } }
    },
    fields: { goodword_referral: optional('anything') },
    takesNothing: true,
  },
  'POST /me': {
    as: 'nobody',
    ready: () => ({ path: '/me', form: { email: 'ann@oak.example' } }),
    fields: { email: rule('email') },
  },
  'POST /me/:token/correction': {
    as: 'nobody',
    ready: async (scene) => ({
      path: `${await havePrivateLink(scene, 'ann@oak.example')}/correction`,
      form: { name: 'Ann Lee-Oak', email: 'ann@oak.example', title: 'Planner', company: 'Oak & Sons' },
    }),
    fields: { name: rule('line'), email: rule('email'), title: optional('line'), company: rule('line') },
  },
  'POST /me/:token/objection': {
    as: 'nobody',
    ready: async (scene) => ({ path: `${await havePrivateLink(scene)}/objection`, form: { partner: scene.partner.id } }),
    fields: { partner: hidden('id') },
  },
  'POST /me/:token/erasure': {
    as: 'nobody',
    ready: async (scene) => ({ path: `${await havePrivateLink(scene)}/erasure`, form: { sure: 'yes' } }),
    fields: { sure: hidden('choice') },
  },
  'POST /promotion-codes/sync': { as: 'sales', ready: () => ({ path: '/promotion-codes/sync', form: {} }), fields: {}, takesNothing: true },
  'POST /promotion-codes/:id/partner': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/promotion-codes/${await haveCode(scene)}/partner`,
      form: { partner: scene.partner.id, version: '1' },
    }),
    fields: { partner: { kind: 'choice', optional: true }, version },
  },
  'POST /promotion-codes/:id/limits': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/promotion-codes/${await haveCode(scene)}/limits`,
      form: { from: '2026-11-01', until: '2026-12-31', most: '20', version: '1' },
    }),
    fields: { from: optional('date'), until: optional('date'), most: optional('whole'), version },
  },
  'POST /promotion-codes/:id/pause': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/promotion-codes/${await haveCode(scene)}/pause`,
      form: { reason: 'On a coupon site.', version: '1' },
    }),
    fields: { reason: rule('note'), version },
  },
  'POST /promotion-codes/:id/resume': {
    as: 'sales',
    ready: async (scene) => ({ path: `/promotion-codes/${await haveCode(scene)}/resume`, form: { version: '1' } }),
    fields: { version },
  },
  'POST /promotion-codes/:id/benefit': {
    as: 'admin',
    ready: async (scene) => ({
      path: `/promotion-codes/${await haveCode(scene)}/benefit`,
      form: { group: scene.group.id, words: '10 % off your first year' },
    }),
    fields: { group: rule('choice'), words: optional('line') },
  },
  'POST /promotion-codes/:id/benefit/end': {
    as: 'admin',
    ready: async (scene) => ({ path: `/promotion-codes/${await haveCode(scene)}/benefit/end`, form: { group: scene.group.id } }),
    fields: { group: hidden('choice') },
  },
}
