import { html } from 'hono/html'
import { accountStates, bankAccountOf } from './account-state.ts'
import { bankPayoutsOf, transfersOf } from './account-view.ts'
import { amountForm, button, choice, field, hidden, section, shortId, table } from './dashboard-parts.ts'
import { shownMoney, shownTime } from './page.ts'
import type { State } from './state.ts'
import { newestFirst } from './table.ts'

const SHOWN = 15

const advances: [string, number][] = [
  ['1 minute', 60],
  ['1 hour', 3_600],
  ['1 day', 86_400],
  ['7 days', 7 * 86_400],
  ['31 days', 31 * 86_400],
]

export const clockSection = (now: Date) =>
  section(
    'clock',
    'Clock',
    html`<p class="figure"><time datetime="${now.toISOString()}">${now.toISOString().slice(0, 19).replace('T', ' ')} UTC</time></p>
      <p class="soft">Advancing renews subscriptions, settles funds, runs bank payouts and sends webhooks, each at its own time.</p>`,
    html`<form method="post" action="/_/clock">
      ${advances.map(([label, seconds]) => html`<button name="advanceSeconds" value="${seconds}">Advance ${label}</button>`)}
    </form>`,
  )

export const balanceSection = (state: State) => {
  const books = Object.entries(state.funds[state.platform.id] ?? {})
  return section(
    'balance',
    'Balance of the platform',
    table(
      ['Currency', 'Available', 'Pending'],
      books.map(([code, funds]) => [code.toUpperCase(), shownMoney(funds.available, code), shownMoney(funds.pending, code)]),
      'Nothing yet. Fund it, or let a customer pay.',
    ),
    html`<form method="post" action="/_/fund">
      ${field('Amount, in the smallest unit', 'amount', { value: '1000000', type: 'number' })} ${field('Currency', 'currency', { value: 'usd' })}
      <button class="main">Fund</button>
    </form>`,
  )
}

export const accountsSection = (state: State) => {
  const accounts = newestFirst(state.tables.accounts, state.platform.id).slice(0, SHOWN)
  return section(
    'accounts',
    'Accounts',
    table(
      ['Account', 'Country', 'Transfers', 'Bank payouts', 'Balance', 'Bank', 'Make it', ''],
      accounts.map((account) => [
        html`${account.display_name ?? ''}<br>${shortId(account.id)}`,
        (account.identity?.country ?? '').toUpperCase(),
        account.closed ? 'closed' : (transfersOf(account)?.status ?? '–'),
        bankPayoutsOf(account)?.status ?? '–',
        Object.entries(state.funds[account.id] ?? {}).map(([code, funds]) => html`${shownMoney(funds.available, code)}<br>`),
        bankAccountOf(state, account.id)?.last4 ?? '–',
        html`<form method="post" action="/_/account">${hidden({ id: account.id })}<select name="state" aria-label="State">${accountStates.map((each) => html`<option>${each}</option>`)}</select><button>Do it</button></form>`,
        html`${Object.values(state.funds[account.id] ?? {}).some(({ available }) => available > 0) ? button('bank-payout', 'Pay out to bank', { account: account.id }) : ''}<form method="post" action="/_/bank-account">${hidden({ id: account.id })}<input name="last4" value="4321" size="4" aria-label="Last four digits"><button>Change bank</button></form>`,
      ]),
      'None yet: a partner creates one by “Get paid”.',
    ),
  )
}

const accountName = (state: State, id: string) => state.tables.accounts[id]?.object.display_name ?? shortId(id)

export const bankPayoutsSection = (state: State) =>
  section(
    'bank-payouts',
    'Bank payouts',
    table(
      ['Bank payout', 'Account', 'Amount', 'State', 'Expected', ''],
      Object.values(state.tables.payouts)
        .reverse()
        .slice(0, SHOWN)
        .map(({ owner, object }) => [
          shortId(object.id),
          accountName(state, owner),
          shownMoney(object.amount, object.currency),
          object.status,
          shownTime(object.arrival_date),
          html`${object.status === 'in_transit' ? button('arrive-bank-payout', 'Arrive', { id: object.id }) : ''}${object.status === 'failed' ? '' : button('fail-bank-payout', object.status === 'paid' ? 'Fail later' : 'Fail', { id: object.id })}`,
        ]),
      'None yet: an account with money pays out by itself, some days later.',
    ),
  )

export const transfersSection = (state: State) =>
  section(
    'transfers',
    'Transfers',
    table(
      ['When', 'Transfer', 'To', 'Group', 'Amount', 'Reversed', ''],
      newestFirst(state.tables.transfers, state.platform.id)
        .slice(0, SHOWN)
        .map((each) => [
          shownTime(each.created),
          shortId(each.id),
          accountName(state, String(each.destination)),
          shortId(each.transfer_group),
          shownMoney(each.amount, each.currency),
          shownMoney(each.amount_reversed, each.currency),
          amountForm('reverse', 'Reverse', { transfer: each.id }),
        ]),
      'None yet: a payout run makes them.',
    ),
  )

export const currencyChoice = (state: State) =>
  choice('Currency', 'currency', [...new Set(['usd', 'eur', 'gbp', ...Object.keys(state.funds[state.platform.id] ?? {})])])
