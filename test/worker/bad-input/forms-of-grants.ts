import { eq } from 'drizzle-orm'
import { partners } from '../../../schema/people.ts'
import { offerAgreement } from '../../../worker/agreements/agreement-offer.ts'
import { askForGrant } from '../../../worker/agreements/grant.ts'
import { useGrant } from '../../../worker/agreements/grant-use.ts'
import { sendRelationshipLink } from '../../../worker/agreements/relationship-link.ts'
import { getAgreement } from '../../../worker/agreements/store-agreements.ts'
import { getGrant, listUses } from '../../../worker/agreements/store-grants.ts'
import { tellResult } from '../../../worker/engagements/criteria.ts'
import { digestOf } from '../../../worker/identity/keys.ts'
import { haveProspect } from '../../support/fixtures.ts'
import { haveDraft, haveGrant, haveSigned, wholeGrant } from '../agreements/have.ts'
import { haveEngagement, met } from '../engagements/engaged.ts'
import { haveCustomer } from '../prospects/customer-fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field

const customerOf = async ({ world }: Scene) => (await haveProspect(world, null, { company: 'Salthaven' })).id
const askedOf = async (scene: Scene, prospectId: string, kind: 'web_release' | 'linkedin' = 'web_release') =>
  askForGrant(
    scene.world.deps,
    wholeGrant(scene.world, prospectId, kind, kind === 'linkedin' ? { postUrl: null, postedOn: null } : {}),
    'stf_sales',
  )
const hashOf = async ({ world }: Scene, id: string) => (await getGrant(world.deps.db, id)).textHash

const reason = (verb: string, grantOf: (scene: Scene) => Promise<string>): FormRow => ({
  as: 'sales',
  ready: async (scene) => ({ path: `/grants/${await grantOf(scene)}/${verb}`, form: { reason: 'It told us so.' } }),
  fields: { reason: rule('note') },
})

const formsOfStaff: Record<string, FormRow> = {
  'POST /grants': {
    as: 'sales',
    ready: async (scene) => ({
      path: '/grants',
      form: {
        act: scene.act(),
        prospectId: await customerOf(scene),
        kind: 'web_release',
        scope: 'organisation',
        personName: 'Ida Holm',
        text: 'They kept every date.',
        file: '',
        guide: '',
        documentKind: '',
        postUrl: '',
        postedOn: '',
        benefit: 'A tenth off',
        agreementId: '',
        startsOn: '2026-11-02',
        endsOn: '2027-11-02',
      },
    }),
    fields: {
      act: rule('act'),
      prospectId: hidden('id'),
      kind: rule('choice'),
      scope: rule('choice'),
      personName: optional('line'),
      text: rule('text'),
      file: { kind: 'note', optional: true, more: ['http://x.example/a', 'javascript:alert(1)', 'https://a b.example'] },
      guide: { kind: 'note', optional: true, more: ['ftp://x.example/a'] },
      documentKind: optional('choice'),
      postUrl: { kind: 'note', optional: true, more: ['//x.example'] },
      postedOn: optional('date'),
      benefit: optional('line'),
      agreementId: optional('id'),
      startsOn: rule('date'),
      endsOn: rule('date'),
    },
    makes: 'grants',
  },
  'POST /grants/:id/approval': {
    as: 'sales',
    ready: async (scene) => {
      const id = await askedOf(scene, await customerOf(scene))
      return {
        path: `/grants/${id}/approval`,
        form: { side: 'company', name: 'Cora Head', textHash: await hashOf(scene, id), evidence: 'Mail of 1 October' },
      }
    },
    fields: { side: rule('choice'), name: rule('line'), textHash: hidden('id'), evidence: rule('line') },
    makes: 'grant_approvals',
  },
  'POST /grants/:id/post': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/grants/${await askedOf(scene, await customerOf(scene), 'linkedin')}/post`,
      form: { postUrl: 'https://social.example/1', postedOn: '2026-10-01' },
    }),
    fields: { postUrl: rule('note'), postedOn: rule('date') },
  },
  'POST /grants/:id/refusal': reason('refusal', async (scene) => askedOf(scene, await customerOf(scene))),
  'POST /grants/:id/withdrawal': reason('withdrawal', async (scene) => haveGrant(scene.world, await customerOf(scene))),
  'POST /grants/:id/uses': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/grants/${await haveGrant(scene.world, await customerOf(scene))}/uses`,
      form: { act: scene.act(), use: 'site', place: 'https://www.wrenmarch.example/customers' },
    }),
    fields: { act: rule('act'), use: rule('choice'), place: rule('line') },
    makes: 'grant_uses',
  },
  'POST /grants/:id/uses/:use/removal': {
    as: 'sales',
    ready: async (scene) => {
      const id = await haveGrant(scene.world, await customerOf(scene))
      await useGrant(scene.world.deps, id, { act: scene.act(), use: 'site', place: 'the site' }, 'stf_sales')
      const [use] = await listUses(scene.world.deps.db, id)
      return { path: `/grants/${id}/uses/${use?.id}/removal`, form: {} }
    },
    fields: {},
  },
}

/** The scene's partner is this customer, and its owner opens the page by signing in; or a person has its link. */
export type Way = { as: 'owner' | 'nobody'; route: string; open: (scene: Scene, prospectId: string) => Promise<string> }

export const byMember: Way = {
  as: 'owner',
  route: '/relationship',
  open: async ({ world, partner }, prospectId) => {
    await world.deps.db.update(partners).set({ prospectId }).where(eq(partners.id, partner.id))
    return '/relationship'
  },
}

export const byLink: Way = {
  as: 'nobody',
  route: '/relationship/by-link/:link',
  open: async ({ world, act }, prospectId) => {
    await sendRelationshipLink(world.deps, prospectId, { act: act(), name: 'Ida Holm', email: 'ida@salthaven.example' }, 'stf_sales')
    await world.settle()
    return /\/relationship\/by-link\/[\w-]+/.exec(world.mails.map(({ text }) => text).join())?.[0] ?? ''
  },
}

const formsOfCustomer = ({ as, route, open }: Way): Record<string, FormRow> => ({
  [`POST ${route}/agreements/:id/signature`]: {
    as,
    ready: async (scene) => {
      const prospectId = await customerOf(scene)
      const id = await haveDraft(scene.world, prospectId)
      await offerAgreement(scene.world.deps, id, 'stf_sales')
      const { textHash } = await getAgreement(scene.world.deps.db, id)
      return {
        path: `${await open(scene, prospectId)}/agreements/${id}/signature`,
        form: { textHash: textHash ?? '', name: 'Ida Holm', agreed: 'yes' },
      }
    },
    fields: { textHash: hidden('id'), name: rule('line'), agreed: rule('box') },
  },
  [`POST ${route}/agreements/:id/notice`]: {
    as,
    ready: async (scene) => {
      const prospectId = await customerOf(scene)
      const id = await haveSigned(scene.world, prospectId)
      return { path: `${await open(scene, prospectId)}/agreements/${id}/notice`, form: { reason: 'We part as friends.' } }
    },
    fields: { reason: rule('note') },
  },
  [`POST ${route}/criteria/:id/acceptance`]: {
    as,
    ready: async (scene) => {
      const prospectId = await customerOf(scene)
      await haveCustomer(scene.world, { prospectId })
      const { id, criterionIds } = await haveEngagement(scene.world, { prospectId })
      const criterion = criterionIds[0] ?? ''
      await tellResult(scene.world.deps, id, criterion, { ...met, outcome: 'open' }, 'stf_sales')
      return {
        path: `${await open(scene, prospectId)}/criteria/${criterion}/acceptance`,
        form: { textHash: await digestOf(met.result), name: 'Ida Holm', agreed: 'yes' },
      }
    },
    fields: { textHash: hidden('id'), name: rule('line'), agreed: rule('box') },
  },
  [`POST ${route}/grants/:id/approval`]: {
    as,
    ready: async (scene) => {
      const prospectId = await customerOf(scene)
      const id = await askedOf(scene, prospectId)
      return {
        path: `${await open(scene, prospectId)}/grants/${id}/approval`,
        form: { side: 'company', textHash: await hashOf(scene, id), agreed: 'yes' },
      }
    },
    fields: { side: { kind: 'choice', hidden: true }, textHash: hidden('id'), agreed: rule('box') },
    makes: 'grant_approvals',
  },
  [`POST ${route}/grants/:id/refusal`]: {
    as,
    ready: async (scene) => {
      const prospectId = await customerOf(scene)
      const id = await askedOf(scene, prospectId)
      return { path: `${await open(scene, prospectId)}/grants/${id}/refusal`, form: {} }
    },
    fields: {},
  },
  [`POST ${route}/grants/:id/withdrawal`]: {
    as,
    ready: async (scene) => {
      const prospectId = await customerOf(scene)
      const id = await haveGrant(scene.world, prospectId)
      return { path: `${await open(scene, prospectId)}/grants/${id}/withdrawal`, form: {} }
    },
    fields: {},
  },
})

/** What staff and customers send about permissions, and customers on their own page. */
export const formsOfGrants: Record<string, FormRow> = { ...formsOfStaff, ...formsOfCustomer(byMember), ...formsOfCustomer(byLink) }
