import { haveGroup, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import { haveEvent, haveFailingEvent, haveOpenDeal, havePausedPartner, haveWonDeal } from './states.ts'

const { rule, optional, hidden } = field

/** What sales and admins send. */
export const formsOfStaff: Record<string, FormRow> = {
  'POST /partners': {
    as: 'sales',
    ready: async ({ world, group, act }) => {
      const owner = { ownerName: 'Ida Holm', ownerEmail: 'ida@tern.example' }
      const prospectId = (await haveProspect(world, null, { company: 'Tern' })).id
      const partner = { name: 'Tern', country: 'NL', groupId: group.id, domain: 'tern.example', prospectId }
      return { path: '/partners', form: { act: act(), ...partner, ...owner } }
    },
    fields: {
      act: rule('act'),
      name: rule('line'),
      country: rule('country'),
      groupId: rule('id'),
      domain: optional('domain'),
      prospectId: { kind: 'id', optional: true },
      ownerName: rule('line'),
      ownerEmail: rule('email'),
    },
    makes: 'partners',
  },
  'POST /partners/:id/suspension': {
    as: 'sales',
    ready: ({ partner }) => ({ path: `/partners/${partner.id}/suspension`, form: { reason: 'They asked for a pause.' } }),
    fields: { reason: rule('text') },
  },
  'POST /partners/:id/resumption': {
    as: 'sales',
    ready: async (scene) => ({ path: `/partners/${(await havePausedPartner(scene)).id}/resumption`, form: {} }),
    fields: {},
  },
  'POST /partners/:id/group': {
    as: 'sales',
    ready: async ({ world, partner }) => ({ path: `/partners/${partner.id}/group`, form: { groupId: (await haveGroup(world)).id } }),
    fields: { groupId: rule('id') },
  },
  'POST /people': {
    as: 'admin',
    ready: ({ act }) => ({
      path: '/people',
      form: { act: act(), name: 'Ida Holm', email: 'ida@wrenmarch.example', sales: 'yes', auditor: 'yes' },
    }),
    fields: { act: rule('act'), name: rule('line'), email: rule('email'), sales: optional('box'), auditor: optional('box') },
    makes: 'staff',
  },
  'POST /inbox/:id/run': {
    as: 'admin',
    ready: async (scene) => ({ path: `/inbox/${await haveEvent(scene)}/run`, form: {} }),
    fields: {},
  },
  'POST /inbox/:id/set-aside': {
    as: 'finance',
    ready: async (scene) => ({ path: `/inbox/${await haveFailingEvent(scene)}/set-aside`, form: { reason: 'Its invoice was deleted.' } }),
    fields: { reason: rule('text') },
  },
  'POST /people/:id/roles': {
    as: 'admin',
    ready: ({ people }) => ({ path: `/people/${people.sales.id}/roles`, form: { sales: 'yes', finance: 'yes' } }),
    fields: { sales: optional('box'), finance: optional('box') },
  },
  'POST /people/:id/deactivation': {
    as: 'admin',
    ready: ({ people }) => ({ path: `/people/${people.sales.id}/deactivation`, form: {} }),
    fields: {},
  },
  'POST /people/:id/reactivation': {
    as: 'admin',
    ready: async ({ world }) => {
      const { id } = await haveStaff(world, 'sales')
      await world.deps.db.run(`update staff set active = 0 where id = '${id}'`)
      return { path: `/people/${id}/reactivation`, form: {} }
    },
    fields: {},
  },
  'POST /deals': {
    as: 'sales',
    ready: async ({ world, partner, act }) => {
      const prospect = (await haveProspect(world, partner.id)).id
      const deal = { name: 'Planning', kind: 'one_off', amount: '1,234.50', currency: 'eur', source: 'sub_1Q' }
      return { path: '/deals', form: { act: act(), prospect, ...deal } }
    },
    fields: {
      act: rule('act'),
      prospect: hidden('id'),
      name: rule('line'),
      kind: rule('choice'),
      amount: { kind: 'price', optional: true },
      currency: rule('currency'),
      source: { kind: 'id', optional: true },
    },
    makes: 'deals',
  },
  'POST /deals/:id/closure': {
    as: 'sales',
    ready: async (scene) => ({ path: `/deals/${await haveOpenDeal(scene)}/closure`, form: { to: 'lost', reason: 'Too dear.' } }),
    fields: { to: rule('choice'), reason: rule('text') },
  },
  'POST /deals/:id/payments': {
    as: 'sales',
    ready: async (scene) => {
      const form = { act: scene.act(), paid: '900.00', tax: '0', currency: 'eur', paid_on: '2026-11-01' }
      return { path: `/deals/${await haveWonDeal(scene)}/payments`, form }
    },
    fields: {
      act: rule('act'),
      paid: rule('amount'),
      tax: { kind: 'price', optional: true },
      currency: { kind: 'currency', more: ['usd'] },
      paid_on: rule('day'),
    },
    makes: 'payments',
  },
}
