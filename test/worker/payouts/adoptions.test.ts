import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { digestOfShown, refuseAdoptions } from '../../../worker/payouts/adoptions.ts'
import { createWorld, type World } from '../../support/world.ts'
import { adoptionsOf, begin, breaksOf, compare, confirm, goOn, haveForgotten, newest, propose, waitForQuiet } from './restore-support.ts'
import { checkMoney, fund, havePayable, havePeople, type People, payoutsOf } from './support.ts'

let world: World

let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('taking a forgotten transfer in', { timeout: 30_000 }, () => {
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
