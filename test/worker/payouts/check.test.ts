import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Deps } from '../../../worker/deps.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { isCheckDue, shortCurrencies } from '../../../worker/payouts/rules-check.ts'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { liftStop } from '../../../worker/payouts/stop.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { KeyRefused } from '../../../worker/stripe/port.ts'
import type { PageAsked } from '../../../worker/stripe/port-lists.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  checkMoney,
  fund,
  haveApprovedRun,
  havePayable,
  havePeople,
  haveSendingRun,
  type People,
  payoutsOf,
  signedIn,
  statusOf,
  transfersAtStripe,
} from './support.ts'
import { withRail } from './unknown-support.ts'

let world: World
let people: People

const withLists = (lists: Partial<Deps['lists']>) => {
  world.deps.lists = { ...world.deps.lists, ...lists }
}
const stops = async () =>
  (await world.deps.db.all<{ scope: string }>(sql`select scope from stops order by scope`)).map(({ scope }) => scope)
const alarms = async () =>
  (await world.deps.db.all<{ id: string }>(sql`select id from outbox where id glob 'alarm:check:*'`)).map(({ id }) => id)

/** Paid before a restore that nobody announced: Stripe has it, the books do not. */
const haveForgotten = async (destination: string) => {
  const answer = await world.deps.rail.send(
    { id: 'po_forgotten', gen: 0, runId: 'run_2026-10_1', partnerId: 'par_x', amountMinor: 900, currency: 'usd', destination },
    'po:po_forgotten:0',
  )
  expect(answer.kind).toBe('sent')
}

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('the check before a run sends', () => {
  it('stops everything when Stripe shows a transfer of ours that no payout knows, again and again', async () => {
    const partner = await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    await haveForgotten(partner.destination)

    await sweepRuns(world.deps, runId)
    await world.settle()

    expect(await stops()).toEqual(['all'])
    expect(await alarms()).toHaveLength(2)
    expect(transfersAtStripe(world)).toHaveLength(1)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('approved')
    expect(await payoutsOf(world)).toEqual([])

    await liftStop(world.deps, signedIn(world, people.finance), 'all')
    expect(await stops()).toEqual(['all'])
    await world.travel({ minutes: 2 })
    await liftStop(world.deps, signedIn(world, people.approver), 'all')
    await sweepRuns(world.deps)
    await world.settle()
    expect(await stops()).toEqual(['all'])
    expect(transfersAtStripe(world)).toHaveLength(1)
  })

  it('looks past pages that hold the transfers of others alone', async () => {
    const partner = await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    await haveForgotten(partner.destination)
    const lists = {
      ...world.deps.lists,
      transfers: async (asked: PageAsked) =>
        asked.behind === undefined ? { rows: [], next: 'tr_of_others' } : world.deps.lists.transfers({ since: asked.since }),
    }

    await sweepRuns({ ...world.deps, lists }, runId)

    expect(await stops()).toEqual(['all'])
  })

  it('nobody sends before having looked when the last look is old: a restored database remembers an old one', async () => {
    const partner = await havePayable(world, 5_000)
    await havePayable(world, 6_000)
    const runId = await haveSendingRun(world, people)
    await haveForgotten(partner.destination)
    await world.travel({ minutes: 3 })

    await Promise.all((await payoutsOf(world, runId)).map(({ id }) => sendPayout(world.deps, id)))

    expect(await stops()).toEqual(['all'])
    expect(transfersAtStripe(world)).toHaveLength(1)
  })

  it('a payout that was never tried and has a transfer was forgotten, too', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSendingRun(world, people)
    const [payout] = await payoutsOf(world, runId)
    if (!payout) throw new Error('there is a payout')
    await world.deps.rail.send(payout, `po:${payout.id}:0`)
    await world.travel({ minutes: 3 })

    await sendPayout(world.deps, payout.id)

    expect([await stops(), (await payoutsOf(world)).map(({ tries }) => tries)]).toEqual([['all'], [0]])
  })

  it('refuses to prepare a run whose id may be that of a forgotten one', async () => {
    const partner = await havePayable(world, 5_000)
    await haveForgotten(partner.destination)
    await expect(prepareRun(world.deps, { by: people.finance.id })).rejects.toMatchObject({ code: 'stopped' })
    expect(await stops()).toEqual(['all'])
  })

  it('stops a currency that our balance does not reach for; one person lets it go on once it is funded', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    const { balance } = world.deps.rail
    withRail(world, { balance: async () => [{ currency: 'usd', availableMinor: 4_999 }] })

    await sweepRuns(world.deps, runId)
    await world.settle()

    expect(await stops()).toEqual([`run:${runId}:usd`])
    expect(await alarms()).toHaveLength(2)
    expect((await payoutsOf(world)).map(({ status }) => status)).toEqual(['reserved'])

    withRail(world, { balance })
    expect(await liftStop(world.deps, signedIn(world, people.finance), `run:${runId}:usd`)).toBe('lifted')
    await world.settle()
    expect((await payoutsOf(world)).map(({ status }) => status)).toEqual(['paid'])
    await checkMoney(world)
  })

  it('is not skipped while Stripe does not answer: the run waits for the next sweep', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    const { transfers } = world.deps.lists
    withLists({ transfers: () => Promise.reject(new Error('503')) })

    await sweepRuns(world.deps, runId)
    await world.settle()
    expect(await statusOf(world, 'payout_runs', runId)).toBe('approved')
    expect(transfersAtStripe(world)).toEqual([])

    withLists({ transfers })
    await sweepRuns(world.deps)
    await world.settle()
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
  })
})

describe('a Stripe that refuses us, or is silent, before money leaves', () => {
  const waiting = async () => (await world.deps.db.all<{ id: string }>(sql`select id from outbox where id glob 'alarm:silent:*'`)).length
  const silence = async () => {
    throw new Error('Stripe answered with something that is no list')
  }

  it('stops everything at once when our key is refused, and says so', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    withLists({
      transfers: async () => {
        throw new KeyRefused('Invalid API Key provided: sk_…')
      },
    })

    await sweepRuns(world.deps, runId)
    await sweepRuns(world.deps, runId)

    expect(await stops()).toEqual(['all'])
    expect(await alarms()).toHaveLength(2)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('approved')
  })

  it('calls finance once a day when a run has waited for half an hour', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    withLists({ transfers: silence })

    await sweepRuns(world.deps, runId)
    expect(await waiting()).toBe(0)
    await world.travel({ minutes: 31 })
    await sweepRuns(world.deps, runId)
    const once = await waiting()
    expect(once).toBeGreaterThan(0)
    await world.travel({ minutes: 5 })
    await sweepRuns(world.deps, runId)
    expect(await waiting()).toBe(once)
    await world.travel({ hours: 24 })
    await sweepRuns(world.deps, runId)
    expect(await waiting()).toBe(2 * once)
    expect(await stops()).toEqual([])
  })
})

describe('the check each minute', () => {
  it('finds what was forgotten meanwhile, and asks Stripe no more than once a minute', async () => {
    const partner = await havePayable(world, 5_000)
    await havePayable(world, 6_000)
    await havePayable(world, 7_000)
    const runId = await haveSendingRun(world, people)
    let asked = 0
    const { transfers } = world.deps.lists
    withLists({
      transfers: (since) => {
        asked += 1
        return transfers(since)
      },
    })
    const [first, second, third] = (await payoutsOf(world, runId)).map(({ id }) => id)

    await sendPayout(world.deps, first ?? '')
    await world.travel({ seconds: 61 })
    await Promise.all([sendPayout(world.deps, second ?? ''), sendPayout(world.deps, 'po_none')])
    expect(asked).toBe(1)
    await haveForgotten(partner.destination)
    await world.travel({ seconds: 61 })
    await sendPayout(world.deps, third ?? '')

    expect(asked).toBe(2)
    expect(await stops()).toEqual(['all'])
    expect((await payoutsOf(world, runId)).map(({ status }) => status)).toEqual(['paid', 'paid', 'reserved'])
  })

  it('sends nothing while Stripe does not answer, and looks again with the next one', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSendingRun(world, people)
    await world.travel({ seconds: 61 })
    const { balance } = world.deps.rail
    withRail(world, { balance: () => Promise.reject(new Error('503')) })
    const [payout] = await payoutsOf(world, runId)

    await sendPayout(world.deps, payout?.id ?? '')
    expect((await payoutsOf(world)).map(({ status, tries }) => [status, tries])).toEqual([['reserved', 0]])

    withRail(world, { balance })
    await sendPayout(world.deps, payout?.id ?? '')
    expect((await payoutsOf(world)).map(({ status }) => status)).toEqual(['paid'])
  })
})

describe('the rules of the check', () => {
  const now = new Date('2026-11-02T09:00:00Z')

  it('is due at once, and after a minute either way of a clock that leapt', () => {
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000)
    expect([null, at(0), at(-59), at(59), at(-60), at(3_600)].map((checkedAt) => isCheckDue(checkedAt, now))).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
    ])
  })

  it('holds each currency against its own balance; one that Stripe does not list has none', () => {
    const reserved = [
      { currency: 'usd', amountMinor: 100 },
      { currency: 'eur', amountMinor: 101 },
      { currency: 'gbp', amountMinor: 1 },
    ]
    const available = [
      { currency: 'usd', availableMinor: 100 },
      { currency: 'eur', availableMinor: 100 },
    ]
    expect(shortCurrencies(reserved, available)).toEqual([
      { currency: 'eur', amountMinor: 101, availableMinor: 100 },
      { currency: 'gbp', amountMinor: 1, availableMinor: 0 },
    ])
  })
})
