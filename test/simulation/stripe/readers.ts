import type { EffectName } from '../invocation.ts'
import { type Sim, strikes } from '../sim.ts'
import { bodyOf, errorOf } from './answers.ts'
import { reversedOf } from './bank.ts'
import * as bodies from './bodies.ts'
import { type Asked, listsOf } from './lists.ts'

export type Read = <Result>(name: EffectName, look: () => Result) => Promise<Result>
type Lists = ReturnType<typeof listsOf>

/** Everything the product reads at Stripe, under the names of the library. */
export function readersOf(sim: Sim, read: Read) {
  const lists = listsOf(sim, read)
  return {
    ...transferReaders(sim, read, lists),
    ...accountReaders(sim, read, lists),
    ...paidReaders(sim, read, lists),
    ...returnReaders(sim, read, lists),
  }
}

function get<Row>(sim: Sim, rows: Map<string, Row>, id: string): Row {
  const row = rows.get(id)
  if (!row) throw errorOf(sim, 404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such object: '${id}'` })
  return row
}

function transferReaders(sim: Sim, read: Read, lists: Lists) {
  const { stripe } = sim
  const group = (id: string) => read(named('stripe.list', id), () => listGroup(sim, id))
  return {
    events: { list: lists.events },
    transfers: {
      list: (asked: Asked & { transfer_group?: string }) =>
        asked.transfer_group === undefined ? lists.transfers(asked) : group(asked.transfer_group),
      retrieve: (id: string) =>
        read(named('stripe.transfer', id), () => ({ ...bodyOf(get(sim, stripe.transfers, id)), amount_reversed: reversedOf(sim, id) })),
      listReversals: (id: string) =>
        read(named('stripe.reversals', id), () => ({
          data: stripe.reversals.filter(({ transfer }) => transfer === id).map(bodies.reversalBody),
          has_more: false,
        })),
    },
    balance: {
      retrieve: () =>
        read(named('stripe.balance', ''), () => ({ available: [...stripe.balances].map(([currency, amount]) => ({ currency, amount })) })),
    },
  }
}

const named = (what: string, id: string) => () => `${what} ${id}`

function accountReaders(sim: Sim, read: Read, lists: Lists) {
  const { stripe } = sim
  const carried = (id: string) => ({ data: get(sim, stripe.bankPayouts, id).contents.map(bodies.carriedBody), has_more: false })
  return {
    accounts: {
      listExternalAccounts: (id: string) =>
        read(named('stripe.bank', id), () => ({ data: [bodies.bankAccountBody(id, stripe.accounts.get(id))] })),
    },
    v2: {
      core: {
        accounts: { retrieve: (id: string) => read(named('stripe.account', id), () => bodies.accountBody(id, stripe.accounts.get(id))) },
      },
    },
    payouts: {
      list: lists.bankPayouts,
      retrieve: (id: string) => read(named('stripe.bank payout', id), () => bodies.bankPayoutBody(get(sim, stripe.bankPayouts, id))),
    },
    balanceTransactions: {
      list: (asked: Asked & { payout: string; type?: string }) =>
        asked.type === undefined
          ? read(named('stripe.bank contents', asked.payout), () => carried(asked.payout))
          : lists.cash({ ...asked, type: asked.type }),
    },
  }
}

function paidReaders(sim: Sim, read: Read, lists: Lists) {
  const { stripe } = sim
  const charges = (kind: 'invoice' | 'checkout') => [...stripe.charges.values()].filter((each) => each.kind === kind)
  return {
    checkout: {
      sessions: {
        retrieve: (id: string) => read(named('stripe.session', id), () => bodies.sessionBody(get(sim, stripe.charges, id))),
        list: ({ payment_intent: intent = '', ...asked }: Asked & { payment_intent?: string }) =>
          asked.created
            ? lists.checkouts(asked)
            : read(named('stripe.sessions', intent), () => ({
                data: charges('checkout')
                  .filter(({ paymentIntent }) => paymentIntent === intent)
                  .map(bodies.sessionBody),
              })),
      },
    },
    invoices: {
      list: lists.invoices,
      retrieve: (id: string) => read(named('stripe.invoice', id), () => bodies.invoiceBody(get(sim, stripe.charges, id))),
    },
    invoicePayments: {
      list: ({ invoice, payment }: { invoice?: string; payment?: { payment_intent: string } }) =>
        read(named('stripe.invoice payments', invoice ?? ''), () => ({
          data: charges('invoice')
            .filter(({ id, paymentIntent }) => (invoice ? id === invoice : paymentIntent === payment?.payment_intent))
            .map(bodies.invoicePaymentBody),
        })),
    },
  }
}

function returnReaders(sim: Sim, read: Read, lists: Lists) {
  const { stripe } = sim
  const refundsOf = (charge: string) =>
    read(named('stripe.refunds', charge), () => ({
      data: [...stripe.refunds.values()].filter(({ of }) => of.charge === charge).map(bodies.refundBody),
      has_more: false,
    }))
  return {
    refunds: {
      list: (asked: Asked & { charge?: string }) => (asked.charge === undefined ? lists.refunds(asked) : refundsOf(asked.charge)),
      retrieve: (id: string) => read(named('stripe.refund', id), () => bodies.refundBody(get(sim, stripe.refunds, id))),
    },
    disputes: {
      list: lists.disputes,
      retrieve: (id: string) => read(named('stripe.dispute', id), () => bodies.disputeBody(get(sim, stripe.disputes, id))),
    },
    creditNotes: {
      list: lists.creditNotes,
      retrieve: (id: string) => read(named('stripe.credit note', id), () => bodies.noteBody(get(sim, stripe.creditNotes, id))),
    },
  }
}

/** Now and then an answer that is no list. */
function listGroup(sim: Sim, group: string) {
  if (strikes(sim, 'F12', sim.mix.network / 12)) return { object: 'list' }
  const isOdd = strikes(sim, 'F38', sim.mix.network / 6)
  if (isOdd && sim.random('F38').chance(0.5)) return { data: [], has_more: true }
  const data = (sim.stripe.byGroup.get(group) ?? [])
    .map((each) => ({ ...bodyOf(each), amount_reversed: reversedOf(sim, each.id) }))
    .reverse()
  if (data.length === 0) sim.stripe.listedEmpty.set(group, sim.schedule.now)
  return { data: isOdd ? [...data, ...data] : data, has_more: false }
}
