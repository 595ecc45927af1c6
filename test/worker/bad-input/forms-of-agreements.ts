import { offerAgreement } from '../../../worker/agreements/agreement-offer.ts'
import { amendClause } from '../../../worker/agreements/clause.ts'
import { getAgreement, linesOf } from '../../../worker/agreements/store-agreements.ts'
import { havePaidDeal, haveProspect } from '../../support/fixtures.ts'
import { haveClause, haveDraft, haveSigned } from '../agreements/have.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field

/** A customer, and an agreement of it as far as it was brought. */
async function draftOf({ world }: Scene, percent?: number) {
  const customer = await haveProspect(world, null, { company: 'Salthaven' })
  const wanted = {
    owed: [
      { activity: 'prospect_call' as const, promised: 3 },
      { activity: 'case_study' as const, promised: 1 },
    ],
    ...(percent && { percent }),
  }
  return haveDraft(world, customer.id, wanted)
}

async function offerOf(scene: Scene) {
  const id = await draftOf(scene)
  await offerAgreement(scene.world.deps, id, 'stf_sales')
  return id
}

const signedOf = async ({ world }: Scene) => haveSigned(world, (await haveProspect(world, null, { company: 'Salthaven' })).id)

const hashOf = async ({ world }: Scene, id: string) => (await getAgreement(world.deps.db, id)).textHash ?? ''

/** A button on the page of an agreement. */
const button = (verb: string, agreementOf: (scene: Scene) => Promise<string>): FormRow => ({
  as: 'sales',
  ready: async (scene) => ({ path: `/agreements/${await agreementOf(scene)}/${verb}`, form: {} }),
  fields: {},
})

const signed = { file: 'https://files.example/contract.pdf', signedBy: 'Cora Head' }
const wording = { preamble: 'We stand by each other.', startsOn: '2026-11-02', endsOn: '2027-11-02', noticeDays: '30' }
const wordingFields = { preamble: rule('text'), startsOn: rule('date'), endsOn: rule('date'), noticeDays: rule('whole') }

/** What staff send about agreements. */
export const formsOfAgreements: Record<string, FormRow> = {
  'POST /agreements': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { id } = await haveProspect(world, null, { company: 'Salthaven' })
      return { path: '/agreements', form: { act: act(), prospectId: id, kind: 'reference', ...wording } }
    },
    fields: { act: rule('act'), prospectId: hidden('id'), kind: { kind: 'choice', hidden: true }, ...wordingFields },
    makes: 'agreements',
  },
  'POST /agreements/:id/wording': {
    as: 'sales',
    ready: async (scene) => ({ path: `/agreements/${await draftOf(scene)}/wording`, form: wording }),
    fields: wordingFields,
  },
  'POST /agreements/:id/obligations': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/agreements/${await draftOf(scene)}/obligations`,
      form: { act: scene.act(), activity: 'webinar', promised: '2', dueOn: '2027-03-01' },
    }),
    fields: { act: rule('act'), activity: rule('choice'), promised: { kind: 'whole', more: ['0', '1001'] }, dueOn: rule('date') },
    makes: 'obligations',
  },
  'POST /agreements/:id/benefits': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/agreements/${await draftOf(scene)}/benefits`,
      form: { act: scene.act(), benefit: 'support', benefitText: 'Answers within an hour' },
    }),
    fields: { act: rule('act'), benefit: rule('choice'), benefitText: rule('line') },
    makes: 'benefits',
  },
  'POST /agreements/:id/discount': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/agreements/${await draftOf(scene)}/discount`,
      form: { act: scene.act(), list: '20,000.00', currency: 'eur', percent: '20', referredId: '' },
    }),
    fields: { act: rule('act'), list: rule('amount'), currency: rule('currency'), percent: rule('percent'), referredId: optional('id') },
    makes: 'discounts',
  },
  'POST /agreements/:id/discount/second': {
    as: 'approver',
    ready: async (scene) => ({
      path: `/agreements/${await draftOf(scene, 45)}/discount/second`,
      form: { secondReason: 'Our first enterprise.' },
    }),
    fields: { secondReason: rule('note') },
  },
  'POST /agreements/:id/asks': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/agreements/${await draftOf(scene)}/asks`,
      form: { act: scene.act(), askedBy: 'Ida Holm', askedOn: '2026-10-01', askedPercent: '30' },
    }),
    fields: { act: rule('act'), askedBy: rule('line'), askedOn: rule('date'), askedPercent: optional('percent') },
    makes: 'discount_requests',
  },
  'POST /agreements/:id/lines/:line/removal': {
    as: 'sales',
    ready: async (scene) => {
      const id = await draftOf(scene)
      const { obligations } = await linesOf(scene.world.deps.db, id)
      return { path: `/agreements/${id}/lines/${obligations[0]?.id}/removal`, form: {} }
    },
    fields: {},
  },
  'POST /agreements/:id/obligations/:line/cancellation': {
    as: 'sales',
    ready: async (scene) => {
      const id = await signedOf(scene)
      const { obligations } = await linesOf(scene.world.deps.db, id)
      return {
        path: `/agreements/${id}/obligations/${obligations[0]?.id}/cancellation`,
        form: { act: scene.act(), n: '1', reason: 'Nobody asked for it.' },
      }
    },
    fields: { act: rule('act'), n: { kind: 'whole', more: ['0'] }, reason: rule('note') },
    makes: 'obligation_moves',
  },
  'POST /agreements/:id/offer': button('offer', draftOf),
  'POST /agreements/:id/return': button('return', offerOf),
  'POST /agreements/:id/signature': {
    as: 'sales',
    ready: async (scene) => {
      const id = await offerOf(scene)
      return { path: `/agreements/${id}/signature`, form: { textHash: await hashOf(scene, id) } }
    },
    fields: { textHash: hidden('id') },
  },
  'POST /agreements/:id/version': {
    as: 'sales',
    ready: async (scene) => ({ path: `/agreements/${await signedOf(scene)}/version`, form: { act: scene.act() } }),
    fields: { act: rule('act') },
    makes: 'agreements',
  },
  'POST /agreements/:id/link': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/agreements/${await offerOf(scene)}/link`,
      form: { act: scene.act(), name: 'Ida Holm', email: 'ida@salthaven.example' },
    }),
    fields: { act: rule('act'), name: rule('line'), email: rule('email') },
    makes: 'relationship_links',
  },
  'POST /agreements/:id/notice': {
    as: 'sales',
    ready: async (scene) => ({ path: `/agreements/${await signedOf(scene)}/notice`, form: { reason: 'We part as friends.' } }),
    fields: { reason: rule('note') },
  },
  'POST /discounts': {
    as: 'admin',
    ready: () => ({ path: '/discounts', form: { policy: 'standard', alone: '20', second: '45', reference: '10', sponsor: '25' } }),
    fields: {
      policy: rule('choice'),
      alone: rule('percent'),
      second: rule('percent'),
      reference: rule('percent'),
      sponsor: rule('percent'),
    },
    makes: 'settings',
  },
  'POST /clauses': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { dealId } = await havePaidDeal(world, null, null, { amountMinor: 10_000 })
      return {
        path: '/clauses',
        form: { act: act(), dealId, text: 'You may name us.', calls: 'yes', web_release: 'yes', grantsEndOn: '2027-11-02' },
      }
    },
    fields: { act: rule('act'), dealId: hidden('id'), text: rule('text'), web_release: optional('box'), grantsEndOn: rule('date') },
    makes: 'clauses',
  },
  'POST /clauses/:id/acceptance': {
    as: 'sales',
    ready: async ({ world }) => ({ path: `/clauses/${await haveClause(world)}/acceptance`, form: signed }),
    fields: { file: { kind: 'note', optional: true }, signedBy: optional('line') },
    makes: 'grants',
  },
  'POST /clauses/:id/amendment': {
    as: 'sales',
    ready: async ({ world }) => ({
      path: `/clauses/${await haveClause(world)}/amendment`,
      form: { ...signed, lines: 'You may phone us.' },
    }),
    fields: { file: { kind: 'note', optional: true }, signedBy: optional('line'), lines: rule('text') },
  },
  'POST /clauses/:id/strike': {
    as: 'sales',
    ready: async ({ world }) => ({ path: `/clauses/${await haveClause(world)}/strike`, form: {} }),
    fields: {},
  },
  'POST /clauses/:id/lines/:n': {
    as: 'sales',
    ready: async ({ world }) => {
      const id = await haveClause(world)
      await amendClause(world.deps, id, { ...signed, lines: ['You may phone us.'] }, 'stf_sales')
      return { path: `/clauses/${id}/lines/1`, form: { allows: 'calls' } }
    },
    fields: { allows: rule('choice') },
    makes: 'grants',
  },
}
