import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { approveRun } from '../../../worker/payouts/approve.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { beginRestore } from '../../../worker/payouts/restore.ts'
import { resumeRun } from '../../../worker/payouts/stop.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { pullLists } from '../../../worker/pulls.ts'
import { createWorld, type World } from '../../support/world.ts'
import { begin, breaksOf, compare, confirm, goOn, haveForgotten, newest, propose, raiseEpoch, waitForQuiet } from './restore-support.ts'
import {
  checkMoney,
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

  it('begins a comparison although Stripe does not answer; the sweep goes on with it', async () => {
    raiseEpoch(world)
    await post(world, '/restore', people.finance, { day: '2026-11-01', time: '09:00' })
    await goOn(world)
    const { lists } = world.deps
    world.deps.lists = { ...lists, transfers: () => Promise.reject(new Error('no answer')) }

    expect((await post(world, '/restore/comparison', people.finance)).status).toBe(303)
    world.deps.lists = lists
    await waitForQuiet(world)
    expect(await (await world.ask('/restore', { as: people.auditor })).text()).toContain('No restore is under way')
  })
})
