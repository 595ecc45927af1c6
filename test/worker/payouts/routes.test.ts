import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  checkMoney,
  fingerprintOfRun,
  fund,
  havePayable,
  havePeople,
  haveSendingRun,
  haveSubmittedRun,
  type People,
  post,
  statusOf,
  thePayout,
  transfersAtStripe,
} from './support.ts'

const count = async (world: World, table: string): Promise<number> => {
  const [row] = await world.deps.db.all<{ n: number }>(sql`select count(*) n from ${sql.raw(table)}`)
  return row?.n ?? 0
}

describe('payout runs over HTTP', () => {
  let world: World
  let people: People

  beforeEach(async () => {
    world = await createWorld()
    people = await havePeople(world)
    await fund(world)
  })

  const page = async (path: string, as: { kind: 'staff' | 'member'; id: string }): Promise<string> => {
    const answer = await world.ask(path, { as, secondFactor: 'now' })
    expect(answer.status, path).toBe(200)
    return answer.text()
  }
  const actOn = async (path: string, name: string) =>
    new RegExp(`name="${name}" value="([^"]+)"`).exec(await page(path, people.finance))?.[1] ?? ''

  it('goes from the preview to a settled transfer, through the forms of three people', async () => {
    const partner = await havePayable(world, 4_000, 1_000)

    const act = await actOn('/runs/new', 'act')
    const prepared = await post(world, '/runs', people.finance, { act })
    const path = prepared.headers.get('location') ?? ''
    expect(path).toBe('/runs/run_2026-11_1')
    expect(await page(path, people.finance)).toContain('$50.00')
    expect((await post(world, `${path}/submission`, people.finance)).status).toBe(303)
    const shown = await page(path, people.approver)
    const fingerprint = /name="fingerprint" value="([0-9a-f]{64})"/.exec(shown)?.[1] ?? ''
    expect((await post(world, `${path}/approval`, people.approver, { fingerprint })).status).toBe(303)
    await world.settle()

    const result = await page(path, people.auditor)
    expect(result).toContain('Done')
    expect(result).not.toContain('every=')
    expect(transfersAtStripe(world).map(({ amount }) => amount)).toEqual([5_000])
    const payout = await thePayout(world)
    expect(await page(`${path}/payouts/${payout.id}`, people.auditor)).toContain('po:po_')
    expect(await page(`/payouts/${payout.id}`, partner.owner)).toContain('Sent to your Stripe account')
    expect(await page('/payouts', partner.owner)).toContain('$50.00')
    expect(
      world.mails
        .filter(({ to }) => to === partner.owner.email)
        .map(({ subject }) => subject)
        .join(),
    ).toContain('50.00')
    await checkMoney(world)
  })

  it('makes one run of a double click', async () => {
    await havePayable(world, 5_000)
    const act = await actOn('/runs/new', 'act')

    const answers = [await post(world, '/runs', people.finance, { act }), await post(world, '/runs', people.finance, { act })]

    expect(answers.map((answer) => answer.headers.get('location'))).toEqual(['/runs/run_2026-11_1', '/runs/run_2026-11_1'])
    expect(await count(world, 'payout_runs')).toBe(1)
  })

  it('refuses the approval of whoever prepared or submitted the run', async () => {
    await havePayable(world, 5_000)
    const both = await haveStaff(world, 'finance', 'approver')
    const act = await actOn('/runs/new', 'act')
    await post(world, '/runs', both, { act })
    const runId = 'run_2026-11_1'
    await post(world, `/runs/${runId}/submission`, people.finance)
    const fingerprint = await fingerprintOfRun(world, runId)

    const answer = await post(world, `/runs/${runId}/approval`, both, { fingerprint })

    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('another person')
    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
    expect(await page(`/runs/${runId}`, both)).toContain('another person approves it')
  })

  it('asks for a passkey before it lets somebody approve', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    const fingerprint = await fingerprintOfRun(world, runId)
    const ask = (secondFactor?: Date) =>
      world.ask(`/runs/${runId}/approval`, { as: people.approver, form: { fingerprint }, ...(secondFactor && { secondFactor }) })

    const answers = [await ask(), await ask(new Date(world.now().getTime() - 601_000))]

    for (const answer of answers) expect(answer.headers.get('location')).toBe(`/sign-in/second-factor?next=/runs/${runId}`)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
    expect(await (await world.ask(`/runs/${runId}`, { as: people.approver })).text()).toContain('Use your passkey')
  })

  it('declines an approval of another fingerprint than the one on record', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)

    const answer = await post(world, `/runs/${runId}/approval`, people.approver, { fingerprint: 'a'.repeat(64) })

    expect(answer.status).toBe(409)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
  })

  it.each([
    ['/runs', {}, 422],
    ['/runs', { act: 'with spaces in it' }, 422],
    ['/runs/run_2026-11_1/exclusions', { partnerId: '', reason: 'because' }, 422],
    ['/runs/run_2026-11_1/exclusions', { partnerId: 'par_nobody', reason: 'because' }, 409],
    ['/runs/run_2026-11_1/plan', { partnerId: "x'; drop table payouts" }, 422],
    ['/runs/run_2026-11_1/cancellation', { reason: '' }, 422],
    ['/runs/run_2026-11_1/cancellation', { reason: 'x'.repeat(301) }, 422],
    ['/runs/run_1999-01_1/submission', {}, 404],
    ['/stops', { kind: 'everything', subject: '', reason: 'because' }, 422],
    ['/stops', { kind: 'run', subject: 'run_1999-01_1', reason: 'because' }, 422],
    ['/stops', { kind: 'currency', subject: '', reason: 'because' }, 422],
    ['/stops', { kind: 'all', subject: '', reason: '' }, 422],
  ])('answers %s %o with %i and a sentence, and stores nothing', async (path, form, status) => {
    await havePayable(world, 5_000)
    await post(world, '/runs', people.finance, { act: 'act_first' })

    const answer = await post(world, path, people.finance, form)

    expect(answer.status).toBe(status)
    expect(await statusOf(world, 'payout_runs', 'run_2026-11_1')).toBe('draft')
    expect(await count(world, 'stops')).toBe(0)
    expect(await count(world, 'payout_runs')).toBe(1)
  })

  it('shows a run to finance, approver and auditor only, and lets each do only its part', async () => {
    const partner = await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    const sales = await haveStaff(world, 'sales')
    const admin = await haveStaff(world, 'admin')

    for (const path of ['/runs', '/runs/new', `/runs/${runId}`, `/runs/${runId}/payouts.csv`, '/stops', '/ledger']) {
      for (const stranger of [sales, admin, partner.owner]) expect((await world.ask(path, { as: stranger })).status, path).toBe(404)
      expect((await world.ask(path)).status, path).toBe(303)
      await page(path, people.auditor)
    }
    const fingerprint = await fingerprintOfRun(world, runId)
    for (const [path, form] of [
      ['approval', { fingerprint }],
      ['refusal', { reason: 'because' }],
      ['cancellation', { reason: 'because' }],
      ['submission', {}],
    ] as const) {
      expect((await post(world, `/runs/${runId}/${path}`, people.auditor, form)).status, path).toBe(404)
      expect((await post(world, `/runs/${runId}/${path}`, admin, form)).status, path).toBe(404)
    }
    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
  })

  it("answers another partner's payout like a missing one", async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const payout = await thePayout(world)
    const other = await havePartner(world)
    const member = await haveMember(world, other.id)

    for (const stranger of [other.owner, member]) {
      expect((await world.ask(`/payouts/${payout.id}`, { as: stranger })).status).toBe(404)
      expect(await (await world.ask('/payouts/payouts.csv', { as: stranger })).text()).not.toContain(payout.id)
      expect(await page('/payouts', stranger)).toContain('No payouts yet')
    }
    expect((await world.ask(`/runs/run_1999-01_1/payouts/${payout.id}`, { as: people.finance })).status).toBe(404)
  })

  it('exports a run with amounts in minor units and digits', async () => {
    const partner = await havePayable(world, 5_000)
    const runId = await haveSendingRun(world, people)
    await world.deps.db.run(sql`update partners set name = '=cmd()' where id = ${partner.id}`)

    const csv = await page(`/runs/${runId}/payouts.csv`, people.finance)

    expect(csv.split('\r\n')[0]).toBe(
      'id,run,partner_id,partner,amount_minor,amount,currency,status,reason,stripe_account,transfer,ended_on',
    )
    expect(csv.split('\r\n')[1]).toContain(`${partner.id},'=cmd(),5000,50.00,usd,reserved`)
  })

  it('stops by one person and goes on by two', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSendingRun(world, people)
    expect((await post(world, '/stops', people.finance, { kind: 'all', subject: '', reason: 'to be sure' })).status).toBe(303)
    expect((await post(world, '/stops', people.finance, { kind: 'all', subject: '', reason: 'again' })).status).toBe(409)
    const go = (as: { kind: 'staff'; id: string }) => post(world, '/stops/resumption', as, { scope: 'all' })

    expect((await go(people.finance)).status).toBe(303)
    expect(await count(world, 'stops')).toBe(1)
    expect((await go(people.finance)).status).toBe(409)
    expect(await page(`/runs/${runId}`, people.finance)).toContain('stop switch is on')
    expect((await go(people.approver)).status).toBe(303)
    expect(await count(world, 'stops')).toBe(0)
    expect((await go(people.approver)).status).toBe(404)
  })
})
