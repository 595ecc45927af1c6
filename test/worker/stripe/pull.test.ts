import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { inbox, pulls } from '../../../schema/records.ts'
import { runCron } from '../../../worker/cron.ts'
import { pullLists } from '../../../worker/pulls.ts'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import { pull } from '../../../worker/stripe/pull.ts'
import { createStandIn } from '../../stripe/stand-in.ts'
import { testSecrets } from '../../support/bindings.ts'
import { restoreDatabase } from '../../support/d1/database.ts'
import { checkCash, checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { atStripe } from '../deals/stripe-story.ts'
import { havePaidPayout } from '../payouts/bank-support.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'

/** A world whose Stripe has our three endpoints and sends to them. */
async function haveWorld(): Promise<World> {
  const portal = 'http://localhost:8787/webhooks/stripe'
  const standIn = createStandIn({
    startAt: new Date('2026-11-02T09:00:00Z'),
    seed: 1,
    destinations: [
      { url: portal, secrets: [testSecrets.STRIPE_WEBHOOK_SECRET] },
      { url: `${portal}/connect`, secrets: [testSecrets.STRIPE_CONNECT_WEBHOOK_SECRET], from: ['@accounts'] },
      { url: `${portal}/accounts`, secrets: [testSecrets.STRIPE_ACCOUNTS_WEBHOOK_SECRET], from: ['@accounts'], payload: 'thin' },
    ],
    send: async (request) =>
      world.ask(new URL(request.url).pathname, {
        body: await request.text(),
        headers: { 'stripe-signature': request.headers.get('stripe-signature') ?? '' },
      }),
  })
  const world: World = {
    ...(await createWorld({ now: standIn.now, ...openStripe(readSettings(env), standIn.now, standIn.fetch) })),
    standIn,
  }
  world.now = standIn.now
  world.travel = async ({ days = 0, hours = 0, minutes = 0 }) => {
    await standIn.advance(((days * 24 + hours) * 60 + minutes) * 60)
  }
  return world
}

const arrive = async (world: World) => {
  await world.standIn.deliver()
  await world.settle()
}

/** Two days in which customers pay, dispute and get money back, a transfer is taken back in part and a bank refuses. */
async function tell(world: World): Promise<void> {
  const paid = await havePaidPayout(world)
  await arrive(world)
  const referral = haveClickId(world, await haveLink(world, paid.partner.id))
  const plan = { currency: 'eur', email: 'ann@oak.example', client_reference_id: referral }
  const once = await atStripe<{ payment_intent: string }>(world, 'checkout', { ...plan, amount: 50_000 })
  const monthly = await atStripe<{ invoice: string }>(world, 'checkout', {
    ...plan,
    amount: 30_000,
    mode: 'subscription',
    interval: 'month',
  })
  await arrive(world)
  await world.travel({ hours: 12 })
  await atStripe(world, 'refund', { payment_intent: once.payment_intent, amount: 10_000 })
  await atStripe(world, 'credit-note', { invoice: monthly.invoice, amount: 3_000, refund: 3_000 })
  const dispute = await atStripe(world, 'dispute', { payment_intent: once.payment_intent, amount: 20_000 })
  await atStripe(world, 'reverse', { transfer: paid.transfer, amount: 4_000 })
  await arrive(world)
  await world.travel({ hours: 12 })
  await atStripe(world, 'bank-payout', { account: paid.account })
  await arrive(world)
  const bankPayout = Object.keys(world.standIn.state.tables.payouts).at(-1)
  await atStripe(world, 'decide-dispute', { id: dispute.id, outcome: 'lost' })
  await world.travel({ hours: 20 })
  await atStripe(world, 'fail-bank-payout', { id: bankPayout })
  await arrive(world)
}

/** Everything that money and people would show; Stripe's own ids differ from story to story. */
async function shown({ deps: { db } }: World) {
  const rows = (query: string) => db.all(sql.raw(query))
  return {
    balances: await rows('select account, balance_minor from balances where balance_minor <> 0 order by account'),
    commissions: await rows('select kind, status, currency, amount_minor from commissions order by kind, status, currency, amount_minor'),
    payments: await rows(
      "select substr(source, 1, 3) source, paid_minor, returned_minor from payments where source not glob 'fixture/*' order by source",
    ),
    payouts: await rows('select id, status from payouts order by id'),
    bank: await rows('select status, amount_minor, arrival_day from bank_payouts order by created_at'),
    readiness: await rows('select partner_id, version, readiness from payout_destinations order by partner_id, version'),
    notices: await rows('select template, count(*) n from outbox group by template order by template'),
  }
}

/** With the sweep of the time between: the nightly look would call what it left lying a break. */
const untilThree = async (world: World) => {
  await world.travel({ hours: 3 })
  await runCron(world.deps, '*/5 * * * *')
  await world.settle()
}
const daily = async (world: World) => {
  await runCron(world.deps, '20 3 * * *')
  await world.settle()
  await runCron(world.deps, '*/5 * * * *')
  await world.settle()
}

describe('two days without webhooks', { timeout: 120_000 }, () => {
  it('end in the same ledger and states', async () => {
    const told = await haveWorld()
    await tell(told)
    await untilThree(told)
    await daily(told)
    const expected = await shown(told)
    expect(expected.balances).not.toEqual([])
    expect(expected.payments).toHaveLength(2)
    await checkCash(told)
    await restoreDatabase()

    const silent = await haveWorld()
    await atStripe(silent, 'sender', [{ match: {}, do: 'withhold', times: 'always' }])
    await tell(silent)
    expect((await shown(silent)).payments).toEqual([])
    await untilThree(silent)
    await daily(silent)

    expect(await shown(silent)).toEqual(expected)
    expect((await silent.deps.db.select().from(inbox)).filter(({ error, status }) => error || status === 'new')).toEqual([])
    await checkInvariants(silent)
    await checkCash(silent)
  })
})

describe('the pull', () => {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })

  const states = () => world.deps.db.select().from(pulls).orderBy(pulls.name)
  const stored = async () => (await world.deps.db.select().from(inbox)).map(({ id }) => id)

  it('walks every list to its end, and the next day from a day before', async () => {
    await pull(world.deps, pullLists, { begin: true })
    const began = world.now()
    expect((await states()).map(({ startedAt, completeUntil }) => [startedAt, completeUntil])).toEqual(
      Array.from({ length: 7 }, () => [null, began]),
    )

    await world.travel({ days: 1 })
    const asked: Date[] = []
    const events = {
      reachDays: 0,
      page: async (_deps: unknown, { since }: { since: Date }) => {
        asked.push(since)
        return { events: [], next: undefined }
      },
    }
    await pull(world.deps, { ...pullLists, events }, { begin: true })

    expect(asked).toEqual([new Date(began.getTime() - 86_400_000)])
  })

  it('finds what no endpoint was there for, once', async () => {
    await atStripe(world, 'checkout', { amount: 500, currency: 'eur', email: 'a@b.example' })
    await pull(world.deps, pullLists, { begin: true })
    const first = await stored()
    await pull(world.deps, pullLists, { begin: true })

    expect(first.length).toBeGreaterThan(0)
    expect(await stored()).toEqual(first)
    expect(
      world.hints
        .filter(({ kind }) => kind === 'inbox')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...first].sort())
  })

  it('keeps only events from which something follows', async () => {
    await atStripe(world, 'customer', { email: 'a@b.example' })
    await pull(world.deps, pullLists, { begin: true })

    expect(await stored()).toEqual([])
  })

  it('goes on an hour later where Stripe interrupted it, and begins nothing then', async () => {
    for (let n = 0; n < 130; n += 1) await atStripe(world, 'checkout', { amount: 500, currency: 'eur', email: `a${n}@b.example` })
    let pages = 0
    const events = {
      ...pullLists.events,
      page: async (...[deps, asked]: Parameters<typeof pullLists.events.page>) => {
        if (++pages === 2) throw new Error('Stripe does not answer')
        return pullLists.events.page(deps, asked)
      },
    }
    await expect(pull(world.deps, { ...pullLists, events }, { begin: true })).rejects.toThrow('1 of Stripe’s lists')
    const interrupted = (await states()).find(({ name }) => name === 'events')
    expect([interrupted?.behind, interrupted?.completeUntil]).toEqual([expect.stringMatching(/^evt_/), null])
    const before = (await stored()).length

    await world.travel({ hours: 1 })
    await runCron(world.deps, '7 * * * *')

    expect((await states()).find(({ name }) => name === 'events')).toMatchObject({ startedAt: null, behind: null })
    expect((await stored()).length).toBeGreaterThan(before)
    await runCron(world.deps, '7 * * * *')
    expect((await states()).every(({ startedAt }) => startedAt === null)).toBe(true)
  })

  it('begins anew where the place it stood at is gone from Stripe’s list, and comes to its end', async () => {
    for (let n = 0; n < 130; n += 1) await atStripe(world, 'checkout', { amount: 500, currency: 'eur', email: `a${n}@b.example` })
    let pages = 0
    const events = {
      ...pullLists.events,
      page: async (...[deps, asked]: Parameters<typeof pullLists.events.page>) => {
        if (++pages === 2) throw new Error('Stripe does not answer')
        return pullLists.events.page(deps, asked)
      },
    }
    await expect(pull(world.deps, { ...pullLists, events }, { begin: true })).rejects.toThrow('1 of Stripe’s lists')
    const before = (await stored()).length
    await world.deps.db.update(pulls).set({ behind: 'evt_gone' }).where(sql`name = 'events'`)

    await pull(world.deps, pullLists, { begin: false })

    expect((await states()).find(({ name }) => name === 'events')).toMatchObject({
      startedAt: null,
      behind: null,
      completeUntil: world.now(),
    })
    expect((await stored()).length).toBeGreaterThan(before)
  })

  it('run twice at once stores each event once', async () => {
    for (let n = 0; n < 5; n += 1) await atStripe(world, 'checkout', { amount: 500, currency: 'eur', email: `a${n}@b.example` })
    await Promise.all([pull(world.deps, pullLists, { begin: true }), pull(world.deps, pullLists, { begin: true })])

    const ids = await stored()
    expect(new Set(ids).size).toBe(ids.length)
    expect((await states()).map(({ startedAt }) => startedAt)).toEqual(Array.from({ length: 7 }, () => null))
  })

  it('skips an account that we lost access to', async () => {
    const paid = await havePaidPayout(world)
    const fault = {
      match: { method: 'GET', path: '/v1/payouts' },
      when: 'before',
      // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
      then: { kind: 'error', name: 'account_invalid' },
      times: 'always',
    }
    await atStripe(world, 'faults', [fault])
    await pull(world.deps, pullLists, { begin: true })

    expect(paid.account).toMatch(/^acct_/)
    expect((await states()).find(({ name }) => name === 'bank_payouts')).toMatchObject({ startedAt: null, completeUntil: world.now() })
  })
})
