import { applyPayment } from '../../../worker/deals/apply-payment.ts'
import { haveProspect } from '../../support/fixtures.ts'
import { haveChange, haveDealOf, haveHourPool, haveMeasured, havePayment } from '../deals/kind-fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import { byLink, byMember, type Way } from './forms-of-grants.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field

const formsOfHours: Record<string, FormRow> = {
  'POST /deals/:id/draws': {
    as: 'sales',
    ready: async ({ world, act }) => ({
      path: `/deals/${await haveHourPool(world)}/draws`,
      form: { act: act(), drawn: '1.25', drawn_on: '2026-11-01', draw_note: 'Oven 3' },
    }),
    fields: { act: rule('act'), drawn: rule('amount'), drawn_on: rule('day'), draw_note: rule('line') },
    makes: 'hour_draws',
  },
  'POST /deals/:id/top-ups': {
    as: 'sales',
    ready: async ({ world, act }) => {
      const dealId = await haveHourPool(world)
      await havePayment(world, dealId, 100_000)
      const top_up_payment = await havePayment(world, dealId, 20_000)
      return {
        path: `/deals/${dealId}/top-ups`,
        form: { act: act(), topped_up: '2', top_up_payment, top_up_note: 'More', top_up_until: '2027-01-01' },
      }
    },
    fields: {
      act: rule('act'),
      topped_up: rule('amount'),
      top_up_payment: hidden('id'),
      top_up_note: optional('line'),
      top_up_until: optional('coming'),
    },
    makes: 'hour_draws',
  },
  'POST /deals/:id/value-note': {
    as: 'sales',
    ready: async ({ world }) => ({
      path: `/deals/${await haveDealOf(world, 'retainer', { period: 'month' })}/value-note`,
      form: { value_note: 'No oven stopped.' },
    }),
    fields: { value_note: rule('line') },
  },
}

const formsOfChanges: Record<string, FormRow> = {
  'POST /deals/:id/changes': {
    as: 'sales',
    ready: async ({ world, act }) => ({
      path: `/deals/${(await haveChange(world)).dealId}/changes`,
      form: { act: act(), currency: 'eur', change_text: 'Two more ovens', change_amount: '500.00' },
    }),
    fields: { act: rule('act'), currency: hidden('currency'), change_text: rule('line'), change_amount: rule('amount') },
    makes: 'change_requests',
  },
  'POST /deals/:id/changes/approval': {
    as: 'sales',
    ready: async ({ world }) => {
      const { dealId, id } = await haveChange(world)
      return { path: `/deals/${dealId}/changes/approval`, form: { change: id, approved_by: 'Ida Holm', approved_on: '2026-11-01' } }
    },
    fields: { change: hidden('id'), approved_by: rule('line'), approved_on: rule('day') },
  },
  'POST /deals/:id/changes/refusal': {
    as: 'sales',
    ready: async ({ world }) => {
      const { dealId, id } = await haveChange(world)
      return { path: `/deals/${dealId}/changes/refusal`, form: { refused: id } }
    },
    fields: { refused: hidden('id') },
  },
  'POST /deals/:id/changes/payment': {
    as: 'sales',
    ready: async ({ world }) => {
      const { dealId, id } = await haveChange(world, true)
      return {
        path: `/deals/${dealId}/changes/payment`,
        form: { paid_change: id, change_payment: await havePayment(world, dealId, 50_000) },
      }
    },
    fields: { paid_change: hidden('id'), change_payment: hidden('id') },
  },
}

const formsOfMeasurements: Record<string, FormRow> = {
  'POST /deals/:id/measurements': {
    as: 'sales',
    ready: async ({ world, act }) => ({
      path: `/deals/${(await haveMeasured(world)).dealId}/measurements`,
      form: { act: act(), currency: 'eur', starts_on: '2026-10-01', ends_on: '2026-10-31', value: '31 hours', amount: '4,650.00' },
    }),
    fields: {
      act: rule('act'),
      currency: hidden('currency'),
      starts_on: rule('date'),
      ends_on: rule('date'),
      value: rule('line'),
      amount: { kind: 'price', optional: true },
    },
    makes: 'measurements',
  },
  'POST /deals/:id/measurements/acceptance': {
    as: 'sales',
    ready: async ({ world }) => {
      const { dealId, id } = await haveMeasured(world)
      return { path: `/deals/${dealId}/measurements/acceptance`, form: { accepted: id } }
    },
    fields: { accepted: hidden('id') },
  },
  'POST /deals/:id/measurements/dispute': {
    as: 'sales',
    ready: async ({ world }) => {
      const { dealId, id } = await haveMeasured(world)
      return { path: `/deals/${dealId}/measurements/dispute`, form: { measurement: id, dispute_reason: 'Nine hours were a strike.' } }
    },
    fields: { measurement: hidden('id'), dispute_reason: rule('line') },
  },
  'POST /deals/:id/measurements/payment': {
    as: 'sales',
    ready: async ({ world }) => {
      const { dealId, id } = await haveMeasured(world, 'both')
      const paid = {
        source: 'in_1',
        currency: 'eur',
        paidMinor: 500_000,
        baseMinor: 500_000,
        paidAt: world.now(),
        recordedBy: 'stripe',
        objects: [],
      } as const
      await applyPayment(world.deps, paid, async () => ({ kind: 'deal', dealId }))
      return { path: `/deals/${dealId}/measurements/payment`, form: { settles: id, paid_by: 'pmt_in_1' } }
    },
    fields: { settles: hidden('id'), paid_by: hidden('id') },
  },
}

const formsOfResults = ({ as, route, open }: Way): Record<string, FormRow> => {
  const resultOf = async (scene: Scene) => {
    const { id: prospectId } = await haveProspect(scene.world, null, { company: 'Salthaven' })
    const { id } = await haveMeasured(scene.world, 'us', { prospectId })
    return `${await open(scene, prospectId)}/results/${id}`
  }
  return {
    [`POST ${route}/results/:id/acceptance`]: {
      as,
      ready: async (scene) => ({ path: `${await resultOf(scene)}/acceptance`, form: { name: 'Ida Holm', agreed: 'yes' } }),
      fields: { name: rule('line'), agreed: rule('box') },
    },
    [`POST ${route}/results/:id/dispute`]: {
      as,
      ready: async (scene) => ({ path: `${await resultOf(scene)}/dispute`, form: { reason: 'Nine hours were a strike.' } }),
      fields: { reason: rule('note') },
    },
  }
}

/** What happens within a deal by its kind. */
export const formsOfKinds: Record<string, FormRow> = {
  ...formsOfHours,
  ...formsOfChanges,
  ...formsOfMeasurements,
  ...formsOfResults(byMember),
  ...formsOfResults(byLink),
}
