import type { EffectName } from '../invocation.ts'
import { type Sim, strikes } from '../sim.ts'
import { bodyOf, errorOf } from './answers.ts'
import { type Asked, listsOf } from './lists.ts'
import type { BankPayout, Charge, CreditNote, Dispute, Refund } from './state.ts'

type Read = <Result>(name: EffectName, look: () => Result) => Promise<Result>

/** Everything the product reads at Stripe, in the shapes of the API. */
export function readersOf(sim: Sim, read: Read) {
  const { stripe } = sim
  const missing = (what: string) =>
    errorOf(sim, 404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}` })
  const get = <Row>(rows: Map<string, Row>, id: string): Row => {
    const row = rows.get(id)
    if (!row) throw missing(id)
    return row
  }
  const refundsOf = (charge: string) => ({
    async *[Symbol.asyncIterator]() {
      yield* await read(
        () => `stripe.refunds ${charge}`,
        () => [...stripe.refunds.values()].filter((each) => each.of.charge === charge).map(refundBody),
      )
    },
  })
  const charges = () => [...stripe.charges.values()]
  const lists = listsOf(sim, read)
  return {
    events: { list: lists.events },
    transfers: {
      listReversals: (id: string) =>
        read(
          () => `stripe.reversals ${id}`,
          () => ({
            data: stripe.reversals
              .filter(({ transfer }) => transfer === id)
              .map(({ createdAt, ...reversal }) => ({ ...reversal, created: createdAt / 1000 })),
            has_more: false,
          }),
        ),
      list: (asked: Asked & { transfer_group?: string }) => {
        const { transfer_group: group } = asked
        if (group === undefined) return lists.transfers(asked)
        return read(
          () => `stripe.list ${group}`,
          () => listGroup(sim, group),
        )
      },
      retrieve: (id: string) =>
        read(
          () => `stripe.transfer ${id}`,
          () => {
            const transfer = stripe.transfers.get(id)
            if (!transfer) throw missing(`transfer: '${id}'`)
            return bodyOf(transfer)
          },
        ),
    },
    payouts: {
      retrieve: (id: string) =>
        read(
          () => `stripe.bank payout ${id}`,
          () => bankPayoutBody(get(stripe.bankPayouts, id)),
        ),
      list: lists.bankPayouts,
    },
    disputes: {
      list: lists.disputes,
      retrieve: (id: string) =>
        read(
          () => `stripe.dispute ${id}`,
          () => disputeBody(get(stripe.disputes, id)),
        ),
    },
    creditNotes: {
      list: lists.creditNotes,
      retrieve: (id: string) =>
        read(
          () => `stripe.credit note ${id}`,
          () => noteBody(get(stripe.creditNotes, id)),
        ),
    },
    balanceTransactions: {
      list: ({ payout }: { payout: string }) =>
        read(
          () => `stripe.bank contents ${payout}`,
          () => ({ data: get(stripe.bankPayouts, payout).contents.map(carriedBody), has_more: false }),
        ),
    },
    balance: {
      retrieve: () =>
        read(
          () => 'stripe.balance',
          () => ({ available: [...stripe.balances].map(([currency, amount]) => ({ currency, amount })) }),
        ),
    },
    accounts: {
      listExternalAccounts: (id: string) =>
        read(
          () => `stripe.bank ${id}`,
          () => ({
            data: [{ id: `ba_${id}`, currency: 'eur', default_for_currency: true, fingerprint: `bank${stripe.accounts.get(id)?.bank}` }],
          }),
        ),
    },
    v2: {
      core: {
        accounts: {
          retrieve: (id: string) =>
            read(
              () => `stripe.account ${id}`,
              () => accountBody(sim, id),
            ),
        },
      },
    },
    checkout: {
      sessions: {
        retrieve: (id: string) =>
          read(
            () => `stripe.session ${id}`,
            () => sessionBody(get(stripe.charges, id)),
          ),
        list: ({ payment_intent: intent }: { payment_intent?: string }) =>
          read(
            () => `stripe.sessions ${intent}`,
            () => ({
              data: charges()
                .filter((each) => each.kind === 'checkout' && each.paymentIntent === intent)
                .map(sessionBody),
            }),
          ),
      },
    },
    invoices: {
      retrieve: (id: string) =>
        read(
          () => `stripe.invoice ${id}`,
          () => invoiceBody(get(stripe.charges, id)),
        ),
    },
    invoicePayments: {
      list: (by: { invoice?: string; payment?: { payment_intent: string } }) =>
        read(
          () => 'stripe.invoice payments',
          () => ({
            data: charges()
              .filter(
                (each) =>
                  each.kind === 'invoice' && (by.invoice ? each.id === by.invoice : each.paymentIntent === by.payment?.payment_intent),
              )
              .map((each) => ({
                status: 'paid',
                amount_paid: each.total,
                invoice: each.id,
                payment: { payment_intent: intentBody(each), charge: null },
              })),
          }),
        ),
    },
    refunds: {
      retrieve: (id: string) =>
        read(
          () => `stripe.refund ${id}`,
          () => refundBody(get(stripe.refunds, id)),
        ),
      list: (asked: Asked & { charge?: string }) => (asked.charge === undefined ? lists.refunds(asked) : refundsOf(asked.charge)),
    },
  }
}

/** Now and then a list that is none, or that says there is more and never gives it. */
function listGroup(sim: Sim, group: string) {
  if (strikes(sim, 'F12', sim.mix.network / 12)) return { object: 'list' }
  const data = (sim.stripe.byGroup.get(group) ?? []).map(bodyOf).reverse()
  if (data.length === 0) sim.stripe.listedEmpty.set(group, sim.schedule.now)
  return { data, has_more: false }
}

function accountBody({ stripe }: Sim, id: string) {
  const account = stripe.accounts.get(id)
  return {
    id,
    closed: account?.isClosed ?? true,
    configuration: {
      recipient: {
        capabilities: { stripe_balance: { stripe_transfers: { status: account?.status ?? 'restricted', status_details: [] } } },
      },
    },
    requirements: { entries: [], summary: {} },
  }
}

const intentBody = ({ paymentIntent, charge, total, paidAt }: Charge) => ({
  id: paymentIntent,
  status: 'succeeded',
  amount_received: total,
  latest_charge: { id: charge, created: Math.floor(paidAt / 1000) },
})

const sessionBody = (charge: Charge) => ({
  id: charge.id,
  customer: charge.customer,
  customer_details: { email: null },
  status: 'complete',
  payment_status: 'paid',
  client_reference_id: null,
  metadata: {},
  currency: charge.currency,
  amount_total: charge.total,
  total_details: { amount_tax: charge.tax },
  payment_intent: intentBody(charge),
  invoice: null,
  subscription: null,
  created: Math.floor(charge.paidAt / 1000),
})

const invoiceBody = (charge: Charge) => ({
  id: charge.id,
  customer: charge.customer,
  customer_email: null,
  customer_name: null,
  status: 'paid',
  billing_reason: 'subscription_cycle',
  currency: charge.currency,
  amount_paid: charge.total,
  amount_paid_off_stripe: 0,
  amount_due: charge.total,
  total: charge.total,
  total_excluding_tax: charge.total - charge.tax,
  description: 'Subscription',
  lines: { data: [] },
  metadata: {},
  parent: { subscription_details: { subscription: charge.subscription, metadata: {} } },
  status_transitions: { paid_at: Math.floor(charge.paidAt / 1000) },
  created: Math.floor(charge.paidAt / 1000),
})

const bankPayoutBody = ({ id, amount, currency, status, createdAt, failedAt }: BankPayout) => ({
  id,
  amount,
  currency,
  status,
  automatic: true,
  arrival_date: createdAt / 1000 + 86_400,
  created: createdAt / 1000,
  failure_code: failedAt === null ? null : 'account_closed',
  failure_balance_transaction: failedAt === null ? null : { created: failedAt / 1000 },
  reconciliation_status: 'completed',
})

const carriedBody = (id: string) =>
  id.startsWith('tr_')
    ? { type: 'payment', source: { object: 'charge', source_transfer: id } }
    : { type: 'payout_failure', source: { object: 'payout', id } }

const disputeBody = ({ id, of, amount, status, createdAt }: Dispute) => ({
  id,
  status,
  amount,
  currency: of.currency,
  payment_intent: of.paymentIntent,
  charge: of.charge,
  metadata: {},
  created: Math.floor(createdAt / 1000),
})

const noteBody = ({ id, of, amount, refund, isVoid, createdAt }: CreditNote) => ({
  id,
  status: isVoid ? 'void' : 'issued',
  invoice: of.id,
  currency: of.currency,
  post_payment_amount: amount,
  refunds: refund ? [{ type: 'refund', refund: refund.id, amount_refunded: refund.amount }] : [],
  created: Math.floor(createdAt / 1000),
})

const refundBody = (refund: Refund) => ({
  id: refund.id,
  status: refund.status,
  amount: refund.amount,
  currency: refund.of.currency,
  payment_intent: refund.of.paymentIntent,
  charge: refund.of.charge,
  created: Math.floor(refund.createdAt / 1000),
})
