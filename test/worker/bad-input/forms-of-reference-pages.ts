import type { LinkKind } from '../../../schema/references.ts'
import { makeLink } from '../../../worker/agreements/store-links.ts'
import { matchKey } from '../../../worker/references/match.ts'
import { sendNda } from '../../../worker/references/nda.ts'
import { getNda } from '../../../worker/references/store-ndas.ts'
import { dayIn, haveAsk, haveGuest, haveReference, haveSignedNda, propose } from '../references/desk.ts'
import { type FormRow, field } from './form-row.ts'
import { haveAccepted, haveOverCall } from './forms-of-references.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field

/** The token of a private link as it stands in somebody's mail. */
async function linkTo({ world }: Scene, kind: LinkKind, subject: string, contactId: string): Promise<string> {
  const { token, statement } = await makeLink(world.deps.db, { kind, subject, contactId }, world.now())
  await statement
  return token
}

async function haveSentNda(scene: Scene) {
  const { world, act } = scene
  const guest = await haveGuest(world)
  const form = { act: act(), kind: 'one_way', signer: guest.contact.id, endsOn: dayIn(world, 200) } as const
  const id = await sendNda(world.deps, 'stf_seed', guest.prospectId, form)
  const { textHash } = await getNda(world.deps.db, id)
  return { guest, textHash, token: await linkTo(scene, 'nda', id, guest.contact.id) }
}

async function haveProposed(scene: Scene): Promise<string> {
  const { world } = scene
  const reference = await haveReference(world)
  const id = await haveAsk(world, await haveGuest(world))
  await propose(world, id, reference)
  return linkTo(scene, 'customer', id, reference.manager.id)
}

async function ownPage(scene: Scene, id: string): Promise<string> {
  const [request] = await scene.world.deps.db.all<{ prospect_id: string; guest_id: string }>(
    `select prospect_id, guest_id from reference_requests where id = '${id}'`,
  )
  return linkTo(scene, 'prospect', request?.prospect_id ?? '', request?.guest_id ?? '')
}

const outcome = { says: 'held', minutes: '30', note: 'It was good.' }
const outcomeFields = { says: rule('choice'), minutes: optional('whole'), note: optional('note') }

/** What a prospect and a customer send by the private links of their mails. */
export const formsOfReferencePages: Record<string, FormRow> = {
  'POST /nda/:link/signature': {
    as: 'nobody',
    ready: async (scene) => {
      const { guest, textHash, token } = await haveSentNda(scene)
      return { path: `/nda/${token}/signature`, form: { hash: textHash, name: guest.contact.name } }
    },
    fields: { hash: hidden('digits'), name: { kind: 'choice' } },
  },
  'POST /nda/:link/refusal': {
    as: 'nobody',
    ready: async (scene) => ({ path: `/nda/${(await haveSentNda(scene)).token}/refusal`, form: {} }),
    fields: {},
  },
  'POST /asks/:key/answer': {
    as: 'nobody',
    ready: async (scene) => ({ path: `/asks/${await haveProposed(scene)}/answer`, form: { slot: '2' } }),
    fields: { slot: rule('choice') },
  },
  'POST /asks/:key/outcome': {
    as: 'nobody',
    ready: async (scene) => {
      const id = await haveOverCall(scene)
      const [request] = await scene.world.deps.db.all<{ contact_id: string }>(
        `select contact_id from reference_requests where id = '${id}'`,
      )
      return { path: `/asks/${await linkTo(scene, 'customer', id, request?.contact_id ?? '')}/outcome`, form: outcome }
    },
    fields: outcomeFields,
    makes: 'request_outcomes',
  },
  'POST /references/:link/nda': {
    as: 'nobody',
    ready: async (scene) => {
      const { guest } = await haveSentNda(scene)
      return { path: `/references/${await linkTo(scene, 'prospect', guest.prospectId, guest.contact.id)}/nda`, form: {} }
    },
    fields: {},
  },
  'POST /references/:link/requests': {
    as: 'nobody',
    ready: async (scene) => {
      const { world, act } = scene
      const { customerId } = await haveReference(world)
      const guest = await haveGuest(world)
      await haveSignedNda(world, guest)
      const token = await linkTo(scene, 'prospect', guest.prospectId, guest.contact.id)
      const match = await matchKey(guest.prospectId, customerId)
      const wish = { activity: 'prospect_call', side: '', topics: 'How long it took', wantedBy: '' }
      return { path: `/references/${token}/requests`, form: { act: act(), match, ...wish } }
    },
    fields: {
      act: rule('act'),
      match: rule('choice'),
      activity: hidden('choice'),
      side: { kind: 'choice', optional: true, hidden: true },
      topics: rule('text'),
      wantedBy: optional('coming'),
    },
    makes: 'reference_requests',
  },
  'POST /references/:link/requests/:request/confirmation': {
    as: 'nobody',
    ready: async (scene) => {
      const { id } = await haveAccepted(scene)
      return { path: `/references/${await ownPage(scene, id)}/requests/${id}/confirmation`, form: {} }
    },
    fields: {},
  },
  'POST /references/:link/requests/:request/outcome': {
    as: 'nobody',
    ready: async (scene) => {
      const id = await haveOverCall(scene)
      return { path: `/references/${await ownPage(scene, id)}/requests/${id}/outcome`, form: outcome }
    },
    fields: outcomeFields,
    makes: 'request_outcomes',
  },
  'POST /references/:link/requests/:request/withdrawal': {
    as: 'nobody',
    ready: async (scene) => {
      const { id } = await haveAccepted(scene)
      return { path: `/references/${await ownPage(scene, id)}/requests/${id}/withdrawal`, form: {} }
    },
    fields: {},
  },
}
