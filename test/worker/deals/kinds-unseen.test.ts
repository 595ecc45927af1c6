import { beforeEach, describe, expect, it } from 'vitest'
import { askForChange } from '../../../worker/deals/change-request.ts'
import { drawHours } from '../../../worker/deals/hours.ts'
import { acceptMeasurement, measure } from '../../../worker/deals/measurements.ts'
import { recordPayment } from '../../../worker/deals/record.ts'
import { keepValueNote } from '../../../worker/deals/value-note.ts'
import { expectFee } from '../../../worker/deals/vendor-fees.ts'
import { sweepOutbox } from '../../../worker/notices/deliver.ts'
import { issueStatements } from '../../../worker/statements/issue.ts'
import { haveGroup, haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { textsOf } from '../../support/pdf-text.ts'
import { hasParameter, isOpen, routes } from '../../support/routes.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveKey } from '../api/fixtures.ts'
import { haveDealOf } from './kind-fixtures.ts'

/** Each word of ours about a deal holds it; so are the hours bought, drawn and left, and what a period came to at least and at most. */
const ours = /quern|\b(20\.5|3\.75|16\.75)\b|7,?777\.77|111\.11/i
const of = (text: string): string => ours.exec(text)?.[0] ?? ''
const rates = { performance: { rateBps: 1_000, duration: 'life' }, hour_pool: { rateBps: 1_000, duration: 'life' } } as const

let world: World
beforeEach(async () => {
  world = await createWorld()
})

/** A partner's prospect with a deal of every kind that says something of itself; two of them earn, and stand on a statement. */
async function haveKinds() {
  const { deps } = world
  const act = () => deps.newId('act')
  const sales = await haveStaff(world, 'sales')
  const partner = await havePartner(world, { groupId: (await haveGroup(world, { rates })).id })
  const prospect = await haveProspect(world, partner.id, { domain: 'copsedale.example' })
  const of = { prospectId: prospect.id }
  const metric = { metric: 'Quern hours', metricSource: 'Quern log', formula: 'Quern × 150.00', baseline: 'Quern 1', target: 'Quern 2' }
  const performance = await haveDealOf(world, 'performance', { ...metric, floorMinor: 11_111, capMinor: 777_777 }, of)
  const period = { startsOn: '2026-09-01', endsOn: '2026-09-30', value: 'Quern 38', amountMinor: 570_000 }
  const measured = await measure(deps, performance, period, act(), sales.id)
  await acceptMeasurement(deps, performance, measured, { side: 'us', by: sales.id })
  await acceptMeasurement(deps, performance, measured, { side: 'them', name: 'Quern Holm', via: 'rel_1' })
  const pool = await haveDealOf(world, 'hour_pool', { boughtMinutes: 1_230 }, of)
  for (const [deal, paidMinor] of [[performance, 570_000] as const, [pool, 90_000] as const]) {
    await recordPayment(deps, deal, { paidMinor, taxMinor: 0, currency: 'eur', paidAt: world.now(), act: act() }, sales.id)
  }
  await drawHours(deps, pool, { minutes: 225, happenedOn: '2026-11-01', note: 'A quern plan' }, act(), sales.id)
  const flat = await haveDealOf(world, 'flat_fee', { scope: 'Quern scope', items: 'Quern items' }, of)
  await askForChange(deps, flat, { text: 'Quern change', amountMinor: 50_000 }, act(), sales.id)
  await keepValueNote(deps, await haveDealOf(world, 'retainer', { period: 'month' }, of), 'Quern note', sales.id)
  const fee = { vendor: 'Quernport', rule: 'Quern rule', currency: 'eur' as const, expectedMinor: 777_777, dueOn: '2026-12-01' }
  await expectFee(deps, { ...fee, domain: 'copsedale.example' }, act(), sales.id)
  await world.settle()
  await world.travel({ days: 40 })
  await issueStatements(deps)
  return { sales, partner, prospect, performance, pool }
}

const read = async (answer: Response): Promise<string> =>
  answer.headers.get('content-type')?.includes('pdf') ? (await textsOf(await answer.arrayBuffer())).join(' ') : answer.text()

/** Every page and file that the app offers to the role, and everything that they lead to. */
async function readEverything(as: Parameters<World['ask']>[1] & object, role: 'partner owner' | 'partner member') {
  const waiting = routes.filter((route) => route.method === 'GET' && !hasParameter(route) && isOpen(route, role)).map(({ path }) => path)
  const texts = new Map<string, string>()
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (texts.has(path)) continue
    const answer = await world.ask(path, as)
    const text = await read(answer)
    texts.set(path, text)
    if (answer.headers.get('content-type')?.includes('html'))
      waiting.push(...[...text.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, href = '']) => href.replaceAll('&amp;', '&')))
  }
  return texts
}

describe('DEA1 what is agreed within a deal', () => {
  it('is read by sales', async () => {
    const { sales, performance, pool } = await haveKinds()
    const texts = await Promise.all([performance, pool].map(async (id) => (await world.ask(`/deals/${id}`, { as: sales })).text()))
    expect([texts[0]?.includes('Quern × 150.00'), texts[1]?.includes('16.75'), texts[1]?.includes('A quern plan')]).toEqual([
      true,
      true,
      true,
    ])
  })

  it.each(['owner', 'member'] as const)('reaches no page or file of the %s of the partner that earns from it', async (who) => {
    const { partner, prospect } = await haveKinds()
    const as = who === 'owner' ? partner.owner : await haveMember(world, partner.id)

    const texts = await readEverything({ as }, `partner ${who}`)

    const paths = [...texts.keys()]
    // The walk came to what tells of the deals.
    for (const known of [
      `/prospects/${prospect.id}`,
      '/earnings/export.csv',
      /^\/earnings\/com_/,
      /\/statement\.csv$/,
      /\/statement\.pdf$/,
    ]) {
      expect(
        paths.some((path) => (typeof known === 'string' ? path === known : known.test(path))),
        String(known),
      ).toBe(true)
    }
    expect([...texts].filter(([, text]) => of(text)).map(([path, text]) => [path, of(text)])).toEqual([])
  })

  it('reaches no answer of the API to a key of the partner or of the company, and no mail to the partner', async () => {
    const { partner, prospect } = await haveKinds()
    const keys = [await haveKey(world, ['prospects:read'], partner.id), await haveKey(world, ['prospects:read', 'references:read'])]
    for (const [i, { headers }] of keys.entries()) {
      const mayRead = (path: string) => i === 1 || path.startsWith('/api/v1/prospects')
      for (const { path } of routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/v1/'))) {
        const answer = await world.ask(path.replace(':id', prospect.id), { headers })
        expect([path, answer.status, of(await answer.text())]).toEqual([path, mayRead(path) ? 200 : 403, ''])
      }
    }
    await sweepOutbox(world.deps)
    const mails = world.mails.filter(({ to }) => to === partner.owner.email)
    expect(mails.length).toBeGreaterThan(0)
    expect(mails.map(({ subject, text }) => of(subject + text)).join('')).toBe('')
  })
})
