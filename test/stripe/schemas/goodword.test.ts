import { beforeAll, describe, expect, it } from 'vitest'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import type { PayoutRail } from '../../../worker/stripe/port.ts'
import type { StripeLists } from '../../../worker/stripe/port-lists.ts'
import type { RevenueSource } from '../../../worker/stripe/port-revenue.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'
import { perform } from '../client.ts'
import { createStandIn } from '../stand-in.ts'
import { type Exchange, recordExchanges } from './exchanges.ts'
import { problemsOfExchange, problemsOfRequest } from './judge.ts'
import { loadSchemas } from './load.ts'
import { hasOurKey, shapeOfAnswer, shapeOfRequest } from './shapes.ts'
import { createValidator } from './validate.ts'

/** Every question Goodword has for Stripe, asked once; a port that gets another does not compile here. */
type Questions = {
  [Port in keyof PayoutRail | keyof RevenueSource | Exclude<keyof StripeLists, 'bankPayouts'> | 'listedBankPayouts']: () => Promise<unknown>
}

const validator = createValidator(loadSchemas())
const settings = readSettings({ ...testVariables, ...testSecrets })
const merchant = readSettings({ ...testVariables, ...testSecrets, STRIPE_ACCOUNT_CONFIGURATION: 'recipient+merchant' })
const standIn = createStandIn({ startAt: new Date('2026-11-02T09:00:00Z') })
const { fetch, exchanges } = recordExchanges(standIn.fetch)
const { rail, revenue, lists } = openStripe(settings, standIn.now, fetch)
const asked = new Map<string, Exchange[]>()

const partner = { partnerId: 'par_1', name: 'Ada', email: 'ada@p.example', country: 'NL', entityType: 'company' } as const
const urls = { returnUrl: 'https://portal.test/return', refreshUrl: 'https://portal.test/refresh' }

beforeAll(async () => {
  const opened = await rail.open(partner, 'acct:par_1:1')
  const destination = opened.kind === 'opened' ? opened.destination : ''
  await perform(standIn, 'account', { id: destination, state: 'due' })
  const due = await during(() => rail.readiness(destination))
  await perform(standIn, 'account', { id: destination, state: 'complete' })
  await perform(standIn, 'fund', { currency: 'usd', amount: 100_000 })
  const single = await perform<{ id: string; payment_intent: string }>(standIn, 'checkout', {
    amount: 900,
    currency: 'usd',
    email: 'a@b.test',
  })
  const code = await perform<{ id: string }>(standIn, 'promotion-code', { code: 'ADA10', percent: 10 })
  const plan = {
    amount: 1_900,
    currency: 'usd',
    email: 'c@d.test',
    interval: 'month',
    client_reference_id: 'click_1',
    promotion_code: code.id,
  }
  const monthly = await perform<{ invoice: string; subscription: string }>(standIn, 'checkout', plan)
  const buyer = await perform<{ id: string }>(standIn, 'customer', { email: 'e@f.test' })
  const billed = await perform<{ id: string }>(standIn, 'invoice', { customer: buyer.id, amount: 1_000, currency: 'usd' })
  const refund = await perform<{ id: string; charge: string }>(standIn, 'refund', { payment_intent: single.payment_intent, amount: 300 })
  const order = { id: 'po_1', gen: 0, runId: 'run_1', partnerId: 'par_1', amountMinor: 1_900, currency: 'usd', destination } as const
  let transfer = ''
  const all = { since: new Date('2026-10-03T09:00:00Z') }

  const questions: Questions = {
    open: () => openStripe(merchant, standIn.now, fetch).rail.open({ ...partner, entityType: 'individual' }, 'acct:par_2:1'),
    onboard: async () => {
      await rail.onboard(destination, urls, 'account_onboarding')
      await rail.onboard(destination, urls, 'account_update')
    },
    dashboard: () => rail.dashboard(destination),
    readiness: () => rail.readiness(destination),
    send: async () => {
      const outcome = await rail.send(order, 'po:po_1:0')
      if (outcome.kind === 'sent') transfer = outcome.transfer
    },
    find: () => rail.find('po_1'),
    transfer: () => rail.transfer(transfer),
    bankPayout: async () => {
      const first = await perform<{ id: string }[]>(standIn, 'bank-payout', { account: destination })
      const id = Object.keys(standIn.state.tables.payouts)[0] ?? String(first)
      await rail.bankPayout(destination, id)
      await perform(standIn, 'fail-bank-payout', { id })
      await perform(standIn, 'bank-payout', { account: destination })
      for (const each of Object.keys(standIn.state.tables.payouts)) await rail.bankPayout(destination, each)
    },
    reversals: async () => {
      await rail.send({ ...order, id: 'po_2' }, 'po:po_2:0')
      const [again] = await rail.find('po_2')
      await perform(standIn, 'reverse', { transfer: again?.id, amount: 400 })
      await rail.reversals(again?.id ?? '')
    },
    balance: () => rail.balance(),
    checkout: () => revenue.checkout(single.id),
    invoice: () => revenue.invoice(monthly.invoice),
    refund: () => revenue.refund(refund.id),
    refundsOfCharge: () => revenue.refundsOfCharge(refund.charge),
    dispute: async () => {
      const charged = await perform<{ id: string }>(standIn, 'dispute', { invoice: monthly.invoice, amount: 900 })
      await revenue.dispute(charged.id)
    },
    creditNote: async () => {
      const noted = { invoice: billed.id, amount: 700, refund: 300, credit: 400 }
      await revenue.creditNote((await perform<{ id: string }>(standIn, 'credit-note', noted)).id)
    },
    subscription: () => revenue.subscription(monthly.subscription),
    invoicesOfPaymentIntent: () => revenue.invoicesOfPaymentIntent(single.payment_intent),
    invoiceOfInvoicePayment: () => revenue.invoiceOfInvoicePayment(Object.keys(standIn.state.tables.invoicePayments)[0] ?? ''),
    checkoutOfSubscription: () => revenue.checkoutOfSubscription(monthly.subscription),
    checkoutOfPaymentIntent: () => revenue.checkoutOfPaymentIntent(single.payment_intent),
    promotionCode: async () => {
      await revenue.promotionCode(code.id)
    },
    promotionCodes: () => lists.promotionCodes({}),
    events: async () => {
      await lists.events(all)
      await lists.events({ ...all, undelivered: true })
    },
    refunds: () => lists.refunds(all),
    disputes: () => lists.disputes(all),
    creditNotes: () => lists.creditNotes(all),
    transfers: () => lists.transfers(all),
    cash: async () => {
      let next: string | undefined = ''
      while (next !== undefined) next = (await lists.cash({ ...all, until: standIn.now(), behind: next })).next
    },
    invoices: () => lists.invoices(all),
    checkouts: () => lists.checkouts(all),
    platform: () => lists.platform(),
    endpoints: () => lists.endpoints(),
    listedBankPayouts: () => lists.bankPayouts(destination, all),
  }
  for (const [name, ask] of Object.entries(questions)) asked.set(name, await during(ask))
  asked.set('readiness while details are due', due)
})

/** What went over the wire meanwhile; a refusal shows there. */
async function during(ask: () => Promise<unknown>): Promise<Exchange[]> {
  const before = exchanges.length
  await ask().catch(() => {})
  return exchanges.slice(before)
}

const told = (shape: (exchange: Exchange) => string): string =>
  [...asked].map(([name, each]) => `# ${name}\n${[...new Set(each.map(shape))].join('\n')}\n`).join('\n')

// Compiling Stripe's larger types takes a while on a busy machine.
describe('what Goodword asks of Stripe', { timeout: 60_000 }, () => {
  it('is asked with parameters that Stripe knows, in our version', () => {
    const problems = [...asked].flatMap(([name, each]) =>
      each.flatMap((one) => problemsOfRequest(validator, one).map((problem) => `${name}: ${problem}`)),
    )

    expect(problems).toEqual([])
    expect(new Set(exchanges.map(({ version }) => version))).toEqual(new Set(['2026-10-28.endive']))
  })

  it("is answered by the stand-in as Stripe's types say", () => {
    expect(exchanges.flatMap((exchange) => problemsOfExchange(validator, exchange))).toEqual([])
    expect(exchanges.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('makes every move of money and every account under a key', () => {
    const kept = ['/v1/transfers', '/v2/core/accounts']

    const made = exchanges.filter(({ method, path }) => method === 'POST' && kept.includes(path))

    expect(made.map(hasOurKey)).toEqual([true, true, true, true])
  })

  it('has the recorded shape', async () => {
    await expect(told(shapeOfRequest)).toMatchFileSnapshot('./recorded/requests.txt')
    await expect(told(shapeOfAnswer)).toMatchFileSnapshot('./recorded/answers.txt')
  })
})
