import { beforeEach, describe, expect, it } from 'vitest'
import { plansAsSigned } from '../../../worker/payouts/check-books.ts'
import { prepareRun, rebuildRun } from '../../../worker/payouts/prepare.ts'
import { type Illegal, passed } from '../../migrations/illegal.ts'
import { createWorld, type World } from '../../support/world.ts'
import { begin, compare, confirm, goOn, haveForgotten, propose } from './restore-support.ts'
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

  it('is never left a draft: who proposes one of its transfers confirms none of them, and the other way round', async () => {
    const [first, second] = [await havePayable(world, 5_000), await havePayable(world, 6_000)]
    const { runId } = await haveForgotten(world, first, 5_000)
    await begin(world, people)
    await compare(world, people)
    await propose(world, people.finance)
    // Stripe does not answer, so what is confirmed waits, and its run is not here yet.
    const { rail } = world.deps
    world.deps.rail = { ...rail, transfer: () => Promise.reject(new Error('no answer')) }
    await confirm(world, people.approver)
    await haveForgotten(world, second, 6_000)
    await compare(world, people)

    await expect(propose(world, people.approver)).rejects.toMatchObject({ code: 'same_person' })
    await propose(world, people.otherFinance)
    await expect(confirm(world, people.finance)).rejects.toMatchObject({ code: 'same_person' })
    const illegal: Illegal[] = [
      [
        `update adoptions set status = 'confirmed', confirmed_by = '${people.finance.id}', confirmed_at = 1 where status = 'proposed'`,
        'proposes',
      ],
    ]
    expect(await passed(illegal)).toEqual([])
    await confirm(world, people.otherApprover)
    world.deps.rail = rail
    await goOn(world)
    await goOn(world)

    expect([await statusOf(world, 'payout_runs', runId), (await payoutsOf(world)).map(({ status }) => status)]).toEqual([
      'done',
      ['paid', 'paid'],
    ])
  })
})
