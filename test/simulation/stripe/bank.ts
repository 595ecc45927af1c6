import { isCurrency, payableUnit } from '../../../schema/currency.ts'
import { day, hour, minute, second } from '../schedule.ts'
import { type Sim, strikes } from '../sim.ts'
import { emit } from './events.ts'
import { type BankPayout, stripeId, type Transfer } from './state.ts'

/** A transfer arrives in the partner's Stripe balance; now and then Stripe sends what is there to the bank. */
export function arrive(sim: Sim, { id, destination, currency, amount }: Transfer): void {
  const { purses } = sim.stripe
  const key = `${destination}:${currency}`
  const purse = purses.get(key) ?? { balance: 0, contents: [] }
  purses.set(key, { balance: purse.balance + amount, contents: [...purse.contents, id] })
  if (sim.mix.off.has('F30') || !sim.random('bank').chance(0.4)) return
  sim.schedule.after(sim.random('bank').between(10 * minute, 20 * hour), () => sendToBank(sim, destination, currency))
}

/** Everything in the balance leaves; the bank may send it back, also after Stripe called it paid. */
function sendToBank(sim: Sim, account: string, currency: string): void {
  const { purses, bankPayouts } = sim.stripe
  const key = `${account}:${currency}`
  const purse = purses.get(key)
  if (!purse || purse.balance <= 0) return
  const random = sim.random('bank')
  const payout: BankPayout = {
    id: stripeId(sim.stripe, 'po'),
    account,
    currency,
    amount: purse.balance,
    status: 'pending',
    contents: purse.contents,
    createdAt: wholeSecond(sim.schedule.now),
    failedAt: null,
  }
  purses.set(key, { balance: 0, contents: [] })
  bankPayouts.set(payout.id, payout)
  emit(sim, 'payout.created', payout.id, account)
  const becomes = (status: 'paid' | 'failed', inMs: number) =>
    sim.schedule.after(inMs, () => {
      if (status === 'failed') comeBack(sim, payout)
      payout.status = status
      emit(sim, `payout.${status}`, payout.id, account)
    })
  const arrivesIn = random.between(minute, 12 * hour)
  becomes('paid', arrivesIn)
  if (strikes(sim, 'F30', 0.35)) becomes('failed', arrivesIn + random.between(minute, day))
}

/** The money is in the partner's balance again, and goes out anew a day later. */
function comeBack(sim: Sim, payout: BankPayout): void {
  const { purses } = sim.stripe
  const key = `${payout.account}:${payout.currency}`
  const purse = purses.get(key) ?? { balance: 0, contents: [] }
  purses.set(key, { balance: purse.balance + payout.amount, contents: [...purse.contents, payout.id] })
  payout.failedAt = wholeSecond(sim.schedule.now)
  sim.schedule.after(sim.random('bank').between(hour, day), () => sendToBank(sim, payout.account, payout.currency))
}

const floored = (amount: number, unit: number): number => amount - (amount % unit)

const wholeSecond = (at: number): number => Math.floor(at / second) * second

/** Somebody takes a transfer back in the dashboard, whole or in part, as far as the partner's balance reaches. */
export function reverseSomething(sim: Sim): void {
  const random = sim.random('bank')
  const transfer = random.pickOf([...sim.stripe.transfers.values()])
  if (!transfer) return
  const purse = sim.stripe.purses.get(`${transfer.destination}:${transfer.currency}`)
  const left = Math.min(purse?.balance ?? 0, transfer.amount - reversedOf(sim, transfer.id))
  const unit = isCurrency(transfer.currency) ? payableUnit(transfer.currency) : 1
  if (!purse || left < unit || !strikes(sim, 'F30', 1)) return
  const amount = random.chance(0.5) ? left : Math.max(unit, floored(random.between(1, left), unit))
  purse.balance -= amount
  sim.stripe.balances.set(transfer.currency, (sim.stripe.balances.get(transfer.currency) ?? 0) + amount)
  sim.stripe.reversals.push({
    id: stripeId(sim.stripe, 'trr'),
    transfer: transfer.id,
    amount,
    currency: transfer.currency,
    createdAt: wholeSecond(sim.schedule.now),
  })
  emit(sim, 'transfer.reversed', transfer.id)
}

export const reversedOf = ({ stripe }: Sim, transfer: string): number =>
  stripe.reversals.filter((each) => each.transfer === transfer).reduce((sum, { amount }) => sum + amount, 0)

/** What the bank of each partner sent back and nothing has carried away since, reckoned from how it went. */
export function waitingOf({ stripe }: Sim, account: string, currency: string): number {
  const steps = [
    ...[...stripe.bankPayouts.values()]
      .filter((each) => each.account === account && each.currency === currency)
      .flatMap(({ createdAt, failedAt, amount }) => [
        { at: createdAt, order: 2, change: () => 0 },
        ...(failedAt === null ? [] : [{ at: failedAt, order: 1, change: (waiting: number) => waiting + amount }]),
      ]),
    ...stripe.reversals
      .filter((each) => each.currency === currency && stripe.transfers.get(each.transfer)?.destination === account)
      .map(({ createdAt, amount }) => ({ at: createdAt, order: 2, change: (waiting: number) => Math.max(0, waiting - amount) })),
  ]
  return steps.sort((a, b) => a.at - b.at || a.order - b.order).reduce((waiting, { change }) => change(waiting), 0)
}
