import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { audit, outbox } from '../../../schema/records.ts'
import { applyTransferReversed } from '../../../worker/payouts/reversal.ts'
import { checkCash } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveBankPayout, havePaidPayout, tell } from './bank-support.ts'
import { balance, checkMoney, control, failTransfers, fund, havePayable, havePeople, haveSendingRun, payoutsOf, sweep } from './support.ts'

let world: World
let paid: Awaited<ReturnType<typeof havePaidPayout>>

const returned = () => world.deps.db.select().from(commissions).where(eq(commissions.kind, 'returned')).orderBy(commissions.amountMinor)
const reverse = (amount?: number) => control(world, 'reverse', { transfer: paid.transfer, ...(amount && { amount }) })
const alarms = async () => (await world.deps.db.select().from(outbox)).filter(({ id }) => id.startsWith('alarm:reversal:'))
const accounts = async () => {
  const { id } = paid.partner
  return {
    paid: await balance(world, 'paid:usd'),
    held: await balance(world, `held:${id}:usd`),
    avail: await balance(world, `avail:${id}:usd`),
  }
}

describe('a transfer taken back in the dashboard', () => {
  beforeEach(async () => {
    world = await createWorld()
    paid = await havePaidPayout(world)
  })

  it('in part: the company owes that part again, held, and finance is called', async () => {
    await reverse(4_000)
    expect(await tell(world, 'transfer.reversed', paid.transfer, null)).toBe('done')

    expect(await accounts()).toEqual({ paid: 6_000, held: 4_000, avail: 0 })
    expect(await returned()).toMatchObject([
      { amountMinor: 4_000, status: 'on_hold', heldFrom: 'approved', partnerId: paid.partner.id, source: expect.stringMatching(/^trr_/) },
    ])
    expect((await payoutsOf(world)).map(({ status }) => status)).toEqual(['paid'])
    expect((await alarms()).map(({ recipient }) => recipient).sort()).toEqual(
      [paid.people.finance.email, paid.people.otherFinance.email].sort(),
    )
    const page = await (await world.ask(`/payouts/${paid.payout.id}`, { as: paid.partner.owner })).text()
    expect(page).toContain('Taken back')
    const receipt = await world.ask(`/earnings/${(await returned())[0]?.id}`, { as: paid.partner.owner })
    expect([receipt.status, (await receipt.text()).includes('A payout was taken back')]).toEqual([200, true])
    await checkMoney(world)
    await checkCash(world)
  })

  it('whole, and in several parts that come in one look or one by one', async () => {
    await reverse(3_333)
    await tell(world, 'transfer.reversed', paid.transfer, null)
    await reverse(3_333)
    await reverse()
    await tell(world, 'transfer.reversed', paid.transfer, null)

    expect((await returned()).map(({ amountMinor }) => amountMinor)).toEqual([3_333, 3_333, 3_334])
    expect(await accounts()).toEqual({ paid: 0, held: 10_000, avail: 0 })
    await checkMoney(world)
    await checkCash(world)
  })

  it('is written once, whatever is repeated or comes at once', async () => {
    await reverse(4_000)
    await Promise.all([1, 2, 3].map(() => tell(world, 'transfer.reversed', paid.transfer, null)))
    await tell(world, 'transfer.updated', paid.transfer, null)
    await tell(world, 'transfer.reversed', paid.transfer, null)

    expect([(await returned()).length, (await alarms()).length]).toEqual([1, 2])
    const trail = (await world.deps.db.select().from(audit)).filter(({ act }) => act === 'payout.reversed')
    expect(trail.map(({ subject }) => subject)).toEqual([paid.payout.id])
    await checkMoney(world)
    await checkCash(world)
  })

  it('is paid again only after a person ended the hold', async () => {
    await reverse()
    await tell(world, 'transfer.reversed', paid.transfer, null)
    const [held] = await returned()
    const page = await world.ask(`/commissions/${held?.id}`, { as: paid.people.finance })
    expect([page.status, (await page.text()).includes('A payout was taken back')]).toEqual([200, true])

    const answer = await world.ask(`/commissions/${held?.id}/holds/1/release`, {
      as: paid.people.finance,
      form: { release_reason: 'Our mistake' },
    })

    expect(answer.status).toBe(303)
    expect([(await returned())[0]?.status, await accounts()]).toEqual(['approved', { paid: 0, held: 0, avail: 10_000 }])
    await checkMoney(world)
    await checkCash(world)
  })

  it('clears what a bank had sent back, for it waits there no more', async () => {
    const id = await haveBankPayout(world, paid.account)
    await tell(world, 'payout.created', id, paid.account)
    await world.travel({ days: 2 })
    await control(world, 'fail-bank-payout', { id })
    await tell(world, 'payout.failed', id, paid.account)
    await world.travel({ hours: 1 })
    await reverse()
    await tell(world, 'transfer.reversed', paid.transfer, null)

    expect([await balance(world, `returned:${paid.partner.id}:usd`), (await accounts()).held]).toEqual([0, 10_000])
    await checkMoney(world)
    await checkCash(world)
  })

  it('of somebody else is not for us', async () => {
    expect(await tell(world, 'transfer.reversed', 'tr_none', null)).toBe('ignored')
  })
})

describe('a reversal before its settlement', () => {
  it('settles what was sent, and then takes it back', async () => {
    world = await createWorld()
    await fund(world)
    const people = await havePeople(world)
    const partner = await havePayable(world, 10_000)
    await haveSendingRun(world, people)
    await failTransfers(world, { kind: 'drop' }, {}, 'after')
    await sweep(world)
    const transfer = Object.keys(world.standIn.state.tables.transfers)[0] ?? ''
    await control(world, 'reverse', { transfer, amount: 1_000 })
    expect((await payoutsOf(world)).map(({ status }) => status)).toEqual(['sending'])

    expect(await tell(world, 'transfer.reversed', transfer, null)).toBe('done')
    await tell(world, 'transfer.created', transfer, null)

    expect((await payoutsOf(world)).map(({ status }) => status)).toEqual(['paid'])
    expect([await balance(world, 'paid:usd'), await balance(world, `held:${partner.id}:usd`)]).toEqual([9_000, 1_000])
    await checkMoney(world)
    await checkCash(world)
  })

  it('waits while a look-up is needed', async () => {
    world = await createWorld()
    await fund(world)
    await havePayable(world, 10_000)
    await haveSendingRun(world, await havePeople(world))
    const [payout] = await payoutsOf(world)
    if (!payout) throw new Error('no payout')
    // Stripe carries a transfer that we have not asked for, as far as we know.
    await world.deps.rail.send({ ...payout, currency: 'usd' }, `po:${payout.id}:0`)
    const transfer = Object.keys(world.standIn.state.tables.transfers)[0] ?? ''
    await control(world, 'reverse', { transfer, amount: 1_000 })

    const event = { object: transfer } as Parameters<typeof applyTransferReversed>[1]
    expect(await applyTransferReversed(world.deps, event)).toBe('waiting')
    expect(await returned()).toEqual([])
  })
})
