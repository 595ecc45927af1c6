import type Stripe from 'stripe'
import { move } from './balance.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { expand, flag, ignored, mergedMetadata, metadata, text } from './params.ts'
import { idOf, now, type State } from './state.ts'
import { find, insert } from './table.ts'

/** How a dispute begins: `prevented` was settled before it became one, a `warning` takes no money yet. */
export const beginnings = ['needs_response', 'warning_needs_response', 'prevented'] as const

/** What may become of it. `lost` is not final: an appeal may follow. */
export const outcomes = [
  'under_review',
  'won',
  'lost',
  'warning_under_review',
  'warning_closed',
  'appeal_needs_response',
  'appeal_under_review',
] as const
export type Outcome = (typeof outcomes)[number]

const nextOf: Record<string, readonly Outcome[]> = {
  needs_response: ['under_review', 'won', 'lost'],
  under_review: ['won', 'lost'],
  warning_needs_response: ['warning_under_review', 'warning_closed', 'under_review', 'lost'],
  warning_under_review: ['warning_closed', 'lost'],
  lost: ['appeal_needs_response', 'appeal_under_review'],
  appeal_needs_response: ['appeal_under_review', 'lost'],
  appeal_under_review: ['won', 'lost'],
}

export const nextOutcomes = (status: string): readonly Outcome[] => nextOf[status] ?? []

/** Whether the disputed money is out of the platform's balance. */
export const holdsMoney = (status: string) => status !== 'prevented' && status !== 'won' && !status.startsWith('warning_')

type Facts = { charge: string; amount?: number | undefined; reason?: string | undefined; status?: (typeof beginnings)[number] | undefined }

/** A customer's bank questions a charge: the money leaves the platform's balance at once, unless it is only a warning. */
export function openDispute(state: State, facts: Facts): Stripe.Dispute {
  const charge = find(state.tables.charges, state.platform.id, facts.charge)
  if (!charge) throw noSuch('charge', facts.charge, 'charge')
  const amount = facts.amount ?? charge.amount
  if (charge.disputed) throw invalidRequest('This charge is already disputed.')
  if (amount > charge.amount) throw invalidRequest('A dispute cannot exceed its charge.', { param: 'amount' })
  const dispute: Stripe.Dispute = {
    id: newId(state, 'du'),
    object: 'dispute',
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: now(state),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: blankEvidence,
    evidence_details: {
      due_by: now(state) + 9 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: facts.status === 'warning_needs_response',
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: facts.reason ?? 'fraudulent',
    status: facts.status ?? 'needs_response',
  }
  insert(state, state.tables.disputes, state.platform.id, dispute)
  charge.disputed = true
  emit(state, 'charge.dispute.created', dispute)
  if (holdsMoney(dispute.status)) moveFunds(state, dispute, -amount)
  return dispute
}

function moveFunds(state: State, dispute: Stripe.Dispute, amount: number): void {
  const category = amount < 0 ? 'dispute' : 'dispute_reversal'
  const moved = move(state, {
    owner: state.platform.id,
    currency: dispute.currency,
    amount,
    type: 'adjustment',
    source: dispute.id,
    category,
  })
  dispute.balance_transactions = [...dispute.balance_transactions, structuredClone(moved)]
  emit(state, amount < 0 ? 'charge.dispute.funds_withdrawn' : 'charge.dispute.funds_reinstated', dispute)
}

/** The next word about a dispute. Won gives the money back; lost keeps it, until an appeal is won. */
export function decideDispute(state: State, id: string, outcome: Outcome): Stripe.Dispute {
  const dispute = getDispute(state, id)
  const before = dispute.status
  if (!nextOf[before]?.includes(outcome)) throw invalidRequest(`A dispute that is ${before} cannot become ${outcome}.`)
  dispute.status = outcome
  const [held, holds] = [holdsMoney(before), holdsMoney(outcome)]
  if (held !== holds) moveFunds(state, dispute, holds ? -dispute.amount : dispute.amount)
  const isClosed = outcome === 'won' || outcome === 'lost' || outcome === 'warning_closed'
  emit(state, isClosed ? 'charge.dispute.closed' : 'charge.dispute.updated', dispute, { previous: { status: before } })
  return dispute
}

const getDispute = (state: State, id: string): Stripe.Dispute => {
  const dispute = find(state.tables.disputes, state.platform.id, id)
  if (!dispute) throw noSuch('dispute', id)
  return dispute
}

const blankEvidence: Stripe.Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}

const shape = { evidence: ignored, metadata, submit: flag, ...expand }

export const disputeEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/disputes', { ...pageParams, ...createdParams, charge: text, payment_intent: text }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.disputes,
        owner,
        url: '/v1/disputes',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          (!params.charge || idOf(each.charge) === params.charge) &&
          (!params.payment_intent || idOf(each.payment_intent) === params.payment_intent),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/disputes/:id', { ...expand }, (call) => getDispute(call.state, part(call, 'id'))),
  endpoint('POST', '/v1/disputes/:id', shape, (call) => {
    const dispute = getDispute(call.state, part(call, 'id'))
    dispute.metadata = mergedMetadata(dispute.metadata, call.params.metadata)
    if (call.params.evidence && dispute.status.endsWith('needs_response')) {
      dispute.evidence_details = { ...dispute.evidence_details, has_evidence: true, submission_count: 1, submission_method: 'manual' }
      const reviewed = dispute.status.replace('needs_response', 'under_review')
      return decideDispute(call.state, dispute.id, outcomes.find((each) => each === reviewed) ?? 'under_review')
    }
    emit(call.state, 'charge.dispute.updated', dispute)
    return dispute
  }),
  endpoint('POST', '/v1/disputes/:id/close', { ...expand }, (call) => decideDispute(call.state, part(call, 'id'), 'lost')),
]
