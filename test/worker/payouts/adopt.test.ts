import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { haveCommission } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  adoptionsOf,
  begin,
  breaksOf,
  compare,
  confirm,
  goOn,
  haveForgotten,
  linesOf,
  newest,
  propose,
  waitForQuiet,
} from './restore-support.ts'
import {
  balance,
  checkMoney,
  control,
  fund,
  haveApprovedRun,
  havePayable,
  havePeople,
  haveSendingRun,
  haveSubmittedRun,
  type People,
  payoutsOf,
  statusOf,
  sweep,
} from './support.ts'

let world: World

let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

const thePaid = async (id: string) => (await payoutsOf(world)).find((payout) => payout.id === id)

describe('a forgotten transfer', { timeout: 30_000 }, () => {
  it('is adopted by two people under its own id, with the commissions that it paid', async () => {
    const partner = await havePayable(world, 3_000, 2_000)
    const { payoutId, transfer, runId } = await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    await compare(world, people)
    expect(await adoptionsOf(world)).toEqual([{ status: 'found', problem: null, payoutId }])
    expect((await breaksOf(world)).map(({ subject }) => subject)).toEqual([transfer])
    expect(await world.deps.db.all(sql`select 1 from stops`)).toEqual([])

    await propose(world, people.finance)
    await confirm(world, people.approver)

    expect(await thePaid(payoutId)).toMatchObject({ status: 'paid', transfer, runId, amountMinor: 5_000, tries: 0, gen: 0 })
    expect(await linesOf(world, payoutId)).toMatchObject([
      { kind: 'earned', amountMinor: 2_000, status: 'paid' },
      { kind: 'earned', amountMinor: 3_000, status: 'paid' },
    ])
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(0)
    expect(await balance(world, 'paid:usd')).toBe(5_000)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    await checkMoney(world)

    await waitForQuiet(world)
    await compare(world, people)
    expect([await newest(world), await breaksOf(world)]).toEqual([2, []])
  })

  it('whose commissions were lost takes the balance below zero, and what is recorded again nets it', async () => {
    const partner = await havePayable(world, 2_000)
    const { payoutId } = await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    await compare(world, people)
    await propose(world, people.finance)
    await confirm(world, people.approver)

    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(-3_000)
    const lines = await linesOf(world, payoutId)
    expect(lines).toMatchObject([
      { kind: 'earned', amountMinor: 2_000 },
      { kind: 'adjustment', amountMinor: 3_000, status: 'paid' },
    ])
    expect(lines[1]?.reason).toContain('not recorded again yet')
    await checkMoney(world)

    await haveCommission(world, partner, 3_000)
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(0)
    await waitForQuiet(world)
    await compare(world, people)
    await expect(prepareRun(world.deps, { by: people.finance.id })).rejects.toMatchObject({ code: 'conflict' })
    await checkMoney(world)
  })

  it('leaves what is more than it paid payable', async () => {
    const partner = await havePayable(world, 5_000, 2_000)
    const { payoutId } = await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    await compare(world, people)
    await propose(world, people.finance)
    await confirm(world, people.approver)

    expect((await thePaid(payoutId))?.amountMinor).toBe(5_000)
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(2_000)
    await checkMoney(world)
  })

  it.each(['draft', 'submitted', 'approved'] as const)(
    'of a run that was restored as %s is adopted into it, and the run is done',
    async (state) => {
      const partner = await havePayable(world, 5_000)
      const other = await havePayable(world, 700)
      const make = {
        draft: () => prepareRun(world.deps, { by: people.finance.id }),
        submitted: () => haveSubmittedRun(world, people),
        approved: () => haveApprovedRun(world, people),
      }
      const runId = await make[state]()
      await haveForgotten(world, partner, 5_000, { runId })
      // Held after the restore, so that the plan cannot be reserved as it was approved.
      if (state === 'approved')
        await world.deps.db.run(sql`insert into commission_holds values (${partner.commissions[0]?.id}, 1, 'test', 'stf', 0, null)`)
      if (state === 'approved')
        await world.deps.db.run(sql`insert into ledger_transactions select null, 'hold:' || id || ':1', 'hold', id, 'avail:' || partner_id || ':usd',
      'held:' || partner_id || ':usd', amount_minor, 'usd', 1, 1 from commissions where id = ${partner.commissions[0]?.id}`)
      if (state === 'approved')
        await world.deps.db.run(
          sql`update commissions set status = 'on_hold', held_from = 'approved' where id = ${partner.commissions[0]?.id}`,
        )

      await begin(world, people)
      await compare(world, people)
      await propose(world, people.otherFinance)
      await confirm(world, people.otherApprover)

      expect((await payoutsOf(world)).map(({ status, partnerId }) => [status, partnerId])).toEqual([['paid', partner.id]])
      expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
      expect(await balance(world, `avail:${partner.id}:usd`)).toBe(state === 'approved' ? -5_000 : 0)
      expect(await balance(world, `avail:${other.id}:usd`)).toBe(700)
      await checkMoney(world)
    },
  )

  it('waits for an older payout of its partner, whose commissions it may have paid', async () => {
    const partner = await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const [older] = await payoutsOf(world)
    const { payoutId } = await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    await sweep(world)
    await compare(world, people)
    await propose(world, people.finance)
    await confirm(world, people.approver)
    expect(await payoutsOf(world)).toHaveLength(1)

    await waitForQuiet(world)

    expect([(await thePaid(older?.id ?? ''))?.status, (await thePaid(payoutId))?.status]).toEqual(['released', 'paid'])
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(0)
    await compare(world, people)
    expect(await newest(world)).toBe(2)
    await checkMoney(world)
  })

  it('that was taken back at Stripe is owed again, held', async () => {
    const partner = await havePayable(world, 5_000)
    const { payoutId, transfer } = await haveForgotten(world, partner, 5_000)
    await control(world, 'reverse', { transfer, amount: 1_500 })
    await begin(world, people)
    await compare(world, people)
    await propose(world, people.finance)
    await confirm(world, people.approver)
    await goOn(world)

    expect((await thePaid(payoutId))?.status).toBe('paid')
    expect(await balance(world, `held:${partner.id}:usd`)).toBe(1_500)
    expect(await balance(world, 'paid:usd')).toBe(3_500)
    await checkMoney(world)
    await waitForQuiet(world)
    await compare(world, people)
    expect(await newest(world)).toBe(2)
  })
})
