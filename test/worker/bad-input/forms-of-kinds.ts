import { applyPayment } from '../../../worker/deals/apply-payment.ts'
import { discloseFee, expectFee } from '../../../worker/deals/vendor-fees.ts'
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

/** A fee of a vendor; its customer was told where `isTold`. */
export async function haveFee({ world, people, act }: Scene, isTold = false): Promise<{ id: string; version: string }> {
  await haveProspect(world, null, { domain: 'salthaven.example' })
  const wanted = {
    vendor: 'Lumenport',
    rule: '5 %',
    currency: 'eur' as const,
    expectedMinor: 60_000,
    dueOn: '2026-12-01',
    domain: 'salthaven.example',
  }
  const id = await expectFee(world.deps, wanted, act(), people.finance.id)
  if (isTold) await discloseFee(world.deps, id, { act: act(), version: 1, on: '2026-11-01', how: 'By mail' }, people.finance.id)
  return { id, version: isTold ? '2' : '1' }
}

const formsOfVendorFees: Record<string, FormRow> = {
  'POST /vendor-fees': {
    as: 'finance',
    ready: async ({ world, act }) => {
      await haveProspect(world, null, { domain: 'salthaven.example' })
      const form = {
        vendor: 'Lumenport',
        rule: '5 % of a year',
        domain: 'salthaven.example',
        expected: '600.00',
        currency: 'eur',
        due_on: '2026-12-01',
      }
      return { path: '/vendor-fees', form: { act: act(), ...form } }
    },
    fields: {
      act: rule('act'),
      vendor: rule('line'),
      rule: rule('line'),
      domain: rule('domain'),
      expected: rule('amount'),
      currency: rule('currency'),
      due_on: rule('date'),
    },
    makes: 'vendor_fees',
  },
  'POST /vendor-fees/:id/disclosure': {
    as: 'finance',
    ready: async (scene) => {
      const { id, version } = await haveFee(scene)
      return {
        path: `/vendor-fees/${id}/disclosure`,
        form: { act: scene.act(), version, disclosed_on: '2026-11-01', disclosed_how: 'By mail' },
      }
    },
    fields: { act: rule('act'), version: hidden('whole'), disclosed_on: rule('day'), disclosed_how: rule('line') },
  },
  'POST /vendor-fees/:id/receipts': {
    as: 'finance',
    ready: async (scene) => {
      const { id, version } = await haveFee(scene, true)
      const came = { currency: 'eur', received: '450.00', bank_reference: 'LP 4471', received_on: '2026-11-01', note: 'A part' }
      return { path: `/vendor-fees/${id}/receipts`, form: { act: scene.act(), version, ...came } }
    },
    fields: {
      act: rule('act'),
      version: hidden('whole'),
      currency: hidden('currency'),
      received: rule('amount'),
      bank_reference: rule('line'),
      received_on: rule('day'),
      note: optional('line'),
    },
  },
  'POST /vendor-fees/:id/write-off': {
    as: 'finance',
    ready: async (scene) => {
      const { id, version } = await haveFee(scene)
      return { path: `/vendor-fees/${id}/write-off`, form: { act: scene.act(), version, write_off_reason: 'Its programme ended.' } }
    },
    fields: { act: rule('act'), version: hidden('whole'), write_off_reason: rule('line') },
  },
}

/** What happens within a deal by its kind, and what vendors owe us. */
export const formsOfKinds: Record<string, FormRow> = {
  ...formsOfHours,
  ...formsOfChanges,
  ...formsOfMeasurements,
  ...formsOfResults(byMember),
  ...formsOfResults(byLink),
  ...formsOfVendorFees,
}
