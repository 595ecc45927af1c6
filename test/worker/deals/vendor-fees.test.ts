import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listFeeTotals } from '../../../worker/deals/store-vendor-fees.ts'
import { discloseFee, expectFee, receiveFee, writeOffFee } from '../../../worker/deals/vendor-fees.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const act = () => world.deps.newId('act')
async function haveFee(currency: 'eur' | 'usd' = 'eur') {
  const finance = await haveStaff(world, 'finance')
  const { id: prospectId } = await haveProspect(world, null)
  await world.deps.db.run(sql`update prospects set domain = ${`${prospectId.replaceAll('_', '-')}.example`} where id = ${prospectId}`)
  const domain = `${prospectId.replaceAll('_', '-')}.example`
  const wanted = { vendor: 'Lumenport', rule: '5 % of the first year', currency, expectedMinor: 60_000, dueOn: '2026-12-01', domain }
  const id = await expectFee(world.deps, wanted, act(), finance.id)
  return { id, by: finance.id, wanted, prospectId }
}
type Fee = Awaited<ReturnType<typeof haveFee>>
const tell = ({ id, by }: Fee, version = 1) =>
  discloseFee(world.deps, id, { act: act(), version, on: '2026-11-01', how: 'By mail to its buyer' }, by)
const receive = ({ id, by }: Fee, receivedMinor: number, version: number, sent = act()) =>
  receiveFee(world.deps, id, { act: sent, version, receivedMinor, bankReference: 'LP 4471', on: '2026-11-02', note: '' }, by)
const row = async ({ id }: Fee) =>
  (
    await world.deps.db.all<{ status: string; received_minor: number }>(
      sql`select status, received_minor from vendor_fees where id = ${id}`,
    )
  )[0]

describe('VEN1 a vendor fee', () => {
  it('is received after the customer was told that we earn, not before', async () => {
    const fee = await haveFee()
    await expect(receive(fee, 60_000, 1)).rejects.toMatchObject({ code: 'not_disclosed', status: 409 })
    await tell(fee)
    await receive(fee, 60_000, 2)

    expect(await row(fee)).toEqual({ status: 'received', received_minor: 60_000 })
  })

  it('never stands among commissions, in the ledger or in a partner’s money', async () => {
    const fee = await haveFee()
    await tell(fee)
    await receive(fee, 60_000, 2)

    for (const table of ['commissions', 'ledger_transactions', 'ledger_entries', 'balances', 'totals']) {
      expect(await world.deps.db.all(sql.raw(`select * from ${table}`)), table).toEqual([])
    }
  })

  it('is short until the rest has come, and counted by currency beside what was expected', async () => {
    const fee = await haveFee()
    await haveFee('usd')
    await tell(fee)
    await receive(fee, 45_000, 2)
    expect(await row(fee)).toEqual({ status: 'short', received_minor: 45_000 })
    expect(await listFeeTotals(world.deps.db)).toMatchObject([
      { currency: 'eur', expectedMinor: 60_000, receivedMinor: 45_000, writtenOffMinor: 0 },
      { currency: 'usd', expectedMinor: 60_000, receivedMinor: 0, writtenOffMinor: 0 },
    ])

    await receive(fee, 15_000, 3)

    expect(await row(fee)).toEqual({ status: 'received', received_minor: 60_000 })
  })

  it('is written off with a reason, what is missing alone', async () => {
    const fee = await haveFee()
    await tell(fee)
    await receive(fee, 45_000, 2)
    await writeOffFee(world.deps, fee.id, { act: act(), version: 3, reason: 'Its programme ended.' }, fee.by)

    expect(await listFeeTotals(world.deps.db)).toMatchObject([{ receivedMinor: 45_000, writtenOffMinor: 15_000 }])
    await expect(receive(fee, 1, 4)).rejects.toMatchObject({ code: 'wrong_state' })
  })

  it('is received once when its form is sent twice at once, and declines what was read before somebody changed it', async () => {
    const fee = await haveFee()
    await tell(fee)
    await Promise.all([receive(fee, 20_000, 2, 'act_once'), receive(fee, 20_000, 2, 'act_once')])
    expect(await row(fee)).toEqual({ status: 'short', received_minor: 20_000 })

    await expect(receive(fee, 20_000, 2)).rejects.toMatchObject({ code: 'stale' })
  })

  it('is of a customer we know', async () => {
    const { by, wanted } = await haveFee()
    await expect(expectFee(world.deps, { ...wanted, domain: 'nobody.example' }, act(), by)).rejects.toMatchObject({ status: 422 })
  })
})
