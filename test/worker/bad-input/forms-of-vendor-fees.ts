import { discloseFee, expectFee } from '../../../worker/deals/vendor-fees.ts'
import { haveProspect } from '../../support/fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, optional, hidden } = field

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

export const formsOfVendorFees: Record<string, FormRow> = {
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
