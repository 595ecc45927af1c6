import { eq } from 'drizzle-orm'
import { partners } from '../../../schema/people.ts'
import { quotes } from '../../../schema/quotes.ts'
import { sendRelationshipLink } from '../../../worker/agreements/relationship-link.ts'
import { editQuote } from '../../../worker/quotes/quote.ts'
import { getQuote } from '../../../worker/quotes/store.ts'
import { answerForm, approve, haveClosed, haveGrantFor, haveQuote, haveSurvey } from '../quotes/have-quotes.ts'
import { dayIn, linkIn } from '../references/desk.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field

const offered = async ({ world }: Scene) => haveQuote(world, await haveClosed(world))

async function approved(scene: Scene) {
  const quote = await offered(scene)
  await approve(scene.world, quote.id)
  return quote
}

/** Our edit is with its author, who has its page. */
async function edited({ world }: Scene) {
  const closed = await haveClosed(world)
  const quote = await haveQuote(world, closed)
  await editQuote(world.deps, quote.id, { words: 'They kept every single date.', textHash: quote.textHash }, 'stf_seed')
  await world.settle()
  const { editHash } = await getQuote(world.deps.db, quote.id)
  return { page: linkIn(world, closed.contact.email, '/quote'), textHash: editHash ?? '' }
}

const boxes = { site: optional('box'), social: optional('box'), print: optional('box'), press: optional('box'), sales: optional('box') }
const places = { site: 'yes', social: '', print: '', press: 'yes', sales: '' }

const formsOfStaff: Record<string, FormRow> = {
  'POST /surveys': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { engagementId, contact } = await haveClosed(world)
      return { path: '/surveys', form: { act: act(), engagementId, contactId: contact.id } }
    },
    fields: { act: rule('act'), engagementId: hidden('id'), contactId: rule('choice') },
    makes: 'surveys',
  },
  'POST /surveys/:id/again': {
    as: 'sales',
    ready: async ({ world }) => ({ path: `/surveys/${(await haveSurvey(world, await haveClosed(world))).id}/again`, form: {} }),
    fields: {},
  },
  'POST /quotes': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { prospectId, contact } = await haveClosed(world)
      return { path: '/quotes', form: { act: act(), prospectId, contactId: contact.id, words: 'They kept every date.' } }
    },
    fields: { act: rule('act'), prospectId: hidden('id'), contactId: rule('choice'), words: rule('text') },
    makes: 'quotes',
  },
  'POST /quotes/:id/approval': {
    as: 'sales',
    ready: async (scene) => {
      const { id, textHash } = await offered(scene)
      return { path: `/quotes/${id}/approval`, form: { textHash } }
    },
    fields: { textHash: hidden('id') },
  },
  'POST /quotes/:id/edit': {
    as: 'sales',
    ready: async (scene) => {
      const { id, textHash } = await offered(scene)
      return { path: `/quotes/${id}/edit`, form: { textHash, words: 'They kept every single date.' } }
    },
    fields: { textHash: hidden('id'), words: rule('text') },
  },
  'POST /quotes/:id/permission': {
    as: 'sales',
    ready: async (scene) => {
      const { id, textHash } = await approved(scene)
      const form = { act: scene.act(), textHash, channel: 'site', benefit: 'A tenth off', endsOn: '2027-11-02' }
      return { path: `/quotes/${id}/permission`, form }
    },
    fields: { act: rule('act'), textHash: hidden('id'), channel: rule('choice'), benefit: optional('line'), endsOn: rule('date') },
    makes: 'grants',
  },
  'POST /quotes/:id/publication': {
    as: 'sales',
    ready: async (scene) => {
      const { id, textHash } = await approved(scene)
      await haveGrantFor(scene.world, id)
      return { path: `/quotes/${id}/publication`, form: { act: scene.act(), textHash, channel: 'site', place: 'Our wall' } }
    },
    fields: { act: rule('act'), textHash: hidden('id'), channel: rule('choice'), place: rule('line') },
    makes: 'acts',
  },
  'POST /quotes/:id/withdrawal': {
    as: 'sales',
    ready: async (scene) => ({ path: `/quotes/${(await offered(scene)).id}/withdrawal`, form: { reason: 'It told us so.' } }),
    fields: { reason: rule('note') },
  },
}

const formsOfAuthor: Record<string, FormRow> = {
  'POST /survey/:link': {
    as: 'nobody',
    ready: async ({ world }) => ({
      path: (await haveSurvey(world, await haveClosed(world))).path,
      form: { ...answerForm({ words: 'All went well.' }), ...places },
    }),
    fields: { score: rule('choice'), words: optional('text'), line: optional('text'), ...boxes, attribution: rule('choice') },
    makes: 'quotes',
  },
  'POST /quote/:link/approval': {
    as: 'nobody',
    ready: async (scene) => {
      const { page, textHash } = await edited(scene)
      return { path: `${page}/approval`, form: { textHash, ...places, attribution: 'company' } }
    },
    fields: { textHash: hidden('id'), ...boxes, attribution: rule('choice') },
  },
  'POST /quote/:link/refusal': {
    as: 'nobody',
    ready: async (scene) => ({ path: `${(await edited(scene)).page}/refusal`, form: {} }),
    fields: {},
  },
  'POST /quote/:link/renewal': {
    as: 'nobody',
    ready: async (scene) => {
      const { id, page } = await offered(scene)
      await scene.world.deps.db
        .update(quotes)
        .set({ endsOn: dayIn(scene.world, 40) })
        .where(eq(quotes.id, id))
      return { path: `${page}/renewal`, form: {} }
    },
    fields: {},
  },
  'POST /quote/:link/withdrawal': {
    as: 'nobody',
    ready: async (scene) => ({ path: `${(await offered(scene)).page}/withdrawal`, form: {} }),
    fields: {},
  },
}

const formsOfCustomer: Record<string, FormRow> = {
  'POST /relationship/quotes/:id/withdrawal': {
    as: 'owner',
    ready: async (scene) => {
      const closed = await haveClosed(scene.world)
      const { id } = await haveQuote(scene.world, closed)
      await scene.world.deps.db.update(partners).set({ prospectId: closed.prospectId }).where(eq(partners.id, scene.partner.id))
      return { path: `/relationship/quotes/${id}/withdrawal`, form: {} }
    },
    fields: {},
  },
  'POST /relationship/by-link/:link/quotes/:id/withdrawal': {
    as: 'nobody',
    ready: async ({ world, act }) => {
      const closed = await haveClosed(world)
      const { id } = await haveQuote(world, closed)
      const guest = { act: act(), name: 'Ida Holm', email: 'ida@salthaven.example' }
      await sendRelationshipLink(world.deps, closed.prospectId, guest, 'stf_sales')
      await world.settle()
      return { path: `${linkIn(world, guest.email, '/relationship/by-link')}/quotes/${id}/withdrawal`, form: {} }
    },
    fields: {},
  },
}

/** What staff, authors and customers send about surveys and quotes. */
export const formsOfQuotes: Record<string, FormRow> = { ...formsOfStaff, ...formsOfAuthor, ...formsOfCustomer }
