import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { digestOfShown, refuseAdoptions } from '../../../worker/payouts/adoptions.ts'
import { approveRun } from '../../../worker/payouts/approve.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { beginRestore } from '../../../worker/payouts/restore.ts'
import { resumeRun } from '../../../worker/payouts/stop.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { pullLists } from '../../../worker/pulls.ts'
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
  raiseEpoch,
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
  post,
  signedIn,
  statusOf,
  sweep,
  transfersAtStripe,
} from './support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

const thePaid = async (id: string) => (await payoutsOf(world)).find((payout) => payout.id === id)

describe('the barrier', { timeout: 30_000 }, () => {
  it('stands from the raised epoch on: nothing is prepared, submitted, approved, reserved or sent', async () => {
    await havePayable(world, 5_000)
    const approved = await haveApprovedRun(world, people)
    await havePayable(world, 6_000)
    const submitted = await haveSubmittedRun(world, people)
    raiseEpoch(world)

    await expect(prepareRun(world.deps, { by: people.finance.id })).rejects.toMatchObject({ code: 'stopped' })
    await expect(submitRun(world.deps, submitted, people.finance)).rejects.toMatchObject({ code: 'stopped' })
    await expect(approveRun(world.deps, submitted, signedIn(world, people.approver), 'x')).rejects.toMatchObject({ code: 'stopped' })
    await sweepRuns(world.deps)
    await world.settle()

    expect(await statusOf(world, 'payout_runs', approved)).toBe('approved')
    expect([await payoutsOf(world), transfersAtStripe(world)]).toEqual([[], []])
  })

  it('lifts by a clean comparison alone, after everything is pulled and an hour is quiet; then people let approved runs go on', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    await begin(world, people)

    await compare(world, people)
    expect(await newest(world)).toBe(1)

    await waitForQuiet(world)
    await compare(world, people)

    expect(await newest(world)).toBe(2)
    expect(await breaksOf(world)).toEqual([])
    // It may have been cancelled after the restored moment: nothing goes on by itself.
    await sweepRuns(world.deps)
    await world.settle()
    expect([await payoutsOf(world), transfersAtStripe(world)]).toEqual([[], []])

    await resumeRun(world.deps, runId, signedIn(world, people.approver))
    await sweepRuns(world.deps)
    await world.settle()
    expect((await payoutsOf(world)).map(({ status, epoch }) => [status, epoch])).toEqual([['paid', 2]])
    await checkMoney(world)
  })

  it('looks up what was open: the one that Stripe paid settles, the other is released and never sent again', async () => {
    await havePayable(world, 5_000)
    await havePayable(world, 6_000)
    await haveSendingRun(world, people)
    const [first, second] = await payoutsOf(world)
    if (!first || !second) throw new Error('two are reserved')
    // The first left after the restored moment.
    await world.deps.rail.send(first, `po:${first.id}:0`)
    await begin(world, people)
    await sweep(world)
    await compare(world, people)
    expect((await breaksOf(world)).length).toBe(1)

    await waitForQuiet(world)
    await compare(world, people)

    expect(await newest(world)).toBe(2)
    expect([(await thePaid(first.id))?.status, (await thePaid(second.id))?.status]).toEqual(['paid', 'released'])
    expect(transfersAtStripe(world)).toHaveLength(1)
    await checkMoney(world)
  })

  it('is begun once, for a raised epoch and a moment of the last thirty days', async () => {
    const yesterday = new Date(world.now().getTime() - 86_400_000)
    const beginAt = (at: Date) => beginRestore(world.deps, pullLists, at, people.finance)
    await expect(beginAt(yesterday)).rejects.toMatchObject({ code: 'wrong_state' })
    raiseEpoch(world)
    await expect(beginAt(new Date(world.now().getTime() + 60_000))).rejects.toMatchObject({ code: 'invalid' })
    await expect(beginAt(new Date(world.now().getTime() - 31 * 86_400_000))).rejects.toMatchObject({ code: 'invalid' })
    await beginAt(yesterday)
    await expect(beginAt(yesterday)).rejects.toMatchObject({ code: 'already_done' })
  })

  it('no SQL lifts it before', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const lift = () => world.deps.db.run(sql`insert into epochs values (2, ${Date.parse('2030-01-01')}, 'by hand')`)
    await expect(lift()).rejects.toThrow()
    await begin(world, people)
    await expect(lift()).rejects.toThrow()
    await world.deps.db.run(sql`update restores set compared_at = 1, differences = 1`)
    await expect(lift()).rejects.toThrow()
    // Compared clean, and a payout of before is still open.
    await world.deps.db.run(sql`update restores set compared_at = 1, differences = 0`)
    await expect(lift()).rejects.toThrow()
    await sweep(world)
    await waitForQuiet(world)
    await lift()
    expect(await newest(world)).toBe(2)
  })
})

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

  it('is confirmed by another person with a fresh second factor, once, over exactly what was shown', async () => {
    const partner = await havePayable(world, 5_000)
    await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    await compare(world, people)
    await expect(confirm(world, people.approver)).rejects.toMatchObject({ code: 'stale' })
    await propose(world, people.finance)
    await expect(propose(world, people.finance)).rejects.toMatchObject({ code: 'stale' })
    await expect(confirm(world, people.finance)).rejects.toMatchObject({ code: 'same_person' })
    const proposed = await digestOfShown([])
    await expect(refuseAdoptions(world.deps, people.approver, proposed)).rejects.toMatchObject({ code: 'stale' })

    const answers = await Promise.allSettled([confirm(world, people.approver), confirm(world, people.otherApprover)])
    await goOn(world)
    await goOn(world)

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await payoutsOf(world)).toHaveLength(1)
    expect(await world.deps.db.all(sql`select 1 from audit where act = 'payout.adopted'`)).toHaveLength(1)
    await checkMoney(world)
  })

  it('that was refused may be proposed again', async () => {
    const partner = await havePayable(world, 5_000)
    await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    await compare(world, people)
    await propose(world, people.finance)
    const { shown } = await import('./restore-support.ts')
    await refuseAdoptions(world.deps, people.approver, await shown(world, 'proposed'))
    expect(await adoptionsOf(world)).toMatchObject([{ status: 'found' }])
    await propose(world, people.otherFinance)
    await confirm(world, people.approver)
    expect(await payoutsOf(world)).toHaveLength(1)
  })

  it.each([
    ['whose payout id does not follow from its metadata', { changed: { id: 'po_000000000000000000000000' } }, 'metadata was altered'],
    ['of a run that nobody could name', { runId: 'run_of_nobody' }, 'metadata was altered'],
    ['of a partner who is not here', { changed: { partnerId: 'par_lost' } }, 'metadata was altered'],
  ])('%s says what to do, is not proposed, and keeps sends blocked', async (_, how, words) => {
    const partner = await havePayable(world, 5_000)
    await haveForgotten(world, partner, 5_000, how)
    await begin(world, people)
    await waitForQuiet(world)
    await compare(world, people)

    expect((await adoptionsOf(world))[0]?.problem).toContain(words)
    await expect(propose(world, people.finance)).rejects.toMatchObject({ code: 'stale' })
    expect([await newest(world), (await breaksOf(world)).length]).toEqual([1, 1])
    const page = await (await world.ask('/restore', { as: people.finance })).text()
    expect(page).toContain(words)
  })

  it('of a partner or an account that was added after the restored moment names it', async () => {
    const partner = await havePayable(world, 5_000)
    const other = await havePayable(world, 5_000)
    await haveForgotten(world, { id: 'par_lost', destination: partner.destination }, 5_000)
    await haveForgotten(world, { id: partner.id, destination: other.destination }, 5_000)
    await begin(world, people)
    await compare(world, people)
    const problems = (await adoptionsOf(world)).map(({ problem }) => problem).sort()
    expect(problems[0]).toContain('There is no partner par_lost here')
    expect(problems[1]).toContain('is not known as this partner’s account')
  })

  it('of another environment, or without our metadata, is not ours', async () => {
    const partner = await havePayable(world, 5_000)
    const { environment } = world.deps.settings
    world.deps.settings.environment = 'elsewhere'
    await haveForgotten(world, partner, 5_000)
    world.deps.settings.environment = environment
    await begin(world, people)
    await waitForQuiet(world)
    await compare(world, people)
    expect([await adoptionsOf(world), await newest(world)]).toEqual([[], 2])
  })

  it('that Stripe shows otherwise when it is taken in is put back', async () => {
    const partner = await havePayable(world, 5_000)
    await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    await compare(world, people)
    await propose(world, people.finance)
    const { rail } = world.deps
    world.deps.rail = { ...rail, transfer: async (id) => ({ ...((await rail.transfer(id)) ?? fail()), amountMinor: 4_999 }) }
    await confirm(world, people.approver)

    expect(await payoutsOf(world)).toEqual([])
    expect(await adoptionsOf(world)).toMatchObject([{ status: 'found', problem: expect.stringContaining('otherwise') }])
  })

  it('no SQL adopts it without two people', async () => {
    const partner = await havePayable(world, 5_000)
    const { transfer, payoutId } = await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    await compare(world, people)
    const refused = async (statement: ReturnType<typeof sql>) => expect(world.deps.db.run(statement)).rejects.toThrow()
    await refused(sql`update adoptions set status = 'confirmed', proposed_by = 'a', confirmed_by = 'b'`)
    await refused(sql`update adoptions set status = 'adopted', proposed_by = 'a', confirmed_by = 'b', adopted_at = 1`)
    await refused(sql`insert into payouts values (${payoutId}, 'run_2026-11_7', ${partner.id}, 'usd', 5000, ${partner.destination}, 1, 2, 0, null, 0, 0, 0, 0,
      null, null, ${transfer}, 'paid', null, 0, 0)`)
    await world.deps.db.run(sql`update adoptions set status = 'proposed', proposed_by = 'a', proposed_at = 1`)
    await refused(sql`update adoptions set status = 'confirmed', confirmed_by = 'a', confirmed_at = 1`)
    await refused(sql`update adoptions set amount_minor = 1`)
    await refused(sql`delete from adoptions`)
    await refused(sql`delete from restores`)
  })
})

const fail = (): never => {
  throw new Error('it is there')
}

describe('a restore that nobody announced', { timeout: 30_000 }, () => {
  it('trips the stop, and the desk says what to do', async () => {
    const partner = await havePayable(world, 5_000)
    await haveApprovedRun(world, people)
    await haveForgotten(world, partner, 5_000)
    await sweepRuns(world.deps)
    await world.settle()
    expect(await payoutsOf(world)).toEqual([])
    const page = async () => (await world.ask('/restore', { as: people.finance })).text()
    expect(await page()).toContain('MONEY_EPOCH = 2')

    await begin(world, people)
    await compare(world, people)
    await propose(world, people.finance)
    await confirm(world, people.otherApprover)
    await waitForQuiet(world)
    await compare(world, people)

    expect(await newest(world)).toBe(2)
    expect(await page()).toContain('Epoch 2 is deployed and on record')
    await checkMoney(world)
  })

  it('an event of a forgotten transfer waits for its adoption', async () => {
    const partner = await havePayable(world, 5_000)
    const { transfer } = await haveForgotten(world, partner, 5_000)
    await begin(world, people)
    const waiting = () =>
      world.deps.db.all<{ status: string }>(sql`select status from inbox where object = ${transfer} and status = 'waiting'`)
    expect((await waiting()).length).toBeGreaterThan(0)
    await compare(world, people)
    await propose(world, people.finance)
    await confirm(world, people.approver)
    await waitForQuiet(world)
    expect(await waiting()).toEqual([])
  })
})

describe('the desk', { timeout: 30_000 }, () => {
  it('is worked through by those who may, from its forms', async () => {
    const partner = await havePayable(world, 5_000)
    await haveForgotten(world, partner, 5_000)
    raiseEpoch(world)
    const text = async (as: { kind: 'staff'; id: string }) => (await world.ask('/restore', { as })).text()
    expect(await text(people.finance)).toContain('To which moment was it restored?')
    expect((await post(world, '/restore', people.finance, { day: '2026-13-40', time: '09:00' })).status).toBe(422)
    expect((await post(world, '/restore', people.approver, { day: '2026-11-01', time: '09:00' })).status).toBe(404)
    expect((await post(world, '/restore', people.finance, { day: '2026-11-01', time: '09:00' })).status).toBe(303)
    await goOn(world)
    expect((await post(world, '/restore/comparison', people.finance)).status).toBe(303)
    const found = await text(people.finance)
    expect(found).toContain('Propose to adopt this transfer')
    const shown = /name="shown" value="([0-9a-f]{64})"/.exec(found)?.[1] ?? ''
    expect((await post(world, '/restore/adoptions', people.finance, { shown })).status).toBe(303)
    expect(await text(people.approver)).toContain('proposes to adopt this transfer')
    expect(
      (await world.ask('/restore/adoptions/confirmation', { as: people.approver, form: { shown } })).headers.get('location'),
    ).toContain('second-factor')
    expect((await post(world, '/restore/adoptions/confirmation', people.approver, { shown })).status).toBe(303)
    expect(await text(people.finance)).toContain('Adopted')
    await waitForQuiet(world)
    await post(world, '/restore/comparison', people.finance)
    expect(await text(people.auditor)).toContain('No restore is under way')
  })
})
