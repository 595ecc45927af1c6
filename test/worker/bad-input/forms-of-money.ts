import { recordPayment } from '../../../worker/deals/record.ts'
import { excludePartner } from '../../../worker/payouts/prepare.ts'
import { haveCommission, haveDestination } from '../../support/fixtures.ts'
import { fund } from '../payouts/support.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'
import { haveDraftRun, haveHeldCommission, haveRestingRun, haveStop, haveSubmittedRun, haveWonDeal } from './states.ts'

const { rule, hidden } = field

/** A form of a draft's page that has no field, or those given. */
const ofDraft = (path: string, form: (scene: Scene) => Record<string, string>, fields: FormRow['fields']): FormRow => ({
  as: 'finance',
  ready: async (scene) => ({ path: `/runs/${await haveDraftRun(scene)}/${path}`, form: form(scene) }),
  fields,
})

const formsOfRuns: Record<string, FormRow> = {
  'POST /runs': {
    as: 'finance',
    ready: async ({ world, partner, act }) => {
      await haveDestination(world, partner.id)
      await haveCommission(world, partner, 5_000)
      await fund(world)
      return { path: '/runs', form: { act: act() } }
    },
    fields: { act: rule('act') },
    makes: 'payout_runs',
  },
  'POST /runs/:id/plan': {
    as: 'finance',
    ready: async (scene) => {
      const { world, partner, people } = scene
      const runId = await haveDraftRun(scene)
      await excludePartner(world.deps, runId, partner.id, 'They asked.', people.finance.id)
      return { path: `/runs/${runId}/plan`, form: { partnerId: partner.id } }
    },
    fields: { partnerId: { kind: 'id', optional: true, hidden: true } },
  },
  'POST /runs/:id/exclusions': ofDraft('exclusions', ({ partner }) => ({ partnerId: partner.id, reason: 'They asked.' }), {
    partnerId: hidden('id'),
    reason: { kind: 'text', hidden: true },
  }),
  'POST /runs/:id/submission': ofDraft('submission', () => ({}), {}),
  'POST /runs/:id/cancellation': ofDraft('cancellation', () => ({ reason: 'A wrong month.' }), { reason: rule('text') }),
  'POST /runs/:id/approval': {
    as: 'approver',
    ready: async (scene) => {
      const { runId, fingerprint } = await haveSubmittedRun(scene)
      return { path: `/runs/${runId}/approval`, form: { fingerprint } }
    },
    fields: { fingerprint: { kind: 'id', hidden: true, more: ['a'.repeat(64)] } },
  },
  'POST /runs/:id/refusal': {
    as: 'approver',
    ready: async (scene) => ({ path: `/runs/${(await haveSubmittedRun(scene)).runId}/refusal`, form: { reason: 'Too much.' } }),
    fields: { reason: rule('text') },
  },
  'POST /runs/:id/resumption': {
    as: 'approver',
    ready: async (scene) => ({ path: `/runs/${await haveRestingRun(scene)}/resumption`, form: {} }),
    fields: {},
  },
}

/** What finance and approvers send. */
export const formsOfMoney: Record<string, FormRow> = {
  ...formsOfRuns,
  'POST /stops': {
    as: 'finance',
    ready: ({ partner }) => ({ path: '/stops', form: { kind: 'partner', subject: partner.id, reason: 'To be sure.' } }),
    fields: { kind: rule('choice'), subject: { kind: 'id', more: ['eur', 'par_000000:eur'] }, reason: rule('text') },
    makes: 'stops',
  },
  'POST /stops/resumption': {
    as: 'approver',
    ready: async (scene) => ({ path: '/stops/resumption', form: { scope: await haveStop(scene) } }),
    fields: { scope: { kind: 'id', hidden: true, more: ['run:', 'all:eur'] } },
  },
  'POST /commissions/:id/holds': {
    as: 'finance',
    ready: async ({ world, partner }) => {
      const { id } = await haveCommission(world, partner, 5_000)
      return { path: `/commissions/${id}/holds`, form: { hold_reason: 'We look at it again.' } }
    },
    fields: { hold_reason: rule('line') },
    makes: 'commission_holds',
  },
  'POST /commissions/:id/holds/:n/release': {
    as: 'finance',
    ready: async (scene) => ({
      path: `/commissions/${await haveHeldCommission(scene)}/holds/1/release`,
      form: { release_reason: 'All is well.' },
    }),
    fields: { release_reason: rule('line') },
  },
  'POST /commissions/:id/rejection': {
    as: 'finance',
    ready: async (scene) => ({
      path: `/commissions/${await haveHeldCommission(scene)}/rejection`,
      form: { reject_reason: 'It was a test.' },
    }),
    fields: { reject_reason: rule('line') },
  },
  'POST /deals/:id/returns': {
    as: 'sales',
    ready: async (scene) => {
      const dealId = await haveWonDeal(scene)
      const paid = { paidMinor: 90_000, taxMinor: 0, currency: 'eur', paidAt: new Date('2026-11-01'), act: scene.act() } as const
      const payment = await recordPayment(scene.world.deps, dealId, paid, scene.people.sales.id)
      const form = { act: scene.act(), payment, returned: '100.00', currency: 'eur', returned_on: '2026-11-02' }
      return { path: `/deals/${dealId}/returns`, form }
    },
    fields: {
      act: rule('act'),
      payment: rule('id'),
      returned: { kind: 'amount', more: ['900.01'] },
      currency: { kind: 'currency', more: ['usd'] },
      returned_on: rule('day'),
    },
    makes: 'payment_facts',
  },
}
