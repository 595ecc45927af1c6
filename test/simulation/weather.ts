import { closeQueue } from './hints.ts'
import { invoke, kill } from './invocation.ts'
import type { Population } from './population.ts'
import { day, hour, minute, second } from './schedule.ts'
import { type Sim, strikes } from './sim.ts'
import { reverseSomething } from './stripe/bank.ts'
import { emit } from './stripe/events.ts'

/** Everything that goes wrong by itself while people work: outages, deploys, leaps of the clock, accounts that change. */
export function letWeatherBe(sim: Sim, population: Population, workMs: number): void {
  const random = sim.random('weather')
  const sometimes = (times: number, chance: number, what: () => void) => {
    for (let n = 0; n < times; n += 1) if (random.chance(chance)) sim.schedule.after(random.between(0, workMs), what)
  }
  const rough = (rate: number) => (rate > 0 ? 1 : 0)
  sometimes(3, 0.5 * rough(sim.mix.d1), () => d1Fails(sim))
  sometimes(2, 0.4 * rough(sim.mix.network), () => stripeFails(sim))
  sometimes(1, 0.5 * rough(sim.mix.queue), () => closeQueue(sim))
  sometimes(1, 0.25, () => leap(sim))
  sometimes(2, 0.2, () => leave(sim))
  for (const { account, id } of population.partners) {
    if (!account) continue
    sometimes(2, 0.3, () => flap(sim, account))
    sometimes(1, 0.12, () => changeBank(sim, account, id))
  }
  sometimes(4, 0.5 * rough(sim.mix.network), () => drain(sim))
  sometimes(4, 0.6, () => fund(sim))
  sometimes(4, 0.5, () => reverseSomething(sim))
}

function d1Fails(sim: Sim): void {
  if (!strikes(sim, 'F5', 1)) return
  sim.weather.d1Until = sim.schedule.now + sim.random('weather').pick([80 * second, 10 * minute])
}

const silentHours = [1 / 6, 1 / 6, 1 / 6, 3, 3, 26, 40] as const
const busyHours = [3, 26, 40] as const

/** Where it hurts most: as payouts are on their way. */
export function failInTheMiddle(sim: Sim): void {
  if (sim.mix.network > 0 && sim.random('weather').chance(0.02)) stripeFails(sim)
}

function stripeFails(sim: Sim): void {
  if (!strikes(sim, 'F18', 1)) return
  // Out is no answer, or for longer nothing but 429.
  const random = sim.random('weather')
  const isBusy = random.chance(0.25)
  sim.weather.isStripeBusy = isBusy
  sim.weather.stripeUntil = sim.schedule.now + random.pick(isBusy ? busyHours : silentHours) * hour
}

/** Refunds to customers and fees take from the same balance; the preview of a run cannot know. */
function drain(sim: Sim): void {
  const currency = sim.random('weather').pick(['usd', 'usd', 'eur', 'jpy', 'isk'] as const)
  if (!sim.isCalm) sim.stripe.balances.set(currency, 5000)
}

/** Hours in which nothing of ours runs: to it, the clock leaps. */
function leap(sim: Sim): void {
  if (!strikes(sim, 'F34', 1)) return
  for (const invocation of [...sim.alive]) kill(sim, invocation, 'F32', () => 'a leap of the clock')
  sim.weather.workerUntil = sim.schedule.now + sim.random('weather').between(1, 36) * hour
}

/** A long weekend: what people stopped stays stopped, and what waits for them waits. */
function leave(sim: Sim): void {
  if (!sim.isCalm) sim.weather.peopleUntil = sim.schedule.now + sim.random('weather').between(20, 40) * hour
}

function flap(sim: Sim, id: string): void {
  const account = sim.stripe.accounts.get(id)
  if (!account || !strikes(sim, 'F22', 1)) return
  account.status = 'restricted'
  // Now and then for good.
  account.isClosed = sim.random('weather').chance(0.04)
  emit(sim, 'v2.core.account[requirements].updated', id, id)
  sim.schedule.after(sim.random('weather').between(5, 600) * minute, () => restore(sim, id))
}

function restore(sim: Sim, id: string): void {
  const account = sim.stripe.accounts.get(id)
  if (!account || account.status === 'active') return
  account.status = 'active'
  emit(sim, 'v2.core.account[requirements].updated', id, id)
}

function changeBank(sim: Sim, id: string, partnerId: string): void {
  const account = sim.stripe.accounts.get(id)
  if (!account || !strikes(sim, 'F31', 1)) return
  sim.tally.line(sim.schedule.now, () => `${partnerId} gives another bank account`)
  account.bank += 1
  emit(sim, 'account.external_account.updated', `ba_${id}`, id)
}

export function fund(sim: Sim): void {
  for (const [currency, amount] of sim.stripe.balances) if (amount < 50_000_000) sim.stripe.balances.set(currency, amount + 100_000_000)
}

/** No fault from here on: what is out comes back, what was restricted is active. */
export function clearUp(sim: Sim): void {
  sim.isCalm = true
  const { now } = sim.schedule
  sim.weather = { d1Until: now, stripeUntil: now, isStripeBusy: false, queueUntil: now, workerUntil: now, peopleUntil: now }
  for (const id of sim.stripe.accounts.keys()) restore(sim, id)
  fund(sim)
}

const crons = [
  { cron: '7 * * * *', everyMs: hour, atMs: 7 * minute },
  { cron: '20 3 * * *', everyMs: day, atMs: 3 * hour + 20 * minute },
] as const

/** The crons of wrangler.toml. The sweep is only run where it would find something, and now and then where not: an idle one tests nothing. */
export function letCronsRun(sim: Sim, untilMs: number): void {
  every(sim, 5 * minute, 0, untilMs, () => {
    if (isSomethingDue(sim) || sim.random('cron').chance(0.02)) tick(sim, '*/5 * * * *')
  })
  for (const { cron, everyMs, atMs } of crons)
    every(sim, everyMs, atMs, untilMs, () => (everyMs === day || isAskedAgain(sim) || sim.random('cron').chance(0.1)) && tick(sim, cron))
  const monthly = Date.UTC(2026, 11, 1, 6)
  sim.schedule.at(monthly, () => tick(sim, '0 6 1 * *'))
}

function every(sim: Sim, everyMs: number, atMs: number, untilMs: number, run: () => void): void {
  const next = (at: number) => {
    if (at > untilMs) return
    sim.schedule.at(at, () => {
      run()
      next(at + everyMs)
    })
  }
  next((Math.floor(sim.schedule.now / everyMs) + 1) * everyMs + atMs)
}

function tick(sim: Sim, cron: string): void {
  if (sim.schedule.now < sim.weather.workerUntil || strikes(sim, 'F23', 0.08)) return
  const run = () => invoke(sim, `cron ${cron}`, (invocation) => sim.product.runCron(sim.portsOf(invocation), cron))
  run()
  if (strikes(sim, 'F24', 0.05)) sim.schedule.after(sim.random('cron').between(0, 2000), run)
}

/** Asked again only after something was written, or once the next thing is due. */
function isSomethingDue({ store, schedule, idle }: Sim): boolean {
  const { now } = schedule
  if (idle.writes === store.writes && now < idle.until) return false
  const [row] = store.peek<{ due: number | null }>(dueQuery)
  idle.writes = store.writes
  idle.until = row?.due ?? Number.POSITIVE_INFINITY
  return now >= idle.until
}

const dueQuery = `select min(due) due from (
  select min(next_at) due from inbox where status in ('new','waiting')
  union all select min(matures_at) from commissions where status = 'pending'
  union all select 0 from payout_runs where status in ('approved','sending') and paused is null
  union all select min(max(next_at, lease_until)) from payouts where status in ('reserved','sending','unknown','stuck') and status <> 'stuck'
  union all select min(next_at) from outbox where sent_at is null
  union all select 0 from restores r where not exists (select 1 from epochs e where e.n = r.epoch)
  union all select 0 from stops where scope glob 'run:*:*')`

const isAskedAgain = ({ store, schedule }: Sim): boolean =>
  store.peek(
    `select 1 from payout_destinations d where asked_at < ? and version = (select max(version) from payout_destinations n where n.partner_id = d.partner_id)
      union all select 1 from pulls where started_at is not null limit 1`,
    schedule.now - 20 * hour,
  ).length > 0
