import { beforeEach, describe, expect, it } from 'vitest'
import { keyWallMs } from '../../../worker/payouts/rules.ts'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { sweepPayouts } from '../../../worker/payouts/sweep.ts'
import { haveCommission } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  answersOf,
  attemptsOf,
  balance,
  checkMoney,
  failTransfers,
  fund,
  havePayable,
  havePeople,
  haveSendingRun,
  type People,
  payoutsOf,
  statusOf,
  sweep,
  thePayout,
  transfersAtStripe,
} from './support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('sending a payout', () => {
  it('settles a payout, its commissions and the ledger, and tells the owner', async () => {
    const partner = await havePayable(world, 4_000, 1_000)
    const runId = await haveSendingRun(world, people)

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'paid', amountMinor: 5_000, tries: 1 })
    expect(transfersAtStripe(world)).toMatchObject([{ amount: 5_000, destination: partner.destination }])
    for (const { id } of partner.commissions) expect(await statusOf(world, 'commissions', id)).toBe('paid')
    expect(await balance(world, 'paid:usd')).toBe(5_000)
    expect(await balance(world, `inflight:${partner.id}:usd`)).toBe(0)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    expect(world.mails.some(({ to, subject }) => to === partner.owner.email && subject.includes('50.00'))).toBe(true)
    await checkMoney(world)
  })

  it('pays the smallest amount, and two currencies as two payouts', async () => {
    const partner = await havePayable(world, 2_500)
    await haveCommission(world, partner, 2_501, 'eur')
    await fund(world, 10_000, 'eur')
    await haveSendingRun(world, people)

    await sweep(world)

    expect(
      transfersAtStripe(world)
        .map(({ amount, currency }) => `${amount} ${currency}`)
        .sort(),
    ).toEqual(['2500 usd', '2501 eur'])
    expect([await balance(world, 'paid:usd'), await balance(world, 'paid:eur')]).toEqual([2_500, 2_501])
    await checkMoney(world)
  })

  it('sends once when it is asked again, and when asked ten times at once', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { id } = await thePayout(world)

    await Promise.all(Array.from({ length: 10 }, () => sendPayout(world.deps, id)))
    await sendPayout(world.deps, id)

    expect(transfersAtStripe(world).length).toBe(1)
    expect((await attemptsOf(world)).length).toBe(1)
    await checkMoney(world)
  })

  it('one bad payee stops nobody else', async () => {
    const bad = await havePayable(world, 5_000)
    await havePayable(world, 6_000)
    await haveSendingRun(world, people)
    await failTransfers(world, 'insufficient_capabilities_for_transfer', { metadata: { goodword_partner: bad.id } })

    await sweep(world)

    expect((await payoutsOf(world)).map(({ status, amountMinor }) => `${amountMinor} ${status}`).sort()).toEqual([
      '5000 released',
      '6000 paid',
    ])
    expect(await balance(world, `avail:${bad.id}:usd`)).toBe(5_000)
    await checkMoney(world)
  })
})

describe('a failure between Stripe and us', () => {
  it('replays the same key after a kill between the answer and our write: one transfer', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { id } = await thePayout(world)
    const killed = { ...world.deps, rail: { ...world.deps.rail, send: killedAfter(world) } }

    await expect(sendPayout(killed, id)).rejects.toThrow('killed')
    expect(await statusOf(world, 'payouts', id)).toBe('sending')
    await sweep(world)
    expect(await statusOf(world, 'payouts', id), 'its lease still holds').toBe('sending')
    await world.travel({ minutes: 21 })
    await sweep(world)

    expect(await statusOf(world, 'payouts', id)).toBe('paid')
    expect(transfersAtStripe(world).length).toBe(1)
    expect((await attemptsOf(world)).map(({ key }) => key)).toEqual([`po:${id}:0`, `po:${id}:0`])
    await checkMoney(world)
  })

  it('sends after a kill between the lease and the call', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { id } = await thePayout(world)
    const send = () => Promise.reject(new Error('killed'))

    await expect(sendPayout({ ...world.deps, rail: { ...world.deps.rail, send } }, id)).rejects.toThrow('killed')
    expect(transfersAtStripe(world)).toEqual([])
    await world.travel({ minutes: 21 })
    await sweep(world)

    expect(await statusOf(world, 'payouts', id)).toBe('paid')
    await checkMoney(world)
  })

  it.each(['drop', 'cut_body', 'half_json', 'html_502'])(
    'counts an answer that is lost by %s as a doubt and asks again with its key',
    async (kind) => {
      await havePayable(world, 5_000)
      await haveSendingRun(world, people)
      await failTransfers(world, { kind }, {}, 'after')

      await sweep(world)
      expect(await thePayout(world)).toMatchObject({ status: 'sending', doubts: 1, tries: 1 })
      expect(await answersOf(world)).toMatchObject([{ outcome: 'doubt' }])
      await world.travel({ seconds: 31 })
      await sweep(world)

      expect(await thePayout(world)).toMatchObject({ status: 'paid', tries: 2 })
      expect(transfersAtStripe(world).length).toBe(1)
      await checkMoney(world)
    },
  )

  it('six doubts make it unknown; a look-up finds the transfer after a quiet hour', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failTransfers(world, 'api_error', {}, 'after', 'always')

    for (let doubt = 1; doubt <= 6; doubt += 1) {
      await sweep(world)
      await world.travel({ minutes: 20 })
    }
    const unknown = await thePayout(world)
    expect(unknown).toMatchObject({ status: 'unknown', tries: 6, reason: 'doubt' })
    await sweep(world)
    expect(await statusOf(world, 'payouts', unknown.id), 'not before the quiet is over').toBe('unknown')
    await world.travel({ minutes: 41 })
    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'paid', gen: 0 })
    expect((await attemptsOf(world)).length).toBe(6)
    await checkMoney(world)
  })

  it('a key is not used after 23 hours: the payout is looked up instead', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failTransfers(world, { kind: 'drop' }, {}, 'after')
    await sweep(world)

    await world.travel({ seconds: keyWallMs / 1000 })
    await sweep(world)

    expect((await attemptsOf(world)).length).toBe(1)
    // The last send lies a day back, so the look-up follows at once.
    expect(await thePayout(world)).toMatchObject({ status: 'paid', tries: 1 })
    await checkMoney(world)
  })
})

describe('pace', () => {
  it('hands out slots of the second; who finds none near waits for one', { timeout: 60_000 }, async () => {
    for (let n = 0; n < 45; n += 1) await havePayable(world, 5_000)
    await haveSendingRun(world, people)

    await sweepPayouts(world.deps)
    await world.settle()
    const sentAtOnce = transfersAtStripe(world).length
    await world.travel({ seconds: 4 })
    await sweep(world)

    // 20 a second, two seconds ahead, and the slot of now.
    expect(sentAtOnce).toBe(41)
    expect(transfersAtStripe(world).length).toBe(45)
    await checkMoney(world)
  })
})

const killedAfter =
  (of: World) =>
  async (...order: Parameters<World['deps']['rail']['send']>) => {
    await of.deps.rail.send(...order)
    throw new Error('killed')
  }
