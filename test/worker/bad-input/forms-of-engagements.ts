import { criterionOf, haveDraftedInvitation, haveEngagement, haveOffer, met, today } from '../engagements/engaged.ts'
import { haveContact, haveCustomer } from '../prospects/customer-fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field
type UpTo = 'planned' | 'kicked_off' | 'closed'

const workOf = ({ world }: Scene, upTo: UpTo = 'kicked_off') => haveEngagement(world, { upTo })
const workFields = { name: rule('line'), dealId: optional('id'), sponsorContact: optional('id') }

/** What staff send about the work for a customer. */
export const formsOfEngagements: Record<string, FormRow> = {
  'POST /engagements': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { id: prospectId } = await haveCustomer(world)
      return { path: '/engagements', form: { act: act(), prospectId, name: 'Plan of the bakery', dealId: '', sponsorContact: '' } }
    },
    fields: { act: rule('act'), prospectId: hidden('id'), ...workFields },
    makes: 'engagements',
  },
  'POST /engagements/:id': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/engagements/${(await workOf(scene, 'planned')).id}`,
      form: { name: 'Plan of two bakeries', dealId: '', sponsorContact: '', version: '1' },
    }),
    fields: { ...workFields, version: hidden('whole') },
  },
  'POST /engagements/:id/criteria': {
    as: 'sales',
    ready: async (scene) => ({ path: `/engagements/${(await workOf(scene)).id}/criteria`, form: criterionOf(scene.world) }),
    fields: { act: rule('act'), statement: rule('line'), measure: rule('line'), target: rule('line'), dueOn: rule('date') },
    makes: 'criteria',
  },
  'POST /engagements/:id/criteria/:criterion/result': {
    as: 'sales',
    ready: async (scene) => {
      const { id, criterionIds } = await workOf(scene)
      return { path: `/engagements/${id}/criteria/${criterionIds[0]}/result`, form: met }
    },
    fields: { outcome: rule('choice'), result: optional('line'), acceptedBy: optional('line'), decidedOn: rule('day') },
  },
  'POST /engagements/:id/kickoff': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/engagements/${(await workOf(scene, 'planned')).id}/kickoff`,
      form: { kickoffOn: today, version: '1' },
    }),
    fields: { kickoffOn: rule('day'), version: hidden('whole') },
  },
  'POST /engagements/:id/closure': {
    as: 'sales',
    ready: async (scene) => ({ path: `/engagements/${(await workOf(scene)).id}/closure`, form: { closedOn: today, version: '2' } }),
    fields: { closedOn: rule('day'), version: hidden('whole') },
  },
  'POST /engagements/:id/warranty-offers': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/engagements/${(await workOf(scene)).id}/warranty-offers`,
      form: { act: scene.act(), covers: 'Every stop within four hours', offeredOn: today },
    }),
    fields: { act: rule('act'), covers: rule('line'), offeredOn: rule('day') },
    makes: 'warranty_offers',
  },
  'POST /engagements/:id/warranty-offers/:offer/answer': {
    as: 'sales',
    ready: async (scene) => {
      const { id } = await workOf(scene)
      const path = `/engagements/${id}/warranty-offers/${await haveOffer(scene.world, id)}/answer`
      const form = { answer: 'taken', answeredOn: today, dealId: '', dealName: 'Warranty', amount: '1,200.00', currency: 'eur' }
      return { path, form }
    },
    fields: {
      answer: rule('choice'),
      answeredOn: rule('day'),
      dealId: optional('id'),
      dealName: rule('line'),
      amount: rule('amount'),
      currency: optional('currency'),
    },
    makes: 'deals',
  },
  'POST /engagements/:id/asks': {
    as: 'sales',
    ready: async (scene) => {
      const { id, prospectId } = await workOf(scene)
      const contactId = await haveContact(scene.world, prospectId)
      return { path: `/engagements/${id}/asks`, form: { act: scene.act(), contactId, answer: 'yes', askedOn: today } }
    },
    fields: { act: rule('act'), contactId: rule('id'), answer: rule('choice'), askedOn: rule('day') },
    makes: 'kickoff_asks',
  },
  'POST /invitations/:id/sending': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/invitations/${await haveDraftedInvitation(scene.world)}/sending`,
      form: { text: 'It came true. May somebody phone you?' },
    }),
    fields: { text: rule('text') },
    makes: 'grants',
  },
  'POST /invitations/:id/leaving': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/invitations/${await haveDraftedInvitation(scene.world)}/leaving`,
      form: { reason: 'She changes her job.' },
    }),
    fields: { reason: rule('note') },
  },
  'POST /engagements/:id/goodwill': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/engagements/${(await workOf(scene)).id}/goodwill`,
      form: { act: scene.act(), whatWeDid: 'Came on a Sunday', thankedBy: 'Bea Lund', happenedOn: today },
    }),
    fields: { act: rule('act'), whatWeDid: rule('line'), thankedBy: optional('line'), happenedOn: rule('day') },
    makes: 'goodwill',
  },
}
