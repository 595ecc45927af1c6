import type Stripe from 'stripe'
import type { Settings } from '../settings.ts'
import { readAccount } from './account.ts'
import { listReversals, readBankPayout } from './bank.ts'
import { asked, failureOf, isNo, throwKeyRefused } from './failure.ts'
import { wholeList } from './pages.ts'
import type { Answer, FoundTransfer, Outcome, PayoutRail, TransferOrder } from './port.ts'
import { outcomeOf, outcomeOfTransfer } from './rules.ts'
import { isOfOtherMode, readableTransfer } from './transfer-shape.ts'

/** Money leaves through Stripe Connect: Accounts v2 recipients and v1 transfers (stripe.md 1 and 3). */
export function openRail(stripe: () => Stripe, settings: Settings): PayoutRail {
  const isOurs = (transfer: Stripe.Transfer) =>
    transfer.metadata?.goodword_env === settings.environment && !isOfOtherMode(transfer.livemode, settings)
  return {
    open: (partner, key) => openAccount(stripe(), settings, partner, key),
    async onboard(destination, { returnUrl, refreshUrl }, type) {
      const options = {
        refresh_url: refreshUrl,
        return_url: returnUrl,
        collection_options: { fields: 'eventually_due' as const, future_requirements: 'include' as const },
      }
      return asked(
        'link',
        stripe()
          .v2.core.accountLinks.create({ account: destination, use_case: { type, [type]: options } })
          .then(urlOf),
      )
    },
    dashboard: (destination) => asked('dashboard', stripe().accounts.createLoginLink(destination).then(urlOf)),
    readiness: (destination) => readAccount(stripe(), destination),
    send: (order, key) => sendTransfer(stripe(), settings, order, key),
    // Nothing of the group is left out: what somebody else made or altered must not read as "none", which would pay again.
    find: async (payoutId) =>
      (await listGroup(stripe(), payoutId)).map((each) => ({ ...foundOf(each), ...(!isOurs(each) && { payoutId: '' }) })),
    async transfer(id) {
      const transfer = await stripe()
        .transfers.retrieve(id)
        .catch((error: unknown) => {
          if (failureOf(error).code === 'resource_missing') return undefined
          throw error
        })
      return transfer && isOurs(transfer) && transfer.metadata?.goodword_payout ? foundOf(transfer) : undefined
    },
    reversals: (transfer) => listReversals(stripe(), transfer),
    bankPayout: (account, bankPayout) => readBankPayout(stripe(), account, bankPayout),
    async balance() {
      const { available } = await stripe().balance.retrieve().catch(throwKeyRefused)
      return available.map(({ currency, amount }) => ({ currency, availableMinor: amount }))
    },
  }
}

function urlOf({ url }: { url: string }): string {
  if (!URL.canParse(url)) throw new Error('Stripe gave a link without an address')
  return url
}

const openAccount = async (stripe: Stripe, settings: Settings, partner: Parameters<PayoutRail['open']>[0], key: string) => {
  const merchant = { capabilities: { card_payments: { requested: true } } }
  const request: Stripe.V2.Core.AccountCreateParams = {
    contact_email: partner.email,
    display_name: partner.name,
    dashboard: 'express',
    identity: { country: partner.country.toLowerCase(), entity_type: partner.entityType },
    configuration: {
      recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
      ...(settings.stripe.accountConfiguration === 'recipient+merchant' && { merchant }),
    },
    defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    metadata: { goodword_partner: partner.partnerId, goodword_env: settings.environment },
    include: ['configuration.recipient', 'identity', 'defaults', 'requirements'],
  }
  const opening = stripe.v2.core.accounts.create(request, { idempotencyKey: key }).then(openedAs, (error: unknown) => {
    const failure = failureOf(error)
    if (isNo(failure)) return { kind: 'refused' as const, reason: failure.message }
    throw error
  })
  return asked('open', opening)
}

function openedAs({ id }: Stripe.V2.Core.Account) {
  if (typeof id !== 'string' || !id.startsWith('acct_')) throw new Error('Stripe opened an account and did not say which')
  return { kind: 'opened' as const, destination: id }
}

/** The body is a function of the order alone: a key never sees two. */
async function sendTransfer(stripe: Stripe, settings: Settings, order: TransferOrder, key: string): Promise<Outcome> {
  try {
    const transfer = await stripe.transfers.create(
      {
        amount: order.amountMinor,
        currency: order.currency,
        destination: order.destination,
        transfer_group: order.id,
        metadata: {
          goodword_payout: order.id,
          goodword_gen: String(order.gen),
          goodword_run: order.runId,
          goodword_partner: order.partnerId,
          goodword_env: settings.environment,
        },
      },
      { idempotencyKey: key },
    )
    return outcomeOfTransfer(order, factsOf(transfer, settings), answerOf(transfer))
  } catch (error) {
    return outcomeOf(failureOf(error))
  }
}

const answerOf = (transfer: Stripe.Response<Stripe.Transfer>): Answer => ({
  http: transfer.lastResponse.statusCode,
  code: null,
  requestId: transfer.lastResponse.requestId ?? null,
})

const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

const factsOf = (transfer: Stripe.Transfer, settings: Settings) => ({
  id: typeof transfer.id === 'string' ? transfer.id : '',
  isOfOtherMode: isOfOtherMode(transfer.livemode, settings),
  amountMinor: transfer.amount,
  currency: transfer.currency,
  destination: idOf(transfer.destination),
  transferGroup: transfer.transfer_group,
  payoutId: transfer.metadata?.goodword_payout ?? null,
})

/** @throws Error when an amount or its time is missing: without what was taken back nobody can say whether it stands */
function foundOf(transfer: Stripe.Transfer): FoundTransfer {
  const {
    amount,
    amount_reversed: reversedMinor,
    created,
    currency,
    destination,
    transfer_group: transferGroup,
    metadata,
  } = readableTransfer(transfer)
  return {
    id: transfer.id,
    amountMinor: amount,
    reversedMinor,
    currency,
    destination: idOf(destination) ?? '',
    transferGroup,
    payoutId: metadata?.goodword_payout ?? '',
    createdAt: new Date(created * 1000),
  }
}

const pagesAtMost = 10

/** The whole group or an error: a partial list says nothing. List, never Search, which is only eventually consistent. */
const listGroup = (stripe: Stripe, group: string): Promise<Stripe.Transfer[]> =>
  wholeList(`transfers of ${group}`, pagesAtMost, (page) => stripe.transfers.list({ transfer_group: group, ...page }))
