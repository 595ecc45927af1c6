import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { anchorSeals } from '../../../worker/audit/anchor.ts'
import { sealLogs } from '../../../worker/audit/seal.ts'
import { findNewestSeal } from '../../../worker/audit/store-seals.ts'
import { runCron } from '../../../worker/cron.ts'
import { release, reserve, settle } from '../../../worker/ledger/rules.ts'
import { balanceOf, listTotals } from '../../../worker/ledger/store.ts'
import { haveCommission, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { fund, havePayable, havePeople, haveSendingRun, sweep, thePayout } from '../payouts/support.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
  await fund(world)
})

const page = async (path: string, as: { kind: 'staff' | 'member'; id: string }) => {
  const answer = await world.ask(path, { as })
  return { status: answer.status, text: await answer.text() }
}

describe('postings of payouts', () => {
  it('set-wise says what the template says', async () => {
    const partner = await havePayable(world, 5_000)
    await haveSendingRun(world, await havePeople(world))
    const payout = await thePayout(world)

    const [posted] = await world.deps.db.all(sql`select id, template, ref, debit, credit, amount_minor "amountMinor", currency
      from ledger_transactions where template = 'reserve'`)

    const { effectiveAt, ...template } = reserve(payout, world.now())
    expect(posted).toEqual(template)
    expect(effectiveAt).toEqual(world.now())
    expect(await balanceOf(world.deps.db, `inflight:${partner.id}:usd`)).toBe(5_000)
  })

  it('settle and release undo what reserve promised', () => {
    const payout = { id: 'po_1', partnerId: 'par_1', currency: 'usd' as const, amountMinor: 5 }
    const at = new Date(0)
    expect(release(payout, at)).toMatchObject({ id: 'release:po_1', debit: 'inflight:par_1:usd', credit: 'avail:par_1:usd' })
    expect(settle(payout, at)).toMatchObject({ id: 'settle:po_1', debit: 'inflight:par_1:usd', credit: 'paid:usd' })
    expect(reserve(payout, at)).toMatchObject({ id: 'reserve:po_1', debit: 'avail:par_1:usd', credit: 'inflight:par_1:usd' })
  })
})

describe('the ledger pages', () => {
  it('show totals, what is in flight since when, postings and an account with its running balance', async () => {
    const auditor = await haveStaff(world, 'auditor')
    const partner = await havePayable(world, 4_000, 1_000)
    await haveSendingRun(world, await havePeople(world))
    const payout = await thePayout(world)

    const first = await page('/ledger', auditor)
    expect(first.text).toContain('In flight')
    expect(first.text).toContain(`/runs/${payout.runId}/payouts/${payout.id}`)
    await sweep(world)
    const settled = await page('/ledger', auditor)
    expect(settled.text).not.toContain('In flight')
    expect((await page(`/ledger?ref=${payout.id}`, auditor)).text).toContain('settle')
    expect((await page('/ledger?ref=po_nothing', auditor)).text).toContain('No posting has this reference')

    const account = await page(`/ledger/accounts/avail:${partner.id}:usd`, auditor)
    const amounts = [...account.text.matchAll(/class="money">([^<]+)</g)].map(([, amount]) => amount)
    // The balance, then entry and balance after it, the newest first.
    expect(amounts).toEqual(['$0.00', '−$50.00', '$0.00', '$10.00', '$50.00', '$40.00', '$40.00'])
  })

  it('say how far they are sealed, and which seal left by mail', async () => {
    const auditor = await haveStaff(world, 'auditor')
    await havePayable(world, 4_000)
    await sealLogs(world.deps)
    expect((await page('/ledger', auditor)).text).toContain('Not yet; once a day')
    await anchorSeals(world.deps)
    await runCron(world.deps, '*/5 * * * *')
    const { text } = await page('/ledger', auditor)
    const seal = await findNewestSeal(world.deps.db)
    expect(text).toContain(`value="${seal?.hash}"`)
    expect(text.match(/Seal 1,/g)).toHaveLength(2)
    expect((await page('/ledger?before=2', auditor)).text).not.toContain('Sealed up to')
  })

  it('page by cursor without repeating or hiding a posting', async () => {
    const auditor = await haveStaff(world, 'auditor')
    const partner = await havePartner(world)
    for (let n = 1; n <= 30; n += 1) await haveCommission(world, partner, n * 100)

    const first = await page('/ledger', auditor)
    const older = /href="(\/ledger\?before=\d+)"/.exec(first.text)?.[1] ?? ''
    const second = await page(older, auditor)
    const account = await page(`/ledger/accounts/pending:${partner.id}:usd`, auditor)
    const olderAccount = /href="(\/ledger\/accounts\/[^"]+before=\d+)"/.exec(account.text)?.[1] ?? ''
    const lastEntries = await page(olderAccount.replaceAll('&amp;', '&'), auditor)

    const refs = (text: string) => [...text.matchAll(/ledger\?ref=(com_\d+)/g)].map(([, ref]) => ref)
    expect(refs(first.text).length + refs(second.text).length).toBe(60)
    // The first entry ever leaves what it brought.
    expect([...lastEntries.text.matchAll(/class="money">([^<]+)</g)].at(-1)?.[1]).toBe('$1.00')
  })

  it.each([
    ['/ledger?before=x', 400],
    ['/ledger/accounts/avail:par_nobody:usd', 404],
    ['/ledger/accounts/avail', 404],
    ['/ledger/accounts/avail:x:xxx', 404],
    ["/ledger?ref=' or 1=1", 200],
  ])('answers %s with %i', async (path, status) => {
    const auditor = await haveStaff(world, 'auditor')
    expect((await page(path, auditor)).status).toBe(status)
  })

  it('are not there for partners, sales and admin', async () => {
    const partner = await havePartner(world)
    for (const person of [partner.owner, await haveStaff(world, 'sales'), await haveStaff(world, 'admin')]) {
      expect((await page('/ledger', person)).status).toBe(404)
      expect((await page(`/ledger/accounts/avail:${partner.id}:usd`, person)).status).toBe(404)
    }
  })
})

it('the totals of a currency close at zero, whatever the other holds', async () => {
  const partner = await havePartner(world)
  await haveCommission(world, partner, 5_000)
  await haveCommission(world, partner, 700, 'eur')

  const totals = await listTotals(world.deps.db)

  const sumOf = (currency: string) =>
    totals.filter((each) => each.currency === currency).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  expect([sumOf('usd'), sumOf('eur')]).toEqual([0, 0])
  expect(totals).toContainEqual({ kind: 'avail', currency: 'eur', amountMinor: 700 })
})
