import { askRequest } from '../../../worker/ledger/requests.ts'
import { proposeCaps } from '../../../worker/payouts/caps.ts'
import { proposeDecision } from '../../../worker/payouts/decide-stuck.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { approve, failTransfers, sweep, thePayout, transfersAtStripe } from '../payouts/support.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'
import { haveSubmittedRun } from './states.ts'

const { rule, hidden } = field

/** A payout that Stripe said it keeps, and made nevertheless. */
async function haveStuck(scene: Scene) {
  const { world, people } = scene
  const { runId } = await haveSubmittedRun(scene)
  await approve(world, runId, people.approver)
  await sweepRuns(world.deps, runId)
  await failTransfers(world, 'approval_required', {}, 'after')
  await sweep(world)
  await world.travel({ minutes: 61 })
  const { id: payoutId } = await thePayout(world)
  return { runId, payoutId, transfer: transfersAtStripe(world)[0]?.id ?? '' }
}

const ofProposal = (act: string): FormRow => ({
  as: 'approver',
  ready: async (scene) => {
    const { runId, payoutId, transfer } = await haveStuck(scene)
    const asked = { outcome: 'paid' as const, transfer, reason: 'It is there.' }
    await proposeDecision(scene.world.deps, { runId, payoutId }, scene.people.finance, asked)
    return { path: `/runs/${runId}/payouts/${payoutId}/decisions/1/${act}`, form: {} }
  },
  fields: {},
})

const asked = ({ partner, act }: Scene) => ({ act: act(), partnerId: partner.id, currency: 'usd' as const, reason: 'A bonus.' })

const ofRequest = (act: string): FormRow => ({
  as: 'approver',
  ready: async (scene) => {
    const { world, people } = scene
    const id = await askRequest(world.deps, people.finance, { ...asked(scene), kind: 'adjust', amountMinor: 700 })
    return { path: `/ledger/adjustments/${id}/${act}`, form: {} }
  },
  fields: {},
})

/** What one person proposes and another decides. */
export const formsOfDecisions: Record<string, FormRow> = {
  'POST /runs/:id/payouts/:payoutId/decisions': {
    as: 'finance',
    ready: async (scene) => {
      const { runId, payoutId, transfer } = await haveStuck(scene)
      return { path: `/runs/${runId}/payouts/${payoutId}/decisions`, form: { outcome: 'paid', transfer, reason: 'It is there.' } }
    },
    fields: { outcome: hidden('choice'), transfer: hidden('id'), reason: rule('text') },
    makes: 'payout_decisions',
  },
  'POST /runs/:id/payouts/:payoutId/decisions/:n/confirmation': ofProposal('confirmation'),
  'POST /runs/:id/payouts/:payoutId/decisions/:n/refusal': ofProposal('refusal'),
  'POST /caps': {
    as: 'admin',
    ready: () => ({
      path: '/caps',
      form: { currency: 'usd', behind: '0,usd:1', payout: '20,000', run: '200,000', hour: '50,000', first: '1,500.50' },
    }),
    fields: {
      currency: rule('currency'),
      behind: hidden('id'),
      payout: rule('amount'),
      run: rule('amount'),
      hour: rule('amount'),
      first: rule('amount'),
    },
    makes: 'caps',
  },
  'POST /caps/:currency/:n/confirmation': {
    as: 'approver',
    ready: async ({ world, people }) => {
      const wanted = { currency: 'usd', payoutMinor: 1, runMinor: 1, hourMinor: 1, firstMinor: 1 } as const
      await proposeCaps(world.deps, people.admin, wanted, 1)
      return { path: '/caps/usd/2/confirmation', form: {} }
    },
    fields: {},
  },
  'POST /ledger/adjustments': {
    as: 'finance',
    ready: (scene) => ({ path: '/ledger/adjustments', form: { ...asked(scene), what: 'more', amount: '7.00' } }),
    fields: {
      act: rule('act'),
      what: rule('choice'),
      partnerId: rule('id'),
      currency: rule('currency'),
      amount: rule('amount'),
      reason: rule('text'),
    },
    makes: 'ledger_requests',
  },
  'POST /ledger/adjustments/:requestId/confirmation': ofRequest('confirmation'),
  'POST /ledger/adjustments/:requestId/refusal': ofRequest('refusal'),
}
