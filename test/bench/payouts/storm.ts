import { runCron } from '../../../worker/cron.ts'
import type { Isolate } from './isolate.ts'
import type { Delivery } from './sending.ts'

const stormMs = 60_000
const sweepMs = 300_000
const longestMs = 6 * 3_600_000

const rates = JSON.stringify({ one_off: { rateBps: 1000, duration: 'life' } })

/** Statements: the customer was brought by the first partner, whose group pays a tenth of every payment. */
export const customerStatements = (customer: string, at: number): string[] => [
  `insert into terms_versions (id, group_id, version, hold_days, rates, effective_at, created_by, created_at)
   values ('trm_bench', 'grp_bench', 1, 30, '${rates}', 0, 'stf_maker', ${at})`,
  `insert into prospects (id, company, stage, created_at, version) values ('pro_bench', 'Customer', 'new', ${at}, 1)`,
  `insert into touches (id, prospect_id, partner_id, kind, touched_at, source, created_at)
   values ('tch_bench', 'pro_bench', 'par_00000001', 'introduction', ${at}, 'bench', ${at})`,
  `insert into attributions (id, prospect_id, n, partner_id, touch_id, decided_by, reason, explanation, decided_at)
   values ('att_bench', 'pro_bench', 1, 'par_00000001', 'tch_bench', 'rule', 'introduction', '[]', ${at})`,
  `insert into prospect_stripe_customers (stripe_customer, prospect_id, created_at) values ('${customer}', 'pro_bench', ${at})`,
]

/**
 * Within a minute Stripe posts what it has, half of it a second time, in no order; then the queue and the sweeps apply it, as far as
 * Stripe's limits let them fetch. Gives what was acknowledged, and when all was applied.
 */
export async function storm(isolate: Isolate): Promise<object> {
  const { clock, queue } = isolate
  const answer = await isolate.outside('/bench/deliveries')
  const first = await answer.json<Delivery[]>()
  const events = mixed([...first, ...first.filter((_, n) => n % 2 === 0)])
  const began = clock.ms
  const state = { acknowledged: 0, answered: 0, isApplied: false, working: 0 }
  for (const [n, event] of events.entries()) {
    clock.at(began + (n * stormMs) / events.length, () => {
      void post(isolate, event).then((status) => {
        state.answered += 1
        if (status === 200) state.acknowledged += 1
      })
    })
  }
  const sweep = async () => {
    state.working += 1
    await isolate.invoke('sweep', (deps) => runCron(deps, '*/5 * * * *'))
    state.isApplied = state.answered === events.length && (await owed(isolate)) === 0
    state.working -= 1
  }
  const sweepNext = () =>
    clock.at((Math.floor(clock.ms / sweepMs) + 1) * sweepMs, () => {
      sweepNext()
      void sweep()
    })
  sweepNext()
  await clock.runUntil(() => {
    if (clock.ms - began > longestMs) throw new Error('The events are not applied after six hours')
    return state.isApplied && state.working === 0 && queue.isEmpty
  })
  return { storm: { events: events.length, unique: first.length, acknowledged: state.acknowledged } }
}

const post = async (isolate: Isolate, { path, headers, body }: Delivery): Promise<number> => {
  const answer = await isolate.ask('webhook', new Request(`http://portal.test${path}`, { method: 'POST', headers, body }))
  return answer.status
}

const owed = (isolate: Isolate) =>
  isolate.clock.during(() => isolate.env.DB.prepare(`select count(*) n from inbox where status in ('new','waiting')`).first<number>('n'))

/** The same disorder in each run. */
const mixed = <Each>(list: Each[]): Each[] =>
  list
    .map((each, n) => ({ each, place: (n * 7_919) % list.length }))
    .sort((a, b) => a.place - b.place)
    .map(({ each }) => each)

/** What the database says: every event applied once, and what that cost the company. */
export const stormFacts = (db: D1Database): Promise<Record<string, number> | null> =>
  db
    .prepare(
      `select (select count(*) from payments where source glob 'in_*') payments,
        (select count(*) from commissions where payment_id is not null) commissions,
        (select coalesce(sum(amount_minor), 0) from commissions where payment_id is not null) commissionMinor,
        (select coalesce(sum(base_minor), 0) from payments where source glob 'in_*') baseMinor,
        (select count(*) from inbox where status = 'done') done, (select count(*) from inbox) kept`,
    )
    .first<Record<string, number>>()
