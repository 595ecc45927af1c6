import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { deals } from '../../../schema/deals.ts'
import { prospects } from '../../../schema/prospects.ts'
import { checkChain } from '../../../worker/audit/chain.ts'
import { sealLogs } from '../../../worker/audit/seal.ts'
import { holdCommission } from '../../../worker/commissions/hold.ts'
import { sweepOutbox } from '../../../worker/notices/deliver.ts'
import { forgetMails } from '../../../worker/notices/forget.ts'
import { eraseProspect } from '../../../worker/prospects/erase.ts'
import { isLeftAlone } from '../../../worker/prospects/left-alone.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { arrive, atStripe } from '../deals/stripe-story.ts'
import { browser, haveLink, referralOf } from '../tracking/fixtures.ts'

/** Texts that stand nowhere else: whatever is left of one of them is left of the prospect. */
const canary = {
  company: 'Zanzibarcanary Dairies',
  person: 'Quillon Zanzibarcanary',
  email: 'quillon@zanzibarcanary.example',
  need: 'zanzibarcanary: fewer stops',
  colleague: 'Odalys Zanzibarcanary',
}
const trace = /zanzibarcanary/i

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
const logged: string[] = []

beforeEach(async () => {
  logged.length = 0
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void logged.push(said.map(String).join(' ')))
  }
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  sales = await haveStaff(world, 'sales', 'finance', 'auditor', 'admin')
})
afterEach(() => vi.restoreAllMocks())

/** All that any table holds, by table, the logs included. */
async function dump(): Promise<Map<string, string[]>> {
  const { results } = await env.DB.prepare("select name from sqlite_master where type = 'table' and name not glob '_cf_*'").all<{
    name: string
  }>()
  const all = new Map<string, string[]>()
  for (const { name } of results) {
    const rows = await env.DB.prepare(`select * from "${name}"`).all()
    all.set(
      name,
      rows.results.map((row) => JSON.stringify(row)),
    )
  }
  return all
}
const tracesIn = (all: Map<string, string[]>) =>
  [...all].flatMap(([name, rows]) => rows.filter((row) => trace.test(row)).map((row) => `${name}: ${row}`))
const guards = async () => (await env.DB.prepare("select name, sql from sqlite_master where type = 'trigger' order by name").all()).results

/** Everything that people and Stripe do with a prospect, through the pages and the events. */
async function haveStory(): Promise<string> {
  const member = await haveMember(world, partner.id)
  await haveLink(world, partner.id, { code: 'ada', kind: 'introduction' })
  const clicked = await world.ask('/r/ada', {
    headers: { ...browser, 'cf-connecting-ip': '203.0.113.9', referer: 'https://zanzibarcanary.example/x' },
  })
  const form = { contactName: canary.person, email: canary.email, need: canary.need, company: canary.company }
  const self = { ...form, act: 'act_1', website: '', goodword_referral: referralOf(clicked) ?? '' }
  expect((await world.ask('/i/ada', { form: self })).status).toBe(303)
  const named = {
    ...form,
    act: 'act_2',
    contactName: canary.colleague,
    email: 'odalys@zanzibarcanary.example',
    domain: 'zanzibarcanary.example',
    agreed: 'yes',
  }
  expect((await world.ask('/introductions', { as: member, form: named })).status).toBe(303)
  const [prospect] = await world.deps.db.select().from(prospects)
  const id = prospect?.id ?? ''
  const reached = {
    act: 'act_3',
    level: 'attention',
    detail: 'zanzibarcanary called back',
    happened_on: '2026-11-02',
    file: '',
    who_else: canary.colleague,
  }
  expect((await world.ask(`/prospects/${id}/evidence`, { as: sales, form: reached })).status).toBe(303)

  const { id: customer } = await atStripe(world, 'customer', { email: canary.email, name: canary.person })
  const { id: session } = await atStripe(world, 'checkout', {
    customer,
    amount: 100_000,
    currency: 'eur',
    email: canary.email,
    name: canary.person,
  })
  expect(await arrive(world, 'checkout.session.completed', session)).toBe('done')
  await world.deps.db.update(deals).set({ name: 'zanzibarcanary retainer' })
  const [commission] = await world.deps.db.select().from(commissions)
  await holdCommission(world.deps, commission?.id ?? '', { reason: 'zanzibarcanary knows Ada', owner: sales.id }, sales.id)
  await world.settle()
  await sealLogs(world.deps)
  return id
}

describe('erasing a prospect', () => {
  it('leaves no trace in any table, page, file, mail or log, and every id and amount', async () => {
    const id = await haveStory()
    expect(new Set(tracesIn(await dump()).map((line) => line.split(':')[0]))).toEqual(
      new Set([
        'audit',
        'clicks',
        'commission_holds',
        'company_names',
        'contacts',
        'deals',
        'evidence',
        'introductions',
        'outbox',
        'prospects',
      ]),
    )
    const [before, sums] = [await guards(), await amounts()]

    expect(await eraseProspect(world.deps, id, 'prospect')).toBe(true)

    expect(tracesIn(await dump())).toEqual([])
    expect(await amounts()).toEqual(sums)
    expect(await guards()).toEqual(before)
    await checkInvariants(world)
    expect((await checkChain(world.deps.db, 0)).broken).toEqual([])
    await sealLogs(world.deps)
    expect((await checkChain(world.deps.db, 0)).broken).toEqual([])
    for (const path of [
      '/prospects',
      `/prospects/${id}`,
      '/deals',
      '/commissions',
      '/audit',
      `/audit?subject=${id}`,
      '/commissions/export.csv',
    ]) {
      expect([path, trace.test(await (await world.ask(path, { as: sales })).text())]).toEqual([path, false])
    }
    for (const path of ['/prospects', `/prospects/${id}`, '/earnings', '/earnings/export.csv', '/payouts']) {
      expect([path, trace.test(await (await world.ask(path, { as: partner.owner })).text())]).toEqual([path, false])
    }
    expect(logged.filter((line) => trace.test(line))).toEqual([])
  })

  it('is done once, by two at the same moment, too', async () => {
    const id = await haveStory()
    const done = await Promise.all([eraseProspect(world.deps, id, 'prospect'), eraseProspect(world.deps, id, 'stf_1')])

    expect(done.toSorted()).toEqual([false, true])
    expect(await eraseProspect(world.deps, id, 'prospect')).toBe(false)
    expect(tracesIn(await dump())).toEqual([])
  })

  it('INT1 leaves the company alone from then on: whoever names it is refused, and nothing of the attempt is kept', async () => {
    await eraseProspect(world.deps, await haveStory(), 'prospect')

    const form = {
      act: 'act_9',
      company: canary.company,
      contactName: canary.person,
      email: 'new@zanzibarcanary.example',
      need: canary.need,
    }
    const answer = await world.ask('/introductions', {
      as: partner.owner,
      form: { ...form, domain: 'www.zanzibarcanary.example', agreed: 'yes' },
    })

    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('asked us to be left alone')])
    expect(tracesIn(await dump())).toEqual([])
    expect(await isLeftAlone(world.deps, { email: canary.email })).toBe(true)
    expect(await isLeftAlone(world.deps, { email: 'ann@other.example', domain: 'other.example' })).toBe(false)
  })

  it('remembers whom to leave alone through a rotation of the signing keys', async () => {
    await eraseProspect(world.deps, await haveStory(), 'prospect')
    const old = world.deps.settings.signingKeys
    const fresh = { id: 'k9', key: 'z'.repeat(43) }
    const during = { ...world.deps, settings: { ...world.deps.settings, signingKeys: [fresh, ...old.slice(0, 1)] } }
    const after = { ...world.deps, settings: { ...world.deps.settings, signingKeys: [fresh] } }

    await expect(isLeftAlone(after, { email: canary.email })).rejects.toThrow('no signing key opens')
    expect(await isLeftAlone(during, { email: canary.email })).toBe(true)
    expect(await isLeftAlone(after, { email: canary.email })).toBe(true)
  })

  it('lets its payments arrive without bringing anybody back', async () => {
    const id = await haveStory()
    await eraseProspect(world.deps, id, 'prospect')
    const customers = await env.DB.prepare('select stripe_customer c from prospect_stripe_customers').all<{ c: string }>()
    const bought = { amount: 50_000, currency: 'eur', email: canary.email, name: canary.person, customer: customers.results[0]?.c }

    const { id: session } = await atStripe(world, 'checkout', bought)
    expect(await arrive(world, 'checkout.session.completed', session)).toBe('done')

    expect((await world.deps.db.select().from(deals).where(eq(deals.prospectId, id))).map(({ name }) => name)).toEqual(['Erased', 'Erased'])
    expect(tracesIn(await dump())).toEqual([])
  })

  it('finds what mails said only for some weeks: after that they say nothing', async () => {
    await haveStory()
    await sweepOutbox(world.deps)
    await world.travel({ days: 41 })
    await forgetMails(world.deps)

    expect((await dump()).get('outbox')?.filter((row) => trace.test(row))).toEqual([])
  })
})

/** What the books hold: ids and amounts, and no words. */
const amounts = async () =>
  Promise.all(
    [
      'select id, deal_id, paid_minor, base_minor, source from payments order by id',
      'select id, partner_id, amount_minor, status, deal_id, payment_id from commissions order by id',
      'select account, balance_minor from balances order by account',
      'select id, prospect_id, partner_id, kind from touches order by id',
    ].map(async (query) => (await env.DB.prepare(query).all()).results),
  )
