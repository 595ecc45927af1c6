import { bankPayoutsOf, transfersOf } from './account-view.ts'
import { balanceOf } from './balance.ts'
import type { State } from './state.ts'
import { newestFirst } from './table.ts'

/** `GET /_/state`: what a test or a script wants to count, newest first. */
export function overview(state: State): object {
  const { tables, platform } = state
  return {
    now: new Date(state.nowMs).toISOString(),
    platform,
    transfers: newestFirst(tables.transfers, platform.id),
    reversals: newestFirst(tables.transferReversals, platform.id),
    accounts: newestFirst(tables.accounts, platform.id).map((account) => ({
      ...account,
      transfers: transfersOf(account)?.status ?? null,
      bankPayouts: bankPayoutsOf(account)?.status ?? null,
      balance: balanceOf(state, account.id),
      payouts: newestFirst(tables.payouts, account.id),
    })),
    balances: balanceOf(state, platform.id),
    customers: newestFirst(tables.customers, platform.id),
    subscriptions: newestFirst(tables.subscriptions, platform.id),
    invoices: newestFirst(tables.invoices, platform.id),
    refunds: newestFirst(tables.refunds, platform.id),
    sessions: newestFirst(tables.checkoutSessions, platform.id),
    events: Object.values(tables.events)
      .sort((a, b) => b.seq - a.seq)
      .map(({ object }) => object),
    thinEvents: newestFirst(tables.thinEvents, platform.id),
    deliveries: state.deliveries.toReversed(),
    destinations: Object.values(state.destinations).map((each) => each.destination),
    faults: state.faults,
    sender: state.sender,
    requests: state.requests.toReversed(),
  }
}
