import type { StandIn } from '../../stripe/stand-in.ts'
import { insert } from '../../stripe/table.ts'
import { testSecrets } from '../../support/bindings.ts'
import { accountOf } from './seed.ts'

/** One account is opened and onboarded as every account is; the others are its copies. */
export async function haveAccounts(standIn: StandIn, first: number, last: number): Promise<void> {
  const { state } = standIn
  const { id } = await askStandIn(standIn, '/v2/core/accounts', {
    contact_email: 'pay@partner.example',
    display_name: 'Partner',
    dashboard: 'express',
    identity: { country: 'nl', entity_type: 'company' },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
  })
  await askStandIn(standIn, '/_/account', { id, state: 'complete' })
  await askStandIn(standIn, '/_/fund', { currency: 'usd', amount: 100_000_000_000 })
  const account = state.tables.accounts[id]?.object
  const bank = Object.values(state.tables.bankAccounts).find(({ owner }) => owner === id)?.object
  if (!account || !bank) throw new Error('The first account is not ready')
  for (let n = first; n <= last; n += 1) {
    insert(state, state.tables.accounts, state.platform.id, { ...structuredClone(account), id: accountOf(n) })
    insert(state, state.tables.bankAccounts, accountOf(n), { ...bank, id: `ba_bench${n}`, account: accountOf(n) })
  }
}

export async function askStandIn(standIn: StandIn, path: string, body: object): Promise<{ id: string }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${testSecrets.STRIPE_SECRET_KEY}` }
  const answer = await standIn.fetch(`http://stripe.test${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  return (await answer.json()) as { id: string } // as every object of Stripe's
}
