import { recipient } from '../../client.ts'
import type { Scene } from './scene.ts'

const whole = ['configuration.recipient', 'configuration.merchant', 'defaults', 'future_requirements', 'identity', 'requirements'] as const

/** Accounts v2 from the first link to the closed account, in every state on the way. */
export async function onboardPartners(scene: Scene): Promise<void> {
  const { standIn, stripe, act } = scene
  const { id } = await stripe.v2.core.accounts.create(recipient(), { idempotencyKey: 'acct:par_1:1' })
  const urls = { refresh_url: 'https://portal.test/refresh', return_url: 'https://portal.test/return' }
  const collection_options = { fields: 'eventually_due' as const, future_requirements: 'include' as const }
  const link = await stripe.v2.core.accountLinks.create({
    account: id,
    use_case: { type: 'account_onboarding', account_onboarding: { ...urls, collection_options } },
  })
  await stripe.v2.core.accountLinks.create({ account: id, use_case: { type: 'account_update', account_update: urls } })
  await fillIn(standIn, link.url, 'due')
  for (const state of ['pending', 'restrict', 'restore', 'complete'] as const) {
    await act('account', { id, state })
    await stripe.v2.core.accounts.retrieve(id, { include: [...whole] })
    await stripe.accounts.retrieve(id)
  }
  await stripe.v2.core.accounts.retrieve(id)
  await stripe.v2.core.accounts.update(id, { display_name: 'Partner Ltd & Co', metadata: { goodword_env: 'test' }, include: ['identity'] })
  await act('bank-account', { id, last4: '4321' })
  await stripe.accounts.listExternalAccounts(id, { limit: 10, object: 'bank_account' })
  await stripe.accounts.createLoginLink(id)
  await embedComponents(scene, id)
  await stripe.accounts.retrieveCurrent()
  await closeAndReject(scene)
}

/** For a page that shows parts of Stripe itself. */
async function embedComponents({ stripe }: Scene, account: string): Promise<void> {
  const payouts = { enabled: true, features: { instant_payouts: false, edit_payout_schedule: true } }
  await stripe.accountSessions.create({ account, components: { account_onboarding: { enabled: true }, payouts } })
  await stripe.accountSessions.create({ account, components: { payouts: { enabled: false } } }).catch(refused)
  await stripe.accountSessions.create({ account: 'acct_gone', components: { payouts } }).catch(refused)
}

async function closeAndReject({ stripe, act }: Scene): Promise<void> {
  const merchant = { capabilities: { card_payments: { requested: true } } }
  const both = recipient({ configuration: { ...recipient().configuration, merchant } })
  const left = await stripe.v2.core.accounts.create(both)
  await stripe.v2.core.accounts.retrieve(left.id, { include: [...whole] })
  const rejected = await stripe.v2.core.accounts.create(recipient({ identity: { country: 'us', entity_type: 'individual' } }))
  await act('account', { id: rejected.id, state: 'reject' })
  await stripe.v2.core.accounts.close(left.id, { applied_configurations: ['merchant', 'recipient'] })
  for await (const account of stripe.v2.core.accounts.list({ limit: 2 })) await stripe.v2.core.accounts.retrieve(account.id)
}

/** A person opens the link and decides how far to go. */
async function fillIn(standIn: Scene['standIn'], url: string, choice: string): Promise<void> {
  await standIn.fetch(url)
  await standIn.fetch(url, { method: 'POST', body: new URLSearchParams({ choice, bank_account: '000123456789' }) })
}

/** The books of the platform and of an account, and the countries. */
export async function readBooks({ stripe, act }: Scene, account: string): Promise<void> {
  await stripe.topups.create({ amount: 5_000, currency: 'usd', description: 'Top-up', statement_descriptor: 'GOODWORD' })
  await act('fund', { currency: 'eur', amount: 7_000 })
  const [topup] = (await stripe.topups.list({ limit: 3 })).data
  await stripe.topups.retrieve(String(topup?.id))
  await stripe.balance.retrieve()
  await stripe.balance.retrieve({}, { stripeContext: account })
  await stripe.balanceTransactions.list({ type: 'topup', currency: 'usd', created: { gte: 1 }, limit: 5 })
  await stripe.balanceTransactions.retrieve(String(topup?.balance_transaction))
  await stripe.countrySpecs.list({ limit: 3 })
  await stripe.countrySpecs.retrieve('US')
}

export const refused = (): void => {}
