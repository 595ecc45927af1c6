import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { createWorld, type World } from '../../support/world.ts'
import { checkMoney, failTransfers, fund, havePayable, havePeople, haveSendingRun, type People, payoutsOf } from './support.ts'

let world: World
let people: People
let runId: string
beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
  for (let n = 0; n < 6; n += 1) await havePayable(world, 5_000 + n)
  runId = await haveSendingRun(world, people)
  world.mails.length = 0
})

/** All that are named leave at the same moment, so none of them sees the stop of another. */
async function sendAtOnce(which: readonly { id: string }[]) {
  await Promise.all(which.map(({ id }) => sendPayout(world.deps, id)))
  await world.settle()
}
const told = () => world.mails.filter(({ subject }) => subject.includes('does not reach')).map(({ to, subject }) => ({ to, subject }))
const statuses = async () => (await payoutsOf(world, runId)).map(({ status }) => status)

describe('payouts refused for want of funds', () => {
  it('are one mail a run and day to each of finance, however many were under way', async () => {
    await failTransfers(world, 'balance_insufficient', {}, 'before', 'always')
    await sendAtOnce(await payoutsOf(world, runId))

    expect(await statuses()).toEqual(Array.from({ length: 6 }, () => 'released'))
    expect(
      told()
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual([people.finance.email, people.otherFinance.email].toSorted())
    expect(new Set(told().map(({ subject }) => subject))).toEqual(
      new Set([expect.stringMatching(/balance in USD does not reach for a run/)]),
    )
    expect(await world.deps.db.all(sql`select scope from stops`)).toEqual([{ scope: `run:${runId}:usd` }])
    await checkMoney(world)
  })

  it('stop the run again after somebody lifted the stop, and are told again the next day', async () => {
    await failTransfers(world, 'balance_insufficient', {}, 'before', 'always')
    const [first, second, third] = await payoutsOf(world, runId)
    const refuse = async (payout: typeof first) => {
      await world.deps.db.run(sql`delete from stops`)
      await sendAtOnce(payout ? [payout] : [])
      expect(await world.deps.db.all(sql`select scope from stops`)).toEqual([{ scope: `run:${runId}:usd` }])
      return told().length
    }

    expect(await refuse(first)).toBe(2)
    expect(await refuse(second)).toBe(2)
    await world.travel({ days: 1 })
    expect(await refuse(third)).toBe(4)
    expect((await statuses()).filter((status) => status === 'released')).toHaveLength(3)
    await sweepRuns(world.deps)
    await checkMoney(world)
  })
})
