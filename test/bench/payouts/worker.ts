import { startSession } from '../../../worker/identity/session.ts'
import { Isolate, type Latencies, type Progress } from './isolate.ts'
import type { Invocation } from './meter.ts'
import type { QueueLimits } from './queue.ts'
import { people, seedStatements } from './seed.ts'
import { send } from './sending.ts'
import { customerStatements, storm, stormFacts } from './storm.ts'

export type Order = {
  nowMs: number
  isReal: boolean
  stripe: string
  latencies: Latencies
  queue: QueueLimits
  partners: number
  runId: string
  customer?: string
}
/** What one order cost: sums, and the statements and invocations behind them. */
export type Costs = {
  nowMs: number
  read: number
  written: number
  progress: Progress
  heaviest: Invocation[]
  statements: { sql: string; times: number; read: number; written: number }[]
  pages: { path: string; status: number; read: number; bytes: number; ms: number }[]
  dead: number
}

/** Answers with lines of JSON: how far it is, and at last what it cost. */
export default {
  async fetch(request, env) {
    const order = await request.json<Order>()
    const isolate = new Isolate(env, order)
    const work = works[new URL(request.url).pathname]
    const lines = new ReadableStream<Uint8Array>({
      async start(controller) {
        const tell = (line: object) => controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`))
        try {
          const result = await work?.(isolate, order, env, tell)
          tell({ costs: costsOf(isolate), ...result })
        } catch (error) {
          tell({ problem: error instanceof Error ? `${error.stack}\n${String(error.cause ?? '')}` : String(error) })
        }
        controller.close()
      },
    })
    return new Response(lines)
  },
} satisfies ExportedHandler<Bindings>

type Work = (isolate: Isolate, order: Order, env: Bindings, tell: (line: object) => void) => Promise<object | undefined>

const works: Record<string, Work> = {
  '/seed': async (_, { partners, nowMs }, env) => {
    for (const batch of seedStatements(partners, nowMs)) {
      await env.DB.batch(batch.map(({ sql, values }) => env.DB.prepare(sql).bind(...values)))
    }
    return undefined
  },
  '/prepare': (isolate) => isolate.onTheClock(() => prepare(isolate)),
  '/send': (isolate, order, _, tell) => send(isolate, order.runId, (line) => tell(line)),
  '/look': (isolate, { runId }) =>
    isolate.onTheClock(async () => {
      for (const path of [`/runs/${runId}`, `/runs/${runId}/payouts.csv`, '/runs', '/runs/new']) await look(isolate, path)
      return undefined
    }),
  '/customer': async (_, { customer = '', nowMs }, env) => {
    await env.DB.batch(customerStatements(customer, nowMs).map((sql) => env.DB.prepare(sql)))
    return undefined
  },
  '/storm': (isolate) => storm(isolate),
  '/storm-facts': async (_isolate, _order, env) => ({ facts: (await stormFacts(env.DB)) ?? {} }),
  '/facts': async (_, { runId }, env) => ({ facts: await factsOf(env.DB, runId) }),
}

/** What the database says at the end. */
async function factsOf(db: D1Database, runId: string): Promise<Record<string, number>> {
  const row = await db
    .prepare(
      `with r as (select approved_at at from payout_runs where id = ?1), p as (select * from payouts where run_id = ?1)
       select (select count(*) from p) payouts, (select count(*) from p where status = 'paid') paid,
         (select count(*) from p where status = 'released') released, (select count(*) from p where finished_at is null) open,
         (select coalesce(sum(balance_minor), 0) from balances where account glob 'paid:*') ledgerPaidMinor,
         (select max(finished_at) - r.at from p, r where status = 'paid' and tries = 1 and gen = 0 and finished_at - first_sent_at < 15000) undisturbedMs,
         (select finished_at - r.at from p, r order by finished_at limit 1 offset (select count(*) * 99 / 100 from p)) share99Ms,
         (select max(finished_at) - r.at from p, r) allFinalMs`,
    )
    .bind(runId)
    .first<Record<string, number>>()
  return row ?? {}
}

/** As people do it: the maker looks at the preview, prepares and submits; the approver looks at the run and approves what it shows. */
async function prepare(isolate: Isolate): Promise<object> {
  const preview = await look(isolate, '/runs/new')
  const act = /name="act" value="([^"]+)"/.exec(preview)?.[1] ?? ''
  const prepared = await ask(isolate, people.maker, '/runs', { act })
  const path = prepared.headers.get('location') ?? ''
  await look(isolate, path)
  await ask(isolate, people.maker, `${path}/submission`, {})
  const page = await look(isolate, path, people.approver)
  const fingerprint = /name="fingerprint" value="([^"]+)"/.exec(page)?.[1] ?? ''
  await ask(isolate, people.approver, `${path}/approval`, { fingerprint })
  return { runId: path.split('/').at(-1) }
}

const looks = new WeakMap<Isolate, Costs['pages']>()

async function look(isolate: Isolate, path: string, as: string = people.maker): Promise<string> {
  const before = sumOf(isolate)
  const startedAt = Date.now()
  const answer = await ask(isolate, as, path)
  const text = await answer.text()
  const pages = looks.get(isolate) ?? []
  looks.set(isolate, pages)
  // A session is read and touched for each; it belongs to no page.
  pages.push({ path, status: answer.status, read: sumOf(isolate).read - before.read, bytes: text.length, ms: Date.now() - startedAt })
  return text
}

async function ask(isolate: Isolate, as: string, path: string, form?: Record<string, string>): Promise<Response> {
  const { cookie, origin } = await isolate.invoke('session', async (deps) => ({
    ...(await startSession(deps, { kind: 'staff', id: as }, { userAgent: 'bench', secondFactorAt: deps.now() })),
    origin: deps.settings.portalOrigin,
  }))
  const answer = await isolate.ask(
    `${form ? 'POST' : 'GET'} ${path.replace(/run_[\w-]+/, ':id')}`,
    new Request(`${origin}${path}`, {
      method: form ? 'POST' : 'GET',
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'user-agent': 'bench' },
      redirect: 'manual',
      ...(form && { body: new URLSearchParams(form) }),
    }),
  )
  if (answer.status >= 400 || (form && answer.status !== 303))
    throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 2_000)}`)
  return answer
}

const sumOf = ({ meter }: Isolate) => {
  const rows = [...meter.statements.values()]
  return { read: rows.reduce((sum, each) => sum + each.read, 0), written: rows.reduce((sum, each) => sum + each.written, 0) }
}

const costsOf = (isolate: Isolate): Costs => ({
  nowMs: isolate.clock.ms,
  ...sumOf(isolate),
  progress: isolate.progress,
  heaviest: [...isolate.heaviest.values()],
  statements: [...isolate.meter.statements]
    .map(([sql, { statements, read, written }]) => ({ sql, times: statements, read, written }))
    .sort((a, b) => b.read + b.written - a.read - a.written),
  pages: looks.get(isolate) ?? [],
  dead: isolate.queue.dead,
})
