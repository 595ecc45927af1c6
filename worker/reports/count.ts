import { type SQL, sql } from 'drizzle-orm'
import { activityKinds } from '../../schema/agreements.ts'
import { contactSides } from '../../schema/prospects.ts'
import { reportFigures } from '../../schema/reports.ts'
import { categoryOf } from '../agreements/category.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { asTime } from '../payouts/parameters.ts'
import { factOf } from '../references/reference-level.ts'
import { isFine, takesCalls } from '../references/store-pool.ts'
import { oldestDay, quarterOf } from './rules.ts'

type Counting = Pick<Deps, 'db' | 'now'>

/**
 * Counts the programme's figures for its reports, every night: what a customer is to us follows from dates, so no trigger could keep it. The
 * running quarter is counted anew until it is over and then stands; pages read a few rows at any size. May run twice.
 */
export async function countReports({ db, now }: Counting): Promise<void> {
  const at = now()
  const today = dayOf(at)
  const keep = (rows: SQL): Statement => db.insert(reportFigures).select(sql`select r.*, ${asTime(at)} from (${rows}) r where true`)
  const forget = (reports: SQL): Statement => db.delete(reportFigures).where(reports)
  const quarter = quarterOf(today)
  await inOneBatch(db, [
    forget(sql`report in ('category', 'level', 'fact') and quarter = ${quarter}`),
    ...shares(quarter, at).map(keep),
    forget(sql`report >= 'cover/' and report < 'cover0'`),
    keep(cover(at)),
    forget(sql`report in ('hours', 'support', 'influence') and quarter >= ${quarterOf(oldestDay(today))}`),
    keep(hours(oldestDay(today))),
    keep(movesToSupport(oldestDay(today))),
    keep(influence(oldestDay(today))),
  ])
}

/** Customers by what they are to us (CAT1), by each fact of their level and by the strongest of them (LEV1). */
function shares(quarter: string, at: Date): SQL[] {
  const { takes_calls, can_be_named, has_co_marketed } = factOf(sql.raw('c.prospect_id'), at)
  const alive = sql`from customers c join prospects p on p.id = c.prospect_id where p.erased_at is null`
  const facts = sql`select ${takes_calls} as calls, ${can_be_named} as named, ${has_co_marketed} as marketed ${alive}`
  const fact = (what: string, column: string) =>
    sql`select 'fact', ${quarter}, ${what}, coalesce(sum(${sql.raw(column)}), 0), null from (${facts})`
  return [
    sql`select 'category', ${quarter}, category, count(*), null from (select ${categoryOf(sql.raw('c.prospect_id'), at)} as category ${alive}) group by category`,
    sql`select 'level', ${quarter}, case when marketed then 'has_co_marketed' when named then 'can_be_named' when calls then 'takes_calls' else 'none' end as what,
      count(*), null from (${facts}) group by what`,
    sql`${fact('takes_calls', 'calls')} union all ${fact('can_be_named', 'named')} union all ${fact('has_co_marketed', 'marketed')}`,
  ]
}

/** Whom nothing but time keeps from being asked, by trade and size, for each activity and side: caps and rests pass by themselves. */
function cover(at: Date): SQL {
  const today = dayOf(at)
  const byCompany = sql`${takesCalls(today, 'organisation', sql`1`)}
    and not exists (select 1 from customers c where c.prospect_id = p.customer_id and c.reference_policy = 'forbidden')`
  return sql`select 'cover/' || a.value || '/' || s.value, '', p.industry || '/' || p.size, count(*), null
    from reference_profiles p, json_each(${JSON.stringify(activityKinds)}) a, json_each(${JSON.stringify(contactSides)}) s
    where ${isFine(undefined, at)}
      and exists (select 1 from contacts ct where ct.prospect_id = p.customer_id and ct.side = s.value and ct.email is not null
        and ((${byCompany}) or ${takesCalls(today, 'individual', sql`g.contact_id = ct.id`)}))
      and (a.value in ('prospect_call', 'analyst_call')
        or exists (select 1 from obligations o where o.prospect_id = p.customer_id and o.activity = a.value and o.due > 0))
    group by a.value, s.value, p.industry, p.size`
}

const quarterIn = (day: SQL): SQL => sql`substr(${day}, 1, 4) || '-Q' || ((cast(substr(${day}, 6, 2) as integer) + 2) / 3)`
const dayIn = (column: string): SQL => sql`date(${sql.raw(column)} / 1000, 'unixepoch')`

/** Minutes with people by the part they have in the purchase, as we know it today: what was recorded, and activities that were held (ROL4). */
const hours = (since: string): SQL => sql`select 'hours', ${quarterIn(sql.raw('day'))} as quarter,
    coalesce((select b.role from buying_roles b where b.contact_id = contact order by b.deal_id is not null, b.recorded_at desc limit 1), 'unknown') as role,
    sum(minutes), null
  from (select happened_on as day, contact_id as contact, minutes from hours_spent where happened_on >= ${since}
    union all select ${dayIn('held_at')}, contact_id, minutes from activities
      where status = 'held' and contact_id is not null and minutes > 0 and ${dayIn('held_at')} >= ${since})
  group by quarter, role`

/** Customers that came for a project and bought lasting help for the first time: how they came stays, so the move is counted (MOT2). */
const movesToSupport = (since: string): SQL => sql`select 'support', ${quarterIn(sql.raw('day'))} as quarter, '', count(*), null
  from (select ${dayIn('min(d.won_at)')} as day from customers c join deals d on d.prospect_id = c.prospect_id
    where c.motion = 'project' and d.status in ('won', 'ended') and d.kind in ('retainer', 'hour_pool', 'warranty') group by c.prospect_id)
  where day >= ${since} group by quarter`

/** Deals that were won after a talk with a reference was held, by currency: what the talks may have moved. */
const influence = (
  since: string,
): SQL => sql`select 'influence', ${quarterIn(dayIn('d.won_at'))} as quarter, d.currency, count(*), sum(d.amount_minor)
  from deals d join (select r.prospect_id, min(a.held_at) as talked from reference_requests r join activities a on a.request_id = r.id
    where r.status = 'held' and a.status = 'held' group by r.prospect_id) t on t.prospect_id = d.prospect_id and d.won_at >= t.talked
  where d.status in ('won', 'ended') and ${dayIn('d.won_at')} >= ${since} group by quarter, d.currency`
