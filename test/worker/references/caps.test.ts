import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { referenceCaps, referenceProfiles } from '../../../schema/references.ts'
import { acceptSlot, declineAsk } from '../../../worker/references/answer.ts'
import { keepReadiness } from '../../../worker/references/pool.ts'
import { proposeCustomer } from '../../../worker/references/propose.ts'
import { withdrawRequest } from '../../../worker/references/request.ts'
import { getRequest } from '../../../worker/references/store-requests.ts'
import { createWorld, type World } from '../../support/world.ts'
import { activitiesOf, codeOf, dayIn, haveAsk, haveGuest, haveReference, propose, type Reference, slotIn, statusOf } from './desk.ts'

let world: World
let reference: Reference
let guest: Awaited<ReturnType<typeof haveGuest>>

beforeEach(async () => {
  world = await createWorld()
  reference = await haveReference(world)
  guest = await haveGuest(world)
})

const tally = (codes: readonly string[]) =>
  Object.fromEntries([...new Set(codes)].sort().map((code) => [code, codes.filter((each) => each === code).length]))

describe('a customer’s caps', () => {
  it('CAP1 give fifty who ask at once for the last place to one of them', { timeout: 120_000 }, async () => {
    const asks = []
    for (let n = 0; n < 50; n += 1) asks.push(await haveAsk(world, guest))

    const codes = await Promise.all(asks.map((id) => codeOf(propose(world, id, reference))))

    expect(tally(codes)).toEqual({ cap_reached: 49, fine: 1 })
    expect(await activitiesOf(world, reference.customerId)).toEqual({ planned: 1 })
  })

  it('CAP2 count a declined ask no longer', async () => {
    await world.deps.db.update(referenceProfiles).set({ restDays: 0 }).where(eq(referenceProfiles.customerId, reference.customerId))
    const [first, second] = [await haveAsk(world, guest), await haveAsk(world, guest)]
    await propose(world, first, reference)
    expect(await codeOf(propose(world, second, reference))).toBe('cap_reached')

    await declineAsk(world.deps, await getRequest(world.deps.db, first), 'customer')

    expect(await codeOf(propose(world, second, reference))).toBe('fine')
    expect(await activitiesOf(world, reference.customerId)).toEqual({ cancelled: 1, planned: 1 })
  })

  it('count one that was taken back no longer', async () => {
    const [first, second] = [await haveAsk(world, guest), await haveAsk(world, guest)]
    await propose(world, first, reference)

    await withdrawRequest(world.deps, await getRequest(world.deps.db, first), 'stf_seed', 'Too early.')

    expect(await codeOf(propose(world, second, reference))).toBe('fine')
  })

  it('leave a customer that declined alone for 90 days', async () => {
    const [first, second] = [await haveAsk(world, guest), await haveAsk(world, guest)]
    await propose(world, first, reference)
    await declineAsk(world.deps, await getRequest(world.deps.db, first), 'customer')

    await expect(propose(world, second, reference)).rejects.toMatchObject({
      code: 'not_matchable',
      message: expect.stringContaining('free from 1 February 2027'),
    })
    await world.travel({ days: 89, hours: 23 })
    const checkin = { trainedOn: dayIn(world, -120), lastCheckinOn: dayIn(world, -1), openIssues: 0 }
    await keepReadiness(world.deps, 'stf_seed', reference.customerId, checkin)
    expect(await codeOf(propose(world, second, reference))).toBe('not_matchable')
    await world.travel({ hours: 2 })

    expect(await codeOf(propose(world, second, reference))).toBe('fine')
  })

  it('CAP3 bind by the tightest: the person’s own beside the programme’s', async () => {
    const { db, now } = world.deps
    const cap = { id: 'rcp_own', scope: 'contact', subject: reference.manager.id, capGroup: 'call', count: 1, periodDays: 200 } as const
    await db.insert(referenceCaps).values({ ...cap, setBy: 'stf_seed', setAt: now() })
    const asks = [await haveAsk(world, guest), await haveAsk(world, guest), await haveAsk(world, guest)] as const
    await propose(world, asks[0], reference, { inDays: 1, apartDays: 0.1 })
    await acceptSlot(world.deps, await getRequest(db, asks[0]), 1, 'customer')

    await expect(propose(world, asks[1], reference, { inDays: 60 })).rejects.toMatchObject({ code: 'cap_reached' })
    expect(await codeOf(propose(world, asks[1], reference, { inDays: 60, contact: reference.engineer.id }))).toBe('fine')
    // Both calls of the quarter are used; the quarter binds now.
    await expect(propose(world, asks[2], reference, { inDays: 80, contact: reference.engineer.id })).rejects.toMatchObject({
      code: 'cap_reached',
      message: expect.stringContaining('free again from 2027-02-03'),
    })
  })

  it('let slots behind the next free day be offered today', async () => {
    const [first, second] = [await haveAsk(world, guest), await haveAsk(world, guest)]
    await propose(world, first, reference, { inDays: 1, apartDays: 0.1 })
    await acceptSlot(world.deps, await getRequest(world.deps.db, first), 1, 'customer')

    await expect(propose(world, second, reference, { inDays: 20 })).rejects.toMatchObject({
      message: expect.stringContaining('2026-12-04'),
    })
    expect(await codeOf(propose(world, second, reference, { inDays: 31 }))).toBe('fine')
  })

  it('refuse an ask over them by SQL alone', async () => {
    const [first, second] = [await haveAsk(world, guest), await haveAsk(world, guest)]
    await propose(world, first, reference)
    const columns =
      'id, customer_id, contact_id, kind, cap_group, request_id, title, status, counts, from_at, until_at, planned_by, planned_at'
    const at = slotIn(world, 25).getTime()
    const insert = (kind: string, group: string, when: number, counts = 1) =>
      env.DB.prepare(
        `insert into activities (${columns}) values ('atv_x${when}', '${reference.customerId}', '${reference.manager.id}', '${kind}', '${group}', '${second}', 'x', 'planned', ${counts}, ${when}, ${when}, 'x', 0)`,
      )
        .run()
        .then(
          () => 'done',
          (error: Error) => error.message,
        )

    expect(await insert('prospect_call', 'call', at)).toContain('a cap is reached')
    expect(await insert('prospect_call', 'public', at)).toContain('activities_cap_group')
    expect(await insert('prospect_call', 'call', at, 0)).toContain('activities_counts')
    expect(await insert('prospect_call', 'call', slotIn(world, 35).getTime())).toBe('done')
  })

  it('never let a freed place be taken twice, nor one be moved out of its time', async () => {
    const first = await haveAsk(world, guest)
    await propose(world, first, reference)
    const refused = (statement: string) =>
      env.DB.prepare(statement)
        .run()
        .then(
          () => 'done',
          (error: Error) => error.message,
        )

    expect(await refused('update activities set from_at = from_at - 1')).toContain('more exact')
    expect(await refused('update activities set until_at = until_at + 1')).toContain('more exact')
    expect(await refused(`update activities set customer_id = 'pro_other'`)).toContain('frozen')
    await declineAsk(world.deps, await getRequest(world.deps.db, first), 'customer')
    expect(await refused('update activities set counts = 1')).toContain('frozen')
    expect(await refused(`update activities set status = 'planned', counts = 1`)).toContain('frozen')
    expect(await refused('delete from activities')).toContain('never deleted')
    expect(await statusOf(world, first)).toBe('declined')
  })

  it('ask for three different times that are still to come', async () => {
    const ask = await haveAsk(world, guest)
    const form = { customer: reference.customerId, contact: reference.manager.id, as: 'favour' } as const
    const at = (days: number) => slotIn(world, days)

    for (const [slot1, slot2, slot3] of [
      [at(1), at(1), at(2)],
      [at(-1), at(1), at(2)],
      [at(1), at(2), at(200)],
    ] as const) {
      expect(await codeOf(proposeCustomer(world.deps, 'stf_seed', ask, { ...form, slot1, slot2, slot3 }))).toBe('invalid')
    }
    expect(await activitiesOf(world, reference.customerId)).toEqual({})
  })
})
