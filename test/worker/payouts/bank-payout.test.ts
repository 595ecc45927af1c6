import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { bankPayouts } from '../../../schema/bank-payouts.ts'
import { audit, outbox } from '../../../schema/records.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { findBankLeg } from '../../../worker/payouts/store-bank.ts'
import { haveCommission, haveDestination, havePartner } from '../../support/fixtures.ts'
import { checkCash } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveBankPayout, havePaidPayout, tell, tellAs } from './bank-support.ts'
import { balance, checkMoney, control, havePayable, transfersAtStripe } from './support.ts'

let world: World
let paid: Awaited<ReturnType<typeof havePaidPayout>>
beforeEach(async () => {
  world = await createWorld()
  paid = await havePaidPayout(world)
})

const returned = () => balance(world, `returned:${paid.partner.id}:usd`)
const rows = () => world.deps.db.select().from(bankPayouts).orderBy(bankPayouts.createdAt, bankPayouts.bankPayout)
const failures = async () => (await world.deps.db.select().from(outbox)).filter(({ template }) => template === 'bank_payout_failed')
const blockersOfRun = async () => {
  await havePayable(world, 7_000)
  const runId = await prepareRun(world.deps, { by: paid.people.finance.id })
  return world.deps.db.all<{ blocker: string }>(sql`select blocker from run_blockers where run_id = ${runId}`)
}
const page = async () => (await (await world.ask(`/payouts/${paid.payout.id}`, { as: paid.partner.owner })).text()).replace(/<[^>]+>/g, '')

/** Made, said to have arrived two days later, and sent back by the bank after three more. */
async function haveFailed() {
  const id = await haveBankPayout(world, paid.account)
  await tell(world, 'payout.created', id, paid.account)
  await world.travel({ days: 2, hours: 1 })
  await tell(world, 'payout.paid', id, paid.account)
  await world.travel({ days: 3 })
  await control(world, 'fail-bank-payout', { id })
  return id
}

describe('a bank payout', () => {
  it('is kept with the transfer it carries, and the partner reads when it is expected', async () => {
    const id = await haveBankPayout(world, paid.account)
    expect(await tell(world, 'payout.created', id, paid.account)).toBe('done')

    expect(await rows()).toMatchObject([
      { bankPayout: id, partnerId: paid.partner.id, amountMinor: 10_000, status: 'in_transit', arrivalDay: '2026-11-04', isComplete: true },
    ])
    expect(await findBankLeg(world.deps.db, paid.partner.id, paid.transfer)).toMatchObject({ bankPayout: id })
    expect(await page()).toContain('On its way, expected 4 November 2026')

    await world.travel({ days: 2, hours: 1 })
    await tell(world, 'payout.paid', id, paid.account)
    expect(await page()).toContain('Expected in your bank since 4 November 2026')
    expect(await (await world.ask('/payouts', { as: paid.partner.owner })).text()).toContain('Expected in your bank since')
    const run = await world.ask(`/runs/${paid.payout.runId}`, { as: paid.people.finance })
    expect(await run.text()).toContain('Arrived at the bank')
    await checkMoney(world)
    await checkCash(world)
  })

  it('of nobody we know, of the company itself, or that collects from a bank is not for us', async () => {
    const id = await haveBankPayout(world, paid.account)
    expect(await tell(world, 'payout.created', id, 'acct_other')).toBe('ignored')
    expect(await tell(world, 'payout.created', id, null)).toBe('ignored')
    expect(await tell(world, 'payout.created', 'po_none', paid.account)).toBe('ignored')
    const known = world.standIn.state.tables.payouts[id]
    if (known) known.object.amount = -500
    expect(await tell(world, 'payout.created', id, paid.account)).toBe('ignored')

    expect(await rows()).toEqual([])
  })

  it('that is canceled moves nothing', async () => {
    const id = await haveBankPayout(world, paid.account)
    const known = world.standIn.state.tables.payouts[id]
    if (known) known.object.status = 'canceled'
    await tell(world, 'payout.canceled', id, paid.account)

    expect([(await rows())[0]?.status, await returned(), (await failures()).length]).toEqual(['canceled', 0, 0])
  })

  it('of another partner does not show on a page', async () => {
    const other = await havePartner(world)
    await haveDestination(world, other.id)
    const id = await haveBankPayout(world, paid.account)
    await tell(world, 'payout.created', id, paid.account)

    expect(await findBankLeg(world.deps.db, other.id, paid.transfer)).toBeUndefined()
  })
})

describe('a bank that refuses', () => {
  it('days after it was said to arrive: the memorandum, one mail, a blocker by name, and never a transfer', async () => {
    const id = await haveFailed()
    await tell(world, 'payout.failed', id, paid.account)
    await world.settle()

    expect(await returned()).toBe(10_000)
    expect(await balance(world, 'returned_memo:usd')).toBe(-10_000)
    expect(world.mails.filter(({ subject }) => subject.includes('bank refused')).map(({ to }) => to)).toEqual([paid.partner.owner.email])
    expect(await page()).toContain('Refused by your bank, fix it at Stripe')
    expect(await (await world.ask('/', { as: paid.partner.owner })).text()).toContain('Your bank refused')

    await haveCommission(world, paid.partner, 5_000)
    expect(await blockersOfRun()).toEqual([{ blocker: 'bank_refused' }])
    expect(transfersAtStripe(world)).toHaveLength(1)
    await checkMoney(world)
    await checkCash(world)
  })

  it('is over once the next bank payout arrives, which carries the money on', async () => {
    await tell(world, 'payout.failed', await haveFailed(), paid.account)
    await control(world, 'bank-account', { id: paid.account, last4: '1111' })
    const next = await haveBankPayout(world, paid.account)
    await tell(world, 'payout.created', next, paid.account)
    expect([await returned(), await page()]).toEqual([10_000, expect.stringContaining('On its way')])

    await world.travel({ days: 2, hours: 1 })
    await tell(world, 'payout.paid', next, paid.account)

    expect([await returned(), await balance(world, 'returned_memo:usd')]).toEqual([0, 0])
    expect(await findBankLeg(world.deps.db, paid.partner.id, paid.transfer)).toMatchObject({ bankPayout: next, status: 'paid' })
    await haveCommission(world, paid.partner, 5_000)
    expect((await blockersOfRun()).map(({ blocker }) => blocker)).not.toContain('bank_refused')
    await checkMoney(world)
    await checkCash(world)
  })

  it('is told once, whatever comes twice, as two events, or at once', async () => {
    const id = await haveFailed()
    await Promise.all([
      tellAs(world, 'evt_once', 'payout.failed', id, paid.account),
      tellAs(world, 'evt_once', 'payout.failed', id, paid.account),
      tell(world, 'payout.failed', id, paid.account),
      tell(world, 'payout.updated', id, paid.account),
    ])
    await tell(world, 'payout.failed', id, paid.account)

    expect([await returned(), (await failures()).length]).toEqual([10_000, 1])
    const acts = (await world.deps.db.select().from(audit)).filter(({ subject }) => subject === id).map(({ act }) => act)
    expect(acts).toEqual(['bank_payout.in_transit', 'bank_payout.paid', 'bank_payout.failed'])
    await checkMoney(world)
    await checkCash(world)
  })

  it.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[2, 0, 3, 1]], [[3, 0, 2, 1]]])(
    'I23 ends the same when the events of two bank payouts come in the order %j',
    async (order) => {
      const first = await haveFailed()
      await control(world, 'bank-account', { id: paid.account, last4: '1111' })
      const next = await haveBankPayout(world, paid.account)
      await world.travel({ days: 2, hours: 1 })
      const told = [
        ['payout.failed', first],
        ['payout.paid', first],
        ['payout.created', next],
        ['payout.paid', next],
      ] as const
      for (const [type, id] of order.flatMap((index) => told.slice(index, index + 1))) await tell(world, type, id, paid.account)

      expect(await returned()).toBe(0)
      expect((await rows()).map(({ status }) => status)).toEqual(['failed', 'paid'])
      await checkMoney(world)
      await checkCash(world)
    },
  )

  it('keeps the moment it was first told, when Stripe tells it better later', async () => {
    const id = await haveFailed()
    const payout = world.standIn.state.tables.payouts[id]?.object
    const back = payout?.failure_balance_transaction ?? null
    if (payout) Object.assign(payout, { failure_balance_transaction: null, reconciliation_status: 'in_progress' })
    await tell(world, 'payout.failed', id, paid.account)
    if (payout) Object.assign(payout, { failure_balance_transaction: back, reconciliation_status: 'completed' })
    await tell(world, 'payout.reconciliation_completed', id, paid.account)

    expect(await rows()).toMatchObject([{ status: 'failed', isComplete: true, failedAt: new Date('2026-11-04T09:00:00Z') }])
    expect([await returned(), (await failures()).length]).toEqual([10_000, 1])
  })

  it('waits in the inbox while Stripe does not answer', async () => {
    const id = await haveFailed()
    // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
    await control(world, 'faults', [{ match: { method: 'GET' }, when: 'before', then: 'drop', times: 'once' }])

    await expect(tellAs(world, 'evt_late', 'payout.failed', id, paid.account)).rejects.toThrow()
    expect(await returned()).toBe(0)
  })
})
