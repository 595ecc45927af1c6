import { accountStates, setAccountState, setBankAccount } from './account-state.ts'
import { getAccount } from './account-view.ts'
import { type Act, act, optional } from './act.ts'
import { topUp } from './balance.ts'
import { codeActs } from './code-acts.ts'
import { currency, flag, ignored, integer, oneOf, required, text } from './params.ts'
import { arriveNow, failBankPayout, payOutAll } from './payouts.ts'
import { usualLimits } from './rate-limit.ts'
import { revenueActs } from './revenue-acts.ts'
import { senderActs } from './sender-acts.ts'
import { newestFirst } from './table.ts'
import { reverseTransfer } from './transfers.ts'

const money = { amount: required(integer({ min: 1 })), currency: required(currency) }
export const acts: Act[] = [
  act('fund', money, (state, params) => topUp(state, params)),
  act('account', { id: required(text), state: required(oneOf(...accountStates)) }, (state, params) =>
    setAccountState(state, params.id, params.state),
  ),
  act('bank-account', { id: required(text), last4: optional(text) }, (state, params) =>
    setBankAccount(state, getAccount(state, params.id).id, params.last4),
  ),
  act('reverse', { transfer: required(text), amount: optional(integer({ min: 1 })) }, (state, params) =>
    reverseTransfer(state, params.transfer, params),
  ),
  act('bank-payout', { account: required(text) }, (state, params) => {
    payOutAll(state, getAccount(state, params.account).id)
    return { object: 'list', data: newestFirst(state.tables.payouts, params.account) }
  }),
  act('arrive-bank-payout', { id: required(text) }, (state, params) => arriveNow(state, params.id)),
  act('fail-bank-payout', { id: required(text) }, (state, params) => failBankPayout(state, params.id)),
  act(
    'settings',
    {
      settlementDays: optional(integer({ min: 0 })),
      bankPayoutDays: optional(integer({ min: 0 })),
      approvedForTransfersOnly: optional(flag),
      country: optional(text),
      requestsPerSecond: optional(integer({ min: 0 })),
      requestsPerEndpoint: optional(integer({ min: 1 })),
      note: ignored,
    },
    (state, { country, settlementDays, bankPayoutDays, approvedForTransfersOnly, requestsPerSecond, requestsPerEndpoint }) => {
      if (country) state.platform.country = country.toUpperCase()
      if (settlementDays !== undefined) state.settings.settlementDays = settlementDays
      if (bankPayoutDays !== undefined) state.settings.bankPayoutDays = bankPayoutDays
      if (approvedForTransfersOnly !== undefined) state.settings.approvedForTransfersOnly = approvedForTransfersOnly
      if (requestsPerSecond !== undefined || requestsPerEndpoint !== undefined) {
        const before = state.settings.rateLimits ?? usualLimits
        state.settings.rateLimits = {
          perSecond: requestsPerSecond ?? before.perSecond,
          perEndpoint: requestsPerEndpoint ?? before.perEndpoint,
        }
      }
      return { ...state.settings, country: state.platform.country }
    },
  ),
  ...codeActs,
  ...revenueActs,
  ...senderActs,
]
