import { beforeEach, describe, expect, it } from 'vitest'
import { plansAsSigned } from '../../../worker/payouts/check-books.ts'
import { prepareRun, rebuildRun } from '../../../worker/payouts/prepare.ts'
import { createWorld, type World } from '../../support/world.ts'
import { begin, compare, confirm, haveForgotten, propose } from './restore-support.ts'
import { fund, havePayable, havePeople, haveSubmittedRun, type People, payoutsOf, statusOf } from './support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('a run of before a restore', () => {
  it('into which another amount was adopted than it planned breaks no invariant', async () => {
    const partner = await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    await haveForgotten(world, partner, 4_000, { runId })
    await begin(world, people)
    await compare(world, people)
    await propose(world, people.otherFinance)
    await confirm(world, people.otherApprover)

    expect([await statusOf(world, 'payout_runs', runId), (await payoutsOf(world)).length]).toEqual(['done', 1])
    expect(await plansAsSigned.part(world.deps, undefined)).toEqual({ found: [], next: undefined })
  })

  it('is not planned anew while the restore is worked through', async () => {
    const partner = await havePayable(world, 5_000)
    const runId = await prepareRun(world.deps, { by: people.finance.id })
    await haveForgotten(world, partner, 5_000, { runId })
    await begin(world, people)

    await expect(rebuildRun(world.deps, runId, people.finance.id)).rejects.toMatchObject({ code: 'stopped' })
  })
})
