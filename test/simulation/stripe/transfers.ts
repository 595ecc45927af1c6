import { day, hour, minute } from '../schedule.ts'
import { type Sim, strikes } from '../sim.ts'
import { arrive } from './bank.ts'
import { emit } from './events.ts'
import { type Answer, type Saved, type StripeProblem, stripeId, type Transfer } from './state.ts'

export type TransferParameters = Omit<Transfer, 'id' | 'createdAt'>

const no = (status: number, code: string | undefined, message: string, type = 'invalid_request_error'): Answer => ({
  status,
  error: { type, message, ...(code && { code }) },
})

/** Stripe's pipeline for `POST /v1/transfers`: the key, then validation, then execution, whose answer is saved before it leaves. */
export function createTransfer(
  sim: Sim,
  parameters: TransferParameters,
  key: string,
  as: 'plain' | 'F16' | 'F17' | 'F37' = 'plain',
): Answer {
  const { stripe, schedule } = sim
  const text = JSON.stringify(parameters)
  const known = stripe.keys.get(key)
  if (known && isRemembered(known, schedule.now)) {
    if (known.parameters === text) return known.answer
    return no(
      400,
      undefined,
      'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      'idempotency_error',
    )
  }
  if (!Number.isInteger(parameters.amount) || parameters.amount < 1) {
    return no(400, 'parameter_invalid_integer', 'This value must be greater than or equal to 1.')
  }
  const executed = as === 'F16' ? failure() : execute(sim, parameters)
  const answer = as === 'F17' ? failure() : as === 'F37' ? failure(sim.random('F37').pick([400, 424] as const)) : executed
  stripe.keys.set(key, { parameters: text, savedAt: schedule.now, answer })
  return answer
}

const isRemembered = ({ savedAt }: Saved, now: number): boolean => now - savedAt < day

const failure = (status = 500): Answer => no(status, undefined, 'An error occurred with our connection.', 'api_error')

function execute(sim: Sim, parameters: TransferParameters): Answer {
  const { stripe, schedule } = sim
  const { amount, currency, destination, transfer_group: group } = parameters
  const account = stripe.accounts.get(destination)
  if (!account) return no(400, 'resource_missing', `No such destination: '${destination}'`)
  if (account.isClosed) return no(403, 'account_invalid', `The provided key does not have access to account '${destination}'`)
  if (account.status !== 'active')
    return no(400, 'insufficient_capabilities_for_transfer', 'Your destination account needs transfers enabled.')
  const balance = stripe.balances.get(currency) ?? 0
  if (balance < amount) {
    sim.tally.fault('F21')
    return no(400, 'balance_insufficient', 'You have insufficient available funds in your Stripe account.')
  }
  stripe.balances.set(currency, balance - amount)
  const transfer: Transfer = { ...parameters, id: stripeId(stripe, 'tr'), createdAt: schedule.now }
  stripe.transfers.set(transfer.id, transfer)
  stripe.byGroup.set(group, [...(stripe.byGroup.get(group) ?? []), transfer])
  sim.newTransfers.push(transfer)
  arrive(sim, transfer)
  emit(sim, 'transfer.created', transfer.id)
  return { status: 200, transfer }
}

export type Delivered =
  /** Stripe answers. */
  | { kind: 'answer'; answer: Answer }
  /** The library sees no answer it can read; a cut one still has happened. */
  | { kind: 'lost'; how: 'reset' | 'timeout' | 'cut' | 'html' }

/** Transfers are few beside reads, and what they suffer is what matters. */
const moreThanElsewhere = 3

/** What becomes of one request for a transfer on its way, there and back. */
export function requestTransfer(sim: Sim, parameters: TransferParameters, key: string): Delivered {
  const { stripe, mix } = sim
  const network = Math.min(1, mix.network * moreThanElsewhere)
  if (sim.schedule.now < sim.weather.stripeUntil) {
    return sim.weather.isStripeBusy ? { kind: 'answer', answer: tooMany(sim) } : { kind: 'lost', how: 'timeout' }
  }
  if (sim.isCalm && !stripe.keys.has(key) && !stripe.slowed.has(key) && sim.random('calm').chance(0.4)) {
    // A busy Stripe is no fault: it says so once.
    stripe.slowed.add(key)
    return { kind: 'answer', answer: tooMany(sim) }
  }
  if (isTooFast(sim)) return { kind: 'answer', answer: no(429, 'rate_limit', 'Request rate limit exceeded.') }
  if (strikes(sim, 'F14', network / 10)) return { kind: 'answer', answer: tooMany(sim) }
  if (strikes(sim, 'F11', network / 10)) return { kind: 'lost', how: 'reset' }
  if (strikes(sim, 'F13', network / 12)) {
    const { restore } = sim
    sim.schedule.after(sim.random('F13').between(10, 20) * minute, () => {
      // An hour of quiet covers a restore that was announced; of any other nobody knows that it must be kept.
      if (sim.restore === restore || sim.restore?.isAnnounced) createTransfer(sim, parameters, key)
    })
    return { kind: 'lost', how: 'timeout' }
  }
  if (strikes(sim, 'F15', network / 16)) return { kind: 'answer', answer: inUse }
  if (strikes(sim, 'F16', network / 8)) return { kind: 'answer', answer: createTransfer(sim, parameters, key, 'F16') }
  if (strikes(sim, 'F17', network / 8)) return { kind: 'answer', answer: createTransfer(sim, parameters, key, 'F17') }
  if (strikes(sim, 'F37', network / 12)) return { kind: 'answer', answer: createTransfer(sim, parameters, key, 'F37') }
  if (strikes(sim, 'F20', network / 12)) return { kind: 'answer', answer: refusedEarly(sim) }
  if (strikes(sim, 'F19', network / 16)) return { kind: 'answer', answer: refusedLate(sim, parameters, key) }
  const answer = createTransfer(sim, parameters, key)
  if (strikes(sim, 'F12', network / 24)) return crossed(sim, parameters)
  if (strikes(sim, 'F12', network / 6)) return { kind: 'lost', how: sim.random('F12').pick(['cut', 'html', 'reset'] as const) }
  return { kind: 'answer', answer }
}

/** The answer of somebody else's request. */
const crossed = ({ schedule }: Sim, { amount, currency }: TransferParameters): Delivered => ({
  kind: 'answer',
  answer: {
    status: 200,
    transfer: {
      id: 'tr_ofSomebodyElse',
      amount: amount + 1,
      currency,
      destination: 'acct_else',
      transfer_group: 'else',
      metadata: {},
      createdAt: schedule.now,
    },
  },
})

/** 25 a second on one endpoint, before the key is looked at. */
function isTooFast({ stripe, schedule }: Sim): boolean {
  const second = Math.floor(schedule.now / 1000)
  if (stripe.pace.second !== second) stripe.pace = { second, requests: 0 }
  stripe.pace.requests += 1
  return stripe.pace.requests > 25
}

const inUse = no(
  409,
  'idempotency_key_in_use',
  'There is currently another in-progress request using this Idempotent Key.',
  'idempotency_error',
)

const tooMany = (sim: Sim): Answer =>
  sim.random('F14').chance(0.5)
    ? no(429, 'lock_timeout', 'This object cannot be accessed right now.')
    : no(429, 'rate_limit', 'Request rate limit exceeded.')

/** Before execution, and so under no key: an earlier request of the key may still succeed. */
function refusedEarly(sim: Sim): Answer {
  if (sim.random('F20').chance(0.05)) return no(401, undefined, 'Invalid API Key provided')
  return no(400, 'parameter_invalid_integer', 'Invalid integer')
}

/** Executed and refused, and so under the key; or kept for a person of Stripe, who may let it go through later. */
function refusedLate(sim: Sim, parameters: TransferParameters, key: string): Answer {
  const { stripe, schedule } = sim
  const text = JSON.stringify(parameters)
  const known = stripe.keys.get(key)
  if (known && isRemembered(known, schedule.now) && known.parameters === text) return known.answer
  const random = sim.random('F19')
  const isKept = random.chance(0.06)
  const answer: Answer = isKept
    ? no(400, 'approval_required', 'This request waits for approval.')
    : { status: 400, error: random.pick(executedRefusals) }
  stripe.keys.set(key, { parameters: text, savedAt: schedule.now, answer })
  const { restore } = sim
  // That Stripe keeps it is known to the books alone: what a restore forgets, people of Stripe do not let through.
  if (isKept && random.chance(0.5))
    schedule.after(random.between(1, 20) * hour, () => sim.restore === restore && void execute(sim, parameters))
  return answer
}

const executedRefusals: readonly [StripeProblem, ...StripeProblem[]] = [
  {
    type: 'invalid_request_error',
    code: 'insufficient_capabilities_for_transfer',
    message: 'Your destination account needs transfers enabled.',
  },
  { type: 'invalid_request_error', message: "Funds can't be sent to accounts in this region." },
]
