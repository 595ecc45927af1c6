import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, havePayable, perform, recipient } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
let stripe: Stripe
let account: string

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  stripe = clientOf(standIn)
  account = await havePayable(standIn)
})

const payouts = { enabled: true }

describe('a session for embedded components', () => {
  it('names every component, with what was asked for and what is usual', async () => {
    const session = await stripe.accountSessions.create({
      account,
      components: { payouts: { enabled: true, features: { edit_payout_schedule: true } }, payments: { enabled: false } },
    })

    expect(session).toMatchObject({ object: 'account_session', account, livemode: false })
    expect(session.client_secret).toMatch(/^accs_secret__\w{58}$/)
    expect(session.expires_at * 1_000).toBeGreaterThan(new Date('2026-11-01T09:00:00Z').getTime())
    expect(session.components.payouts).toEqual({
      enabled: true,
      features: {
        disable_stripe_user_authentication: false,
        edit_payout_schedule: true,
        external_account_collection: true,
        instant_payouts: false,
        standard_payouts: false,
      },
    })
    expect(Object.values(session.components).filter(({ enabled }) => enabled)).toHaveLength(1)
    expect(session.components.payments.features).toMatchObject({ capture_payments: true, smart_disputes_management: true })
    expect(session.components.documents).toEqual({ enabled: false, features: {} })
  })

  it('has a secret of its own each time, and the same one under the same key', async () => {
    const make = (idempotencyKey?: string) =>
      stripe.accountSessions.create({ account, components: { payouts } }, idempotencyKey ? { idempotencyKey } : {})
    const secrets = [await make(), await make('k'), await make('k')].map((session) => session.client_secret)

    expect([secrets[0] === secrets[1], secrets[1] === secrets[2]]).toEqual([false, true])
  })

  it('may go without Stripe’s sign-in only where the platform collects what Stripe needs', async () => {
    const ours = await stripe.v2.core.accounts.create(recipient({ dashboard: 'none' }))
    const components = { account_onboarding: { enabled: true, features: { external_account_collection: false } } }
    const { components: shown } = await stripe.accountSessions.create({ account: ours.id, components })

    expect(shown.account_onboarding.features).toEqual({ disable_stripe_user_authentication: true, external_account_collection: false })
    await expect(stripe.accountSessions.create({ account, components })).rejects.toMatchObject({
      statusCode: 400,
      param: 'components[account_onboarding][features][external_account_collection]',
    })
  })
})

describe('a session is refused', () => {
  const ask = (asked: object) => stripe.accountSessions.create(asked as Stripe.AccountSessionCreateParams) // what the types forbid

  it.each<[string, () => object, object]>([
    ['without an account', () => ({ components: { payouts } }), { code: 'parameter_missing', param: 'account' }],
    ['for an account nobody has', () => ({ account: 'acct_x', components: { payouts } }), { code: 'resource_missing', param: 'account' }],
    ['without components', () => ({ account }), { code: 'parameter_missing', param: 'components' }],
    ['with none enabled', () => ({ account, components: { payouts: { enabled: false } } }), { param: 'components' }],
    ['with one that is no component', () => ({ account, components: { purse: payouts } }), { param: 'components[purse]' }],
    [
      'with a feature of another one',
      () => ({ account, components: { payouts: { ...payouts, features: { send_money: true } } } }),
      { code: 'parameter_unknown', param: 'components[payouts][features][send_money]' },
    ],
    ['without saying whether it is enabled', () => ({ account, components: { payouts: { features: {} } } }), { code: 'parameter_missing' }],
    ['with a word for yes', () => ({ account, components: { payouts: { enabled: 'yes' } } }), { param: 'components[payouts][enabled]' }],
  ])('%s', async (_case, asked, problem) => {
    await expect(ask(asked())).rejects.toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', ...problem })
  })

  it('for an account that is closed', async () => {
    await perform(standIn, 'account', { id: account, state: 'close' })

    await expect(ask({ account, components: { payouts } })).rejects.toMatchObject({ code: 'account_closed' })
  })
})
