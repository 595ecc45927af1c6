import { html } from 'hono/html'
import { amountForm, button, hidden, section, shortId, table } from './dashboard-parts.ts'
import { beginnings, nextOutcomes } from './disputes.ts'
import { shownMoney, shownTime } from './page.ts'
import { idOf, type State } from './state.ts'
import { newestFirst } from './table.ts'

const SHOWN = 25

export const refundsSection = (state: State) => {
  const charges = newestFirst(state.tables.charges, state.platform.id).slice(0, SHOWN)
  return section(
    'refunds',
    'Charges and refunds',
    table(
      ['When', 'Charge', 'Payment', 'Amount', 'Refunded', ''],
      charges.map((each) => [
        shownTime(each.created),
        shortId(each.id),
        shortId(idOf(each.payment_intent)),
        shownMoney(each.amount, each.currency),
        shownMoney(each.amount_refunded, each.currency),
        each.refunded ? '' : html`${amountForm('refund', 'Refund', { charge: each.id })}${each.disputed ? '' : disputeForm(each.id)}`,
      ]),
      'No charges yet.',
    ),
    table(
      ['When', 'Refund', 'Amount', 'State', ''],
      newestFirst(state.tables.refunds, state.platform.id)
        .slice(0, SHOWN)
        .map((each) => [
          shownTime(each.created),
          shortId(each.id),
          shownMoney(each.amount, each.currency),
          each.status ?? '–',
          each.status === 'failed' || each.status === 'canceled'
            ? ''
            : html`${button('refund-outcome', 'Fail', { id: each.id, outcome: 'failed' })}${each.status === 'pending' ? button('refund-outcome', 'Succeed', { id: each.id, outcome: 'succeeded' }) : ''}`,
        ]),
      'No refunds yet.',
    ),
  )
}

const disputeForm = (charge: string) =>
  html`<form method="post" action="/_/dispute">${hidden({ charge })}<select name="status" aria-label="Beginning">${beginnings.map((each) => html`<option>${each}</option>`)}</select><button>Dispute</button></form>`

export const disputesSection = (state: State) =>
  section(
    'disputes',
    'Disputes and credit notes',
    table(
      ['When', 'Dispute', 'Charge', 'Amount', 'State', ''],
      newestFirst(state.tables.disputes, state.platform.id)
        .slice(0, SHOWN)
        .map((each) => [
          shownTime(each.created),
          shortId(each.id),
          shortId(idOf(each.charge)),
          shownMoney(each.amount, each.currency),
          each.status,
          nextOutcomes(each.status).map((outcome) => button('decide-dispute', outcome.replaceAll('_', ' '), { id: each.id, outcome })),
        ]),
      'No disputes: open one beside its charge.',
    ),
    table(
      ['When', 'Credit note', 'Invoice', 'Amount', 'Before payment', 'After payment', 'State', ''],
      newestFirst(state.tables.creditNotes, state.platform.id)
        .slice(0, SHOWN)
        .map((each) => [
          shownTime(each.created),
          shortId(each.id),
          shortId(idOf(each.invoice)),
          shownMoney(each.amount, each.currency),
          shownMoney(each.pre_payment_amount, each.currency),
          shownMoney(each.post_payment_amount, each.currency),
          each.status,
          each.status === 'issued' && each.post_payment_amount === 0 ? button('void-credit-note', 'Void', { id: each.id }) : '',
        ]),
      'No credit notes: make one beside its invoice.',
    ),
  )
