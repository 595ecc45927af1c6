import { describe, expect, it } from 'vitest'
import { clientOf, haveFunded, perform } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

const startAt = new Date('2026-11-01T09:00:00Z')
const copyOf = (standIn: StandIn) => createStandIn({ state: JSON.parse(JSON.stringify(standIn.state)) })
const send = (standIn: StandIn, account: string) =>
  clientOf(standIn).transfers.create({ amount: 100, currency: 'usd', destination: account }, { idempotencyKey: 'k' })

async function story(standIn: StandIn): Promise<string> {
  const account = await haveFunded(standIn)
  await perform(standIn, 'checkout', { amount: 9_900, currency: 'usd', email: 'a@b.example', interval: 'month' })
  await send(standIn, account)
  return account
}

describe('the state', () => {
  it('is plain JSON, from which another stand-in goes on', async () => {
    const first = createStandIn({ startAt })
    const account = await story(first)
    const second = copyOf(first)

    expect(second.state).toEqual(first.state)
    expect(second.now()).toEqual(startAt)
    expect((await send(second, account)).id).toBe((await send(first, account)).id)
    await second.advance(31 * 86_400)
    expect((await clientOf(second).invoices.list()).data).toHaveLength(2)
    expect((await clientOf(first).invoices.list()).data).toHaveLength(1)
  })

  it('is the same for the same seed, and other ids for another', async () => {
    const [one, two, other] = [
      createStandIn({ startAt, seed: 7 }),
      createStandIn({ startAt, seed: 7 }),
      createStandIn({ startAt, seed: 8 }),
    ]
    const accounts = [await story(one), await story(two), await story(other)]

    // Where no key is given, stripe-node invents one by chance.
    const told = (standIn: StandIn) => JSON.parse(JSON.stringify(standIn.state).replaceAll(/stripe-node-retry-[\w-]+/g, 'invented'))
    expect(told(one)).toEqual(told(two))
    expect(accounts[0]).not.toBe(accounts[2])
  })

  it('tells when it may have changed', async () => {
    let changes = 0
    const standIn = createStandIn({ onChange: () => (changes += 1) })
    await perform(standIn, 'fund', { amount: 1, currency: 'usd' })
    const afterFunding = changes
    await standIn.advance(1)

    expect(afterFunding).toBe(1)
    expect(changes).toBe(2)
  })
})

describe('the clock', () => {
  it('stands still unless it is advanced', async () => {
    const standIn = createStandIn({ startAt })
    await standIn.advance(90)

    expect(standIn.now().toISOString()).toBe('2026-11-01T09:01:30.000Z')
  })

  it('can follow the wall, to which advancing adds, and goes on after a restart', async () => {
    let wallMs = 1_000_000
    const tick = { wall: () => wallMs }
    const standIn = createStandIn({ startAt, tick })
    wallMs += 5_000
    await standIn.advance(60)
    wallMs += 5_000

    expect(standIn.now().getTime() - startAt.getTime()).toBe(70_000)
    const restarted = createStandIn({ state: JSON.parse(JSON.stringify(standIn.state)), tick })
    expect(restarted.now()).toEqual(standIn.now())
  })

  it('does by itself what became due while the wall moved on', async () => {
    let wallMs = 0
    const standIn = createStandIn({ startAt, tick: { wall: () => wallMs } })
    await perform(standIn, 'checkout', { amount: 9_900, currency: 'usd', email: 'a@b.example' })
    wallMs += 2 * 86_400_000

    expect((await clientOf(standIn).balance.retrieve()).available[0]?.amount).toBe(9_900)
  })

  it('is asked and advanced over HTTP', async () => {
    const standIn = createStandIn({ startAt })

    expect(await perform(standIn, 'clock', { advanceSeconds: 3_600 })).toEqual({ now: '2026-11-01T10:00:00.000Z' })
    expect(await (await standIn.fetch('http://stripe.test/_/clock')).json()).toEqual({ now: '2026-11-01T10:00:00.000Z' })
  })
})
