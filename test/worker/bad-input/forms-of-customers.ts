import { evidence } from '../../../schema/ladder.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { haveContact, haveCustomer, haveGrievance, haveHandoff, haveLapsedThatBought } from '../prospects/customer-fixtures.ts'
import { type FormRow, field } from './form-row.ts'

const { rule, optional, hidden } = field
const today = '2026-11-02'

/** What sales records of prospects and customers. */
export const formsOfCustomers: Record<string, FormRow> = {
  'POST /prospects/:id/evidence': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { id } = await haveProspect(world)
      const form = { act: act(), level: 'attention', detail: 'They rang us.', happened_on: today, file: '', who_else: 'Nobody' }
      return { path: `/prospects/${id}/evidence`, form }
    },
    fields: {
      act: rule('act'),
      level: rule('choice'),
      detail: rule('text'),
      happened_on: rule('day'),
      file: optional('text'),
      who_else: rule('text'),
    },
    makes: 'evidence',
  },
  'POST /prospects/:id/setbacks': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { id } = await haveProspect(world)
      const step = { id: 'evd_first', prospectId: id, level: 1, direction: 'up' as const, detail: 'They rang us.' }
      await world.deps.db.insert(evidence).values({ ...step, happenedOn: today, recordedBy: 'stf_seed', recordedAt: world.now() })
      const form = { act: act(), taken_back: 'attention', setback_reason: 'They no longer answer.', fell_on: today }
      return { path: `/prospects/${id}/setbacks`, form }
    },
    fields: { act: rule('act'), taken_back: rule('choice'), setback_reason: rule('text'), fell_on: rule('day') },
  },
  'POST /prospects/:id/loss': {
    as: 'sales',
    ready: async ({ world }) => ({
      path: `/prospects/${(await haveProspect(world)).id}/loss`,
      form: { loss_reason: 'They stay with what they have.', version: '1' },
    }),
    fields: { loss_reason: rule('text'), version: hidden('whole') },
  },
  'POST /prospects/:id/contacts': {
    as: 'sales',
    ready: async ({ world, act }) => ({
      path: `/prospects/${(await haveProspect(world)).id}/contacts`,
      form: {
        act: act(),
        contact_name: 'Bea Lund',
        contact_email: 'bea@tern.example',
        contact_title: 'Head of works',
        contact_side: 'technical',
      },
    }),
    fields: {
      act: rule('act'),
      contact_name: rule('line'),
      contact_email: optional('email'),
      contact_title: optional('line'),
      contact_side: optional('choice'),
    },
    makes: 'contacts',
  },
  'POST /prospects/:id/roles': {
    as: 'sales',
    ready: async ({ world }) => {
      const { id } = await haveProspect(world)
      const [contact, influences] = [await haveContact(world, id), await haveContact(world, id, 'Ole Lund')]
      const said = { role: 'economic_buyer', veto: 'yes', confidence: 'known', side: 'business', deal: '', budget_confirmed: 'yes' }
      return { path: `/prospects/${id}/roles`, form: { ...said, contact, influences, decision_on: today } }
    },
    fields: {
      contact: rule('id'),
      role: rule('choice'),
      veto: optional('box'),
      confidence: rule('choice'),
      side: optional('choice'),
      deal: optional('id'),
      influences: optional('id'),
      budget_confirmed: optional('box'),
      decision_on: optional('date'),
    },
  },
  'POST /prospects/:id/hours': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const { id } = await haveProspect(world)
      const spent = { time_with: await haveContact(world, id), spent_on: 'talk', hours: '1.5', spent_day: today }
      return { path: `/prospects/${id}/hours`, form: { act: act(), ...spent } }
    },
    fields: {
      act: rule('act'),
      time_with: rule('id'),
      spent_on: rule('choice'),
      hours: rule('hours'),
      spent_day: rule('day'),
    },
    makes: 'hours_spent',
  },
  'POST /prospects/:id/handoffs': {
    as: 'sales',
    ready: async ({ world, act }) => ({
      path: `/prospects/${(await haveProspect(world)).id}/handoffs`,
      form: { act: act(), to: (await haveStaff(world, 'sales')).id, what: 'Ring them on Monday.', due_on: '2026-11-09' },
    }),
    fields: { act: rule('act'), to: rule('id'), what: rule('line'), due_on: rule('date') },
    makes: 'handoffs',
  },
  'POST /prospects/:id/handoffs/:handoff/done': {
    as: 'sales',
    ready: async ({ world }) => {
      const { id } = await haveProspect(world)
      return { path: `/prospects/${id}/handoffs/${await haveHandoff(world, id)}/done`, form: {} }
    },
    fields: {},
    takesNothing: true,
  },
  'POST /customers': {
    as: 'sales',
    ready: ({ act }) => ({
      path: '/customers',
      form: { act: act(), company: 'Tern', domain: 'tern.example', customer_since: '2025-03-01' },
    }),
    fields: { act: rule('act'), company: rule('line'), domain: optional('domain'), customer_since: rule('day') },
    makes: 'customers',
  },
  'POST /customers/:id/profile': {
    as: 'sales',
    ready: async ({ world }) => ({
      path: `/customers/${(await haveCustomer(world)).id}/profile`,
      form: {
        motion: 'project',
        public_company: 'yes',
        first_enterprise: 'yes',
        gift_policy: 'limited',
        gift_note: 'Up to 50.00 EUR.',
        reference_policy: 'allowed',
        version: '1',
      },
    }),
    fields: {
      motion: optional('choice'),
      public_company: optional('box'),
      first_enterprise: optional('box'),
      gift_policy: rule('choice'),
      gift_note: optional('text'),
      reference_policy: rule('choice'),
      version: hidden('whole'),
    },
  },
  'POST /customers/:id/lapse': {
    as: 'sales',
    ready: async ({ world }) => ({
      path: `/customers/${(await haveCustomer(world)).id}/lapse`,
      form: { lapse_reason: 'It did not renew.', version: '1' },
    }),
    fields: { lapse_reason: rule('text'), version: hidden('whole') },
  },
  'POST /customers/:id/return': {
    as: 'sales',
    ready: async ({ world }) => {
      const { id } = await haveLapsedThatBought(world)
      return { path: `/customers/${id}/return`, form: { no_grievance: 'Nothing was wrong, they moved.', version: '2' } }
    },
    fields: { no_grievance: optional('text'), version: hidden('whole') },
  },
  'POST /customers/:id/outreach': {
    as: 'sales',
    ready: async ({ world }) => ({ path: `/customers/${(await haveCustomer(world)).id}/outreach`, form: {} }),
    fields: {},
  },
  'POST /customers/:id/grievances': {
    as: 'sales',
    ready: async ({ world, act }) => ({
      path: `/customers/${(await haveCustomer(world)).id}/grievances`,
      form: { act: act(), about: 'The plan came late.', cause: 'Too much at once.', owner: (await haveStaff(world, 'sales')).id },
    }),
    fields: { act: rule('act'), about: rule('text'), cause: rule('text'), owner: rule('id') },
    makes: 'grievances',
  },
  'POST /customers/:id/grievances/:grievance/offer': {
    as: 'sales',
    ready: async ({ world }) => {
      const { id } = await haveCustomer(world)
      const path = `/customers/${id}/grievances/${(await haveGrievance(world, id)).id}/offer`
      return { path, form: { restitution_kind: 'free_hours', restitution: 'Ten free hours.', offered_on: today } }
    },
    fields: { restitution_kind: rule('choice'), restitution: rule('text'), offered_on: rule('day') },
  },
  'POST /customers/:id/grievances/:grievance/settlement': {
    as: 'sales',
    ready: async ({ world }) => {
      const { id } = await haveCustomer(world)
      const path = `/customers/${id}/grievances/${(await haveGrievance(world, id, 'offered')).id}/settlement`
      return { path, form: { outcome: 'settled', settled_on: today } }
    },
    fields: { outcome: rule('choice'), settled_on: rule('day') },
  },
}
