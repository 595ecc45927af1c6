import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { approveChange, askForChange, payChange, refuseChange } from '../../../worker/deals/change-request.ts'
import { listChangeRequests } from '../../../worker/deals/store-kinds.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const haveFlatFee = () => haveWonDeal(world, { kind: 'flat_fee', rates: { flat_fee: { rateBps: 1_000, duration: 'life' } } })
type Won = Awaited<ReturnType<typeof haveFlatFee>>
const ask = ({ dealId, sales }: Won, act = world.deps.newId('act')) =>
  askForChange(world.deps, dealId, { text: 'Two more ovens', amountMinor: 50_000 }, act, sales.id)
const yes = { approvedBy: 'Imogen Corbel', approvedOn: '2026-11-01' }

describe('DEA6 extra work on a flat fee', () => {
  it('is asked for, approved by a person of the customer on a day, and paid by a payment of its own, which earns on its own', async () => {
    const won = await haveFlatFee()
    await won.pay(100_000)
    const id = await ask(won)
    await approveChange(world.deps, won.dealId, id, yes, won.sales.id)
    await payChange(world.deps, won.dealId, id, await won.pay(50_000), won.sales.id)

    expect(await listChangeRequests(world.deps.db, won.dealId)).toMatchObject([{ status: 'paid', ...yes }])
    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 15_000 })
  })

  it('is not paid before it was approved, nor after it was refused, nor by another deal’s payment, nor twice by one', async () => {
    const won = await haveFlatFee()
    const other = await haveFlatFee()
    const [first, second] = [await ask(won), await ask(won)]
    const payment = await won.pay(50_000)
    const pay = (id: string, paid = payment) => payChange(world.deps, won.dealId, id, paid, won.sales.id)

    await expect(pay(first)).rejects.toMatchObject({ code: 'wrong_state' })
    await approveChange(world.deps, won.dealId, first, yes, won.sales.id)
    await expect(pay(first, await other.pay(1_000))).rejects.toMatchObject({ code: 'invalid' })
    await Promise.all([pay(first), pay(first)])
    await approveChange(world.deps, won.dealId, second, yes, won.sales.id)
    await expect(pay(second)).rejects.toMatchObject({ code: 'wrong_state' })
    const third = await ask(won)
    await refuseChange(world.deps, won.dealId, third, won.sales.id)
    await expect(approveChange(world.deps, won.dealId, third, yes, won.sales.id)).rejects.toMatchObject({ code: 'wrong_state' })
  })

  it('is of a flat fee alone, written down once when sent twice, and no yes lies in the future', async () => {
    const won = await haveFlatFee()
    const [one, other] = await Promise.all([ask(won, 'act_once'), ask(won, 'act_once')])
    expect(one).toBe(other)
    await expect(approveChange(world.deps, won.dealId, one, { ...yes, approvedOn: '2027-01-01' }, won.sales.id)).rejects.toMatchObject({
      status: 422,
    })
    await expect(ask((await haveWonDeal(world)) as Won)).rejects.toMatchObject({ code: 'wrong_state' })
  })

  it('answers like a missing one under another deal', async () => {
    const won = await haveFlatFee()
    const other = await haveFlatFee()
    await expect(refuseChange(world.deps, other.dealId, await ask(won), won.sales.id)).rejects.toMatchObject({ code: 'not_found' })
  })
})
