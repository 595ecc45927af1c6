import { beforeEach, describe, expect, it } from 'vitest'
import { acceptSlot, declineAsk } from '../../../worker/agreements/answer.ts'
import { getRequest } from '../../../worker/agreements/store-requests.ts'
import { passed } from '../../migrations/illegal.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveRefused } from '../prospects/registrations.ts'
import { codeOf, haveAsk, haveGuest, haveObligation, haveReference, propose, type Reference, slotIn } from './desk.ts'

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
    const obligation = await haveObligation(world, reference.customerId, 'prospect_call', 2)
    const move = (kind: string, n: number) =>
      `insert into obligation_moves (id, obligation_id, kind, activity_id, n, reason, recorded_by, at) values ('obm_${kind}', '${obligation}', '${kind}', null, ${n}, 'x', 'stf_1', 1)`

    expect(await passed([[move('cancelled', 3), 'nothing of it is due']])).toEqual([])
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
