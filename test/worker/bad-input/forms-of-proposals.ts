import { answerWorry, raiseWorry } from '../../../worker/proposals/worries.ts'
import { haveCutFor } from '../agreements/have.ts'
import { haveProposal, haveSentProposal } from '../proposals/have-proposals.ts'
import { haveGuest, haveSignedNda } from '../references/desk.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field

const draftOf = async ({ world }: Scene) => (await haveProposal(world)).id
const sentOf = async ({ world }: Scene) => (await haveSentProposal(world)).id

async function worriedOf({ world }: Scene): Promise<string> {
  const { id } = await haveProposal(world)
  await raiseWorry(world.deps, id, { kind: 'quality', words: 'Will it hold?' }, 'stf_sales')
  return id
}

async function readyOf({ world }: Scene) {
  const { id, guest } = await haveProposal(world)
  await haveSignedNda(world, guest)
  return { id, reader: guest.contact.id }
}

/** Sent, and open before its reader. */
async function readOf({ world }: Scene) {
  const sent = await haveSentProposal(world)
  await world.ask(`/proposal/${sent.token}`)
  return sent
}

const price = { name: 'A year of planning', list: '20,000.00', currency: 'eur', reference: '10', sponsor: '20.5', partner: 'yes' }
const priceFields = {
  name: rule('line'),
  list: rule('amount'),
  currency: rule('currency'),
  reference: optional('percent'),
  sponsor: optional('percent'),
  partner: optional('box'),
}
const column = { category: rule('choice') }

/** What staff and a prospect send about proposals. */
export const formsOfProposals: Record<string, FormRow> = {
  'POST /proposals': {
    as: 'sales',
    ready: async ({ world, act }) => ({
      path: '/proposals',
      form: { act: act(), prospectId: (await haveGuest(world)).prospectId, ...price },
    }),
    fields: { act: rule('act'), prospectId: hidden('id'), ...priceFields },
    makes: 'proposals',
  },
  'POST /proposals/:id/price': {
    as: 'sales',
    ready: async (scene) => ({ path: `/proposals/${await draftOf(scene)}/price`, form: price }),
    fields: priceFields,
  },
  'POST /proposals/:id/duties': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/proposals/${await draftOf(scene)}/duties`,
      form: { act: scene.act(), category: 'sponsor', activity: 'webinar', promised: '2', dueOn: '2027-03-01' },
    }),
    fields: {
      act: rule('act'),
      ...column,
      activity: rule('choice'),
      promised: { kind: 'whole', more: ['0', '1001'] },
      dueOn: rule('date'),
    },
    makes: 'proposal_lines',
  },
  'POST /proposals/:id/permissions': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/proposals/${await draftOf(scene)}/permissions`,
      form: { act: scene.act(), category: 'sponsor', grant: 'web_release' },
    }),
    fields: { act: rule('act'), ...column, grant: rule('choice') },
    makes: 'proposal_lines',
  },
  'POST /proposals/:id/benefits': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/proposals/${await draftOf(scene)}/benefits`,
      form: { act: scene.act(), category: 'reference', benefit: 'perk', benefitText: 'A visit to our lab' },
    }),
    fields: { act: rule('act'), ...column, benefit: rule('choice'), benefitText: rule('line') },
    makes: 'proposal_lines',
  },
  'POST /proposals/:id/lines/:n/removal': {
    as: 'sales',
    ready: async (scene) => ({ path: `/proposals/${await draftOf(scene)}/lines/1/removal`, form: {} }),
    fields: {},
  },
  'POST /proposals/:id/asks': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/proposals/${await draftOf(scene)}/asks`,
      form: { act: scene.act(), askedBy: 'Pia Cope', askedOn: '2026-10-01', askedPercent: '30' },
    }),
    fields: { act: rule('act'), askedBy: rule('line'), askedOn: rule('date'), askedPercent: optional('percent') },
    makes: 'discount_requests',
  },
  'POST /proposals/:id/worries': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/proposals/${await draftOf(scene)}/worries`,
      form: { worry: 'cost', words: 'It is too dear for us.' },
    }),
    fields: { worry: rule('choice'), words: rule('text') },
    makes: 'worries',
  },
  'POST /proposals/:id/worries/:kind/answer': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/proposals/${await worriedOf(scene)}/worries/quality/answer`,
      form: { pilot: 'yes', warranty: '', cannot: 'Not before May.' },
    }),
    fields: { pilot: optional('box'), warranty: optional('box'), cannot: optional('note') },
  },
  'POST /proposals/:id/worries/:kind/settlement': {
    as: 'sales',
    ready: async (scene) => {
      const id = await worriedOf(scene)
      await answerWorry(scene.world.deps, id, 'quality', { answeredBy: ['pilot'], cannot: null }, 'stf_sales')
      return { path: `/proposals/${id}/worries/quality/settlement`, form: {} }
    },
    fields: {},
  },
  'POST /proposals/:id/second': {
    as: 'approver',
    ready: async ({ world }) => ({
      path: `/proposals/${(await haveProposal(world, { sponsorBps: 4_500 })).id}/second`,
      form: { secondReason: 'Our first enterprise.' },
    }),
    fields: { secondReason: rule('note') },
  },
  'POST /proposals/:id/both': {
    as: 'sales',
    ready: async ({ world }) => ({
      path: `/proposals/${(await haveProposal(world, { partner: true })).id}/both`,
      form: { bothReason: 'It brings a whole trade.' },
    }),
    fields: { bothReason: rule('note') },
  },
  'POST /proposals/:id/sending': {
    as: 'sales',
    ready: async (scene) => {
      const { id, reader } = await readyOf(scene)
      return { path: `/proposals/${id}/sending`, form: { reader } }
    },
    fields: { reader: rule('choice') },
  },
  'POST /proposals/:id/link': {
    as: 'sales',
    ready: async ({ world }) => {
      const { id, guest } = await haveSentProposal(world)
      return { path: `/proposals/${id}/link`, form: { reader: guest.contact.id } }
    },
    fields: { reader: rule('choice') },
  },
  'POST /proposals/:id/return': {
    as: 'sales',
    ready: async (scene) => ({ path: `/proposals/${await sentOf(scene)}/return`, form: {} }),
    fields: {},
  },
  'POST /proposal/:link/acceptance': {
    as: 'nobody',
    ready: async (scene) => {
      const { token, textHash, guest } = await readOf(scene)
      return { path: `/proposal/${token}/acceptance`, form: { hash: textHash, name: guest.contact.name, column: 'reference' } }
    },
    fields: { hash: hidden('digits'), name: rule('choice'), column: rule('choice') },
    makes: 'agreements',
  },
  'POST /proposal/:link/refusal': {
    as: 'nobody',
    ready: async (scene) => {
      const { token, textHash, guest } = await readOf(scene)
      return { path: `/proposal/${token}/refusal`, form: { hash: textHash, declinedName: guest.contact.name, because: 'Not this year.' } }
    },
    fields: { hash: hidden('digits'), declinedName: rule('choice'), because: optional('note') },
  },
  'POST /agreements/:id/both': {
    as: 'finance',
    ready: async ({ world }) => ({
      path: `/agreements/${await haveCutFor(world, (await haveGuest(world)).prospectId)}/both`,
      form: { bothReason: 'Two people brought it.' },
    }),
    fields: { bothReason: rule('note') },
  },
}
