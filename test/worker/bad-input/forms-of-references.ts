import { perks } from '../../../schema/requests.ts'
import { acceptSlot, confirmSlot } from '../../../worker/references/answer.ts'
import { setCap } from '../../../worker/references/pool.ts'
import { getRequest } from '../../../worker/references/store-requests.ts'
import { dayIn, haveAsk, haveGuest, haveReference, haveSignedNda, propose, slotIn } from '../references/desk.ts'
import { havePlannedActivity } from '../references/held-activity.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field

/** A request of a prospect under NDA that a customer accepted for a time two days from now. */
export async function haveAccepted({ world }: Scene) {
  const reference = await haveReference(world)
  const guest = await haveGuest(world)
  await haveSignedNda(world, guest)
  const id = await haveAsk(world, guest)
  await propose(world, id, reference)
  await acceptSlot(world.deps, await getRequest(world.deps.db, id), 1, 'customer')
  return { id, reference, guest }
}

const slotText = ({ world }: Scene, days: number) => slotIn(world, days).toISOString().slice(0, 16)
const wish = { activity: 'prospect_call', side: '', topics: 'How long it took', wantedBy: '' }
const profile = { industry: 'food', size: '50-249', usedFor: 'shift planning', restDays: '60' }

/** What sales sends at the reference desk. */
export const formsOfReferences: Record<string, FormRow> = {
  'POST /references/requests': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const guest = await haveGuest(world)
      const form = { act: act(), prospect: guest.prospectId, guest: guest.contact.id, ...wish, industry: '', size: '' }
      return { path: '/references/requests', form }
    },
    fields: {
      act: rule('act'),
      prospect: hidden('id'),
      guest: rule('id'),
      activity: rule('choice'),
      side: optional('choice'),
      topics: rule('text'),
      wantedBy: optional('coming'),
      industry: optional('choice'),
      size: optional('choice'),
    },
    makes: 'reference_requests',
  },
  'POST /references/requests/:request/proposal': {
    as: 'sales',
    ready: async (scene) => {
      const { customerId, manager } = await haveReference(scene.world)
      const id = await haveAsk(scene.world, await haveGuest(scene.world))
      const slots = { slot1: slotText(scene, 3), slot2: slotText(scene, 4), slot3: slotText(scene, 5) }
      return { path: `/references/requests/${id}/proposal`, form: { customer: customerId, contact: manager.id, ...slots, as: 'favour' } }
    },
    fields: {
      customer: hidden('id'),
      contact: rule('id'),
      slot1: rule('moment'),
      slot2: rule('moment'),
      slot3: rule('moment'),
      as: rule('choice'),
    },
    makes: 'activities',
  },
  'POST /references/requests/:request/confirmation': {
    as: 'sales',
    ready: async (scene) => ({ path: `/references/requests/${(await haveAccepted(scene)).id}/confirmation`, form: {} }),
    fields: {},
  },
  'POST /references/requests/:request/outcome': {
    as: 'sales',
    ready: async (scene) => {
      const id = await haveOverCall(scene)
      return { path: `/references/requests/${id}/outcome`, form: { says: 'held', minutes: '30', note: 'They talked.' } }
    },
    fields: { says: rule('choice'), minutes: optional('whole'), note: optional('note') },
    makes: 'request_outcomes',
  },
  'POST /references/requests/:request/withdrawal': {
    as: 'sales',
    ready: async ({ world }) => {
      const id = await haveAsk(world, await haveGuest(world))
      return { path: `/references/requests/${id}/withdrawal`, form: { reason: 'They decided already.' } }
    },
    fields: { reason: rule('line') },
  },
  'POST /references/pool': {
    as: 'sales',
    ready: async ({ world }) => {
      const { customerId } = await haveReference(world)
      return { path: '/references/pool', form: { customer: customerId, ...profile } }
    },
    fields: {
      customer: hidden('id'),
      industry: rule('choice'),
      size: rule('choice'),
      usedFor: rule('line'),
      restDays: rule('whole'),
    },
  },
  'POST /references/pool/:customer/readiness': {
    as: 'sales',
    ready: async ({ world }) => {
      const { customerId } = await haveReference(world)
      const form = { trainedOn: '2026-10-01', lastCheckinOn: '2026-11-01', openIssues: '0' }
      return { path: `/references/pool/${customerId}/readiness`, form }
    },
    fields: { trainedOn: optional('day'), lastCheckinOn: optional('day'), openIssues: rule('whole') },
  },
  'POST /references/pool/:customer/rivals': {
    as: 'sales',
    ready: async ({ world }) => {
      const { customerId } = await haveReference(world)
      return { path: `/references/pool/${customerId}/rivals`, form: { rival: 'Sprocket Works', domain: 'sprocket.example' } }
    },
    fields: { rival: rule('line'), domain: rule('domain') },
    makes: 'reference_rivals',
  },
  'POST /references/pool/:customer/caps': {
    as: 'sales',
    ready: async ({ world }) => {
      const { customerId, manager } = await haveReference(world)
      return { path: `/references/pool/${customerId}/caps`, form: { who: manager.id, group: 'call', count: '1', days: '120' } }
    },
    fields: { who: { kind: 'id', optional: true }, group: rule('choice'), count: rule('whole'), days: rule('whole') },
  },
  'POST /references/pool/:customer/caps/end': {
    as: 'sales',
    ready: async ({ world }) => {
      const { customerId } = await haveReference(world)
      await setCap(world.deps, 'stf_seed', customerId, { who: '', group: 'call', count: 3, days: 90 })
      const [cap] = await world.deps.db.all<{ id: string }>("select id from reference_caps where scope = 'customer'")
      return { path: `/references/pool/${customerId}/caps/end`, form: { cap: cap?.id ?? '' } }
    },
    fields: { cap: hidden('id') },
  },
  'POST /references/pool/:customer/activities': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { customerId } = await haveReference(world)
      const form = { act: act(), kind: 'webinar', title: 'Planning in the plant', on: '2026-12-10', as: 'favour' }
      return { path: `/references/pool/${customerId}/activities`, form }
    },
    fields: { act: rule('act'), kind: rule('choice'), title: rule('line'), on: rule('date'), as: rule('choice') },
    makes: 'activities',
  },
  'POST /references/activities/:activity/closure': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/references/activities/${await haveActivity(scene)}/closure`,
      form: { happened: 'held', minutes: '45' },
    }),
    fields: { happened: hidden('choice'), minutes: optional('whole') },
  },
  'POST /references/activities/:activity/perks': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/references/activities/${await haveActivity(scene)}/perks`,
      form: { kindOfPerk: 'welcome', thing: 'Lunch with the team', gift: 'no' },
    }),
    fields: { kindOfPerk: rule('choice'), thing: rule('line'), gift: rule('choice') },
    makes: 'perks',
  },
  'POST /references/perks/delivery': {
    as: 'sales',
    ready: async (scene) => {
      const { db, now } = scene.world.deps
      const perk = { id: 'prk_bad', kind: 'travel', what: 'Train', isGift: false } as const
      await db.insert(perks).values({ ...perk, activityId: await haveActivity(scene), createdAt: now() })
      return { path: '/references/perks/delivery', form: { perk: perk.id, on: '2026-11-01', cost: '45.50', currency: 'eur' } }
    },
    fields: { perk: rule('id'), on: rule('day'), cost: optional('price'), currency: rule('currency') },
  },
  'POST /references/prospects/:prospect/ndas': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const guest = await haveGuest(world)
      const form = { act: act(), kind: 'mutual', signer: guest.contact.id, endsOn: dayIn(world, 200) }
      return { path: `/references/prospects/${guest.prospectId}/ndas`, form }
    },
    fields: { act: rule('act'), kind: rule('choice'), signer: rule('id'), endsOn: rule('coming') },
    makes: 'ndas',
  },
  'POST /references/prospects/:prospect/invitation': {
    as: 'sales',
    ready: async ({ world }) => {
      const guest = await haveGuest(world)
      return { path: `/references/prospects/${guest.prospectId}/invitation`, form: { guest: guest.contact.id } }
    },
    fields: { guest: rule('id') },
  },
  'POST /references/ndas/:nda/end': {
    as: 'sales',
    ready: async ({ world }) => ({ path: `/references/ndas/${await haveSignedNda(world, await haveGuest(world))}/end`, form: {} }),
    fields: {},
  },
}

/** A call whose time is over and of which nobody has told us. */
export async function haveOverCall(scene: Scene): Promise<string> {
  const { id } = await haveAccepted(scene)
  const { deps } = scene.world
  await confirmSlot(deps, await getRequest(deps.db, id), 'prospect')
  await scene.world.travel({ days: 3 })
  return id
}

const haveActivity = async ({ world }: Scene): Promise<string> => havePlannedActivity(world, (await haveReference(world)).customerId)
