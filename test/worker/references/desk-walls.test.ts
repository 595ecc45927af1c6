import { beforeEach, describe, expect, it } from 'vitest'
import { activities } from '../../../schema/requests.ts'
import { acceptSlot, declineAsk } from '../../../worker/references/answer.ts'
import { withdrawRequest } from '../../../worker/references/request.ts'
import { getRequest } from '../../../worker/references/store-requests.ts'
import { passed } from '../../migrations/illegal.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveRefused } from '../prospects/registrations.ts'
import { activitiesOf, codeOf, haveAsk, haveGuest, haveObligation, haveReference, propose, type Reference, slotIn } from './desk.ts'
import { haveHeldActivity } from './held-activity.ts'

let world: World
let reference: Reference
let guest: Awaited<ReturnType<typeof haveGuest>>
beforeEach(async () => {
  world = await createWorld()
  reference = await haveReference(world)
  guest = await haveGuest(world)
})

const columns = 'id, customer_id, contact_id, kind, cap_group, request_id, title, status, counts, from_at, until_at, planned_by, planned_at'
const insertAsk = (request: string, inDays: number) => {
  const at = slotIn(world, inDays).getTime()
  const values = `'atv_x', '${reference.customerId}', '${reference.manager.id}', 'prospect_call', 'call', '${request}', 'x', 'planned', 1, ${at}, ${at}`
  return `insert into activities (${columns}) values (${values}, 'x', ${world.now().getTime()})`
}

describe('the desk’s walls in SQL', () => {
  it('CAP1 a talk far ahead takes no place of one that is soon, in the act and in SQL', async () => {
    const [far, soon] = [await haveAsk(world, guest), await haveAsk(world, guest)]
    await propose(world, far, reference, { inDays: 95, apartDays: 0.1 })
    await acceptSlot(world.deps, await getRequest(world.deps.db, far), 1, 'customer')

    expect(await codeOf(propose(world, soon, reference, { inDays: 2 }))).toBe('fine')
  })

  it('a customer that declined is left alone, whoever writes', async () => {
    const [first, second] = [await haveAsk(world, guest), await haveAsk(world, guest)]
    await propose(world, first, reference)
    await declineAsk(world.deps, await getRequest(world.deps.db, first), 'customer')

    expect(await passed([[insertAsk(second, 10), 'the customer declined and rests']])).toEqual([])
  })

  it('OBL1 more than is due is never delivered or given up', async () => {
    const obligation = await haveObligation(world, reference.customerId, 'case_study', 2)
    const held = await haveHeldActivity(world, reference.customerId, obligation, 'case_study')
    const move = (kind: string, activity: string | null, n: number) =>
      `insert into obligation_moves (id, obligation_id, kind, activity_id, n, reason, recorded_by, at)
       values ('obm_${kind}', '${obligation}', '${kind}', ${activity ? `'${activity}'` : 'null'}, ${n}, 'x', 'stf_1', 1)`

    const illegal = [move('cancelled', null, 3), move('delivered', held, 3)]

    expect(await passed(illegal.map((each) => [each, 'nothing of it is due']))).toEqual([])
    expect(await passed([[move('delivered', held, 2), 'is legal']])).toEqual([expect.stringContaining('→ nothing')])
  })

  it('CAP2 an ask that is released frees its own place and no other', async () => {
    const [other, third] = [await haveReference(world, 'Tarn Optics'), await haveReference(world, 'Salthaven')]
    const asks = [await haveAsk(world, guest), await haveAsk(world, guest), await haveAsk(world, guest)] as const
    await propose(world, asks[0], reference)
    await propose(world, asks[1], other)
    await propose(world, asks[2], third)

    await declineAsk(world.deps, await getRequest(world.deps.db, asks[0]), 'customer')
    await withdrawRequest(world.deps, await getRequest(world.deps.db, asks[1]), 'stf_1', 'not needed')

    expect(await activitiesOf(world, reference.customerId)).toEqual({ cancelled: 1 })
    expect(await activitiesOf(world, other.customerId)).toEqual({ cancelled: 1 })
    expect(await activitiesOf(world, third.customerId)).toEqual({ planned: 1 })
    expect((await world.deps.db.select().from(activities)).filter(({ counts }) => counts).map(({ requestId }) => requestId)).toEqual([
      asks[2],
    ])
  })
})

it('REG3 the person who refused a registration is told that another one decides the appeal', async () => {
  const partner = await havePartner(world)
  const sales = await haveStaff(world, 'sales')
  const id = await haveRefused(world, partner, sales)
  await world.ask(`/registrations/${id}/appeal`, { as: partner.owner, form: { appeal: 'You overlooked the meeting.' } })

  const form = { version: '3', reason: 'no_work_shown', words: 'Still nothing to see.' }
  const answer = await world.ask(`/registrations/${id}/refusal`, { as: sales, form })

  expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('another person of sales decides the appeal')])
  const insert = `insert into registration_decisions (registration_id, n, outcome, reason, words, takeover, decided_by, decided_at)
    values ('${id}', 2, 'refused', 'no_work_shown', 'x', null, '${sales.id}', 1)`
  expect(await passed([[insert, 'another person decides an appeal']])).toEqual([])
})
