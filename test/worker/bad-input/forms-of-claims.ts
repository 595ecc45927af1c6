import { answerClaim } from '../../../worker/attribution/answer-claim.ts'
import { submitClaim } from '../../../worker/attribution/claim.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field
const evidence = 'I named you to their buyer at the fair in March.'
const because = 'Their mail of March came first, and we answered it.'

/** A claim of the scene's partner to a company that another one brought. */
export async function haveClaim({ world, partner, act }: Pick<Scene, 'world' | 'partner' | 'act'>): Promise<string> {
  await haveProspect(world, (await havePartner(world)).id, { company: 'Tern', domain: 'tern.example' })
  const form = { act: act(), kind: 'missing', company: '', domain: 'tern.example', evidence, link: '' } as const
  return submitClaim(world.deps, { id: partner.owner.id, partnerId: partner.id }, form)
}

async function haveRefusedClaim(scene: Pick<Scene, 'world' | 'partner' | 'act'>): Promise<string> {
  const id = await haveClaim(scene)
  const by = { ...(await haveStaff(scene.world, 'sales')), roles: ['sales'] }
  await answerClaim(scene.world.deps, id, { answer: 'refused', reason: because }, by)
  return id
}

/** What claims and moved credit are told by. */
export const formsOfClaims: Record<string, FormRow> = {
  'POST /claims': {
    as: 'member',
    ready: ({ act }) => ({
      path: '/claims',
      form: { act: act(), kind: 'missing', company: 'Tern', domain: 'tern.example', evidence, link: 'https://mail.example/1' },
    }),
    fields: {
      act: rule('act'),
      kind: rule('choice'),
      company: { kind: 'line', optional: true },
      domain: optional('domain'),
      evidence: rule('text'),
      link: { kind: 'choice', optional: true, more: ['javascript:alert(1)', 'ftp://x.example', 'https://a:b@x.example/', 'nowhere'] },
    },
    makes: 'claims',
  },
  'POST /claims/:id/appeal': {
    as: 'member',
    ready: async (scene) => ({
      path: `/claims/${await haveRefusedClaim(scene)}/appeal`,
      form: { appeal: 'It was for their sister company.' },
    }),
    fields: { appeal: rule('text') },
  },
  'POST /claims/:id/answer': {
    as: 'sales',
    ready: async ({ world, partner, act }) => {
      const form = { act: act(), kind: 'missing', company: 'Tern', domain: '', evidence, link: '' } as const
      const id = await submitClaim(world.deps, { id: partner.owner.id, partnerId: partner.id }, form)
      const prospect = (await haveProspect(world, (await havePartner(world)).id)).id
      return { path: `/claims/${id}/answer`, form: { answer: 'accepted', reason: because, prospect } }
    },
    fields: { answer: rule('choice'), reason: rule('text'), prospect: rule('id') },
  },
  'POST /prospects/:id/attribution': {
    as: 'sales',
    ready: async ({ world, partner }) => {
      const { id } = await haveProspect(world, (await havePartner(world)).id)
      return { path: `/prospects/${id}/attribution`, form: { partner: 'another', other: partner.id, move_reason: because, seen: '1' } }
    },
    fields: { partner: rule('choice'), other: rule('id'), move_reason: rule('text'), seen: hidden('whole') },
  },
}
