import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { makeLink } from '../../../worker/agreements/store-links.ts'
import { openDatabase } from '../../../worker/database.ts'
import { countReports } from '../../../worker/reports/count.ts'
import { invocation, Meter } from '../../bench/payouts/meter.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveAsk, haveGuest, haveReference, propose } from '../references/desk.ts'

const many = 10_000

/** Ten thousand customers in the pool with what decides about each, and ten thousand requests. */
async function haveMuch({ deps: { db, now } }: World, guest: { prospectId: string; contact: { id: string } }): Promise<void> {
  const k = sql`with recursive k (n) as (select 1 union all select n + 1 from k where n < ${many})`
  const at = now().getTime()
  await db.run(
    sql`insert into prospects (id, company, stage, created_at, version) ${k} select 'pro_k' || n, 'Customer ' || n, 'new', n, 1 from k`,
  )
  await db.run(sql`insert into contacts (id, prospect_id, name, email, title, side, named_by, created_at)
    ${k} select 'con_k' || n, 'pro_k' || n, 'Person ' || n, 'p' || n || '@k.example', 'Planner', iif(n % 2, 'technical', 'business'), 'staff', n from k`)
  await db.run(sql`insert into customers (prospect_id, standing, customer_since, made_by, created_at, version)
    ${k} select 'pro_k' || n, 'active', n, 'x', n, 1 from k`)
  await db.run(sql`insert into reference_profiles (customer_id, industry, size, used_for, rest_days, added_by, added_at, version)
    ${k} select 'pro_k' || n, iif(n % 3, 'food', 'health'), iif(n % 2, '1-49', '1000+'), 'use ' || (n % 50), 90, 'x', n, 1 from k`)
  await db.run(sql`insert into readiness (customer_id, trained_on, last_checkin_on, open_issues, set_by, set_at)
    ${k} select 'pro_k' || n, '2026-01-01', '2026-10-01', 0, 'x', ${at} from k`)
  await db.run(sql`insert into grants (id, prospect_id, kind, scope, text_hash, two_approvers, starts_on, ends_on, status, asked_by, asked_at)
    ${k} select 'grt_k' || n, 'pro_k' || n, 'calls', 'organisation', 'h', 0, '2026-01-01', '2028-01-01', 'asked', 'x', n from k`)
  await db.run(
    sql`insert into grant_approvals (grant_id, side, name, text_hash, via, at) ${k} select 'grt_k' || n, 'company', 'P', 'h', 'x', n from k`,
  )
  await db.run(sql`update grants set status = 'given', given_by = 'P', given_at = asked_at where id like 'grt_k%'`)
  await db.run(sql`insert into reference_requests (id, prospect_id, asked_by, guest_id, activity, topics, status, since_at, asked_at, version)
    ${k} select 'rrq_k' || n, ${guest.prospectId}, 'stf_x', ${guest.contact.id}, 'prospect_call', '[]', 'asked', n, n, 1 from k`)
}

it('the desk, the pool and the prospect’s page read few rows, however many there are', { timeout: 120_000 }, async () => {
  const world = await createWorld()
  const sales = await haveStaff(world, 'sales')
  const guest = await haveGuest(world)
  await haveMuch(world, guest)
  const reference = await haveReference(world)
  const other = await haveGuest(world, 'Sextant Ferries')
  const ask = await haveAsk(world, other)
  const proposed = await haveAsk(world, other)
  await propose(world, proposed, reference)
  const { token, statement } = await makeLink(
    world.deps.db,
    { kind: 'prospect', subject: other.prospectId, contactId: other.contact.id },
    world.now(),
  )
  await statement

  await countReports(world.deps)

  const found: Record<string, number> = {}
  for (const path of [
    '/references',
    '/references?status=asked',
    '/references/pool',
    '/references/pool?industry=health&size=1000%2B&side=business',
    '/references/pool?usedFor=use%207&activity=prospect_call',
    `/references/pool/${reference.customerId}`,
    `/references/requests/${ask}`,
    `/references/prospects/${other.prospectId}`,
    '/reports',
    '/reports/coverage',
    `/references/${token}`,
    `/references/${token}?industry=food&side=technical`,
  ]) {
    const rows = invocation(path)
    const meter = new Meter({ during: (work) => work(), sleep: async () => {} }, () => 0)
    const db = world.deps.db
    world.deps.db = openDatabase(meter.bindingOf(env.DB, rows), { sleep: () => new Promise(() => {}), chance: () => 0.5 })
    const answer = await world.ask(path, { as: sales })
    world.deps.db = db

    expect([path, answer.status]).toEqual([path, 200])
    found[path.replace(token, ':link')] = rows.read
  }
  expect(Object.entries(found).filter(([, read]) => read > 300)).toEqual([])
})
