import { runCron } from '../../../worker/cron.ts'
import type { Isolate } from './isolate.ts'

const sweepMs = 300_000
const second = 1_000
const longestMs = 12 * 3_600_000

/** What Stripe wants delivered, as its sender would post it. */
export type Delivery = { path: string; headers: Record<string, string>; body: string }

/**
 * Lets an approved run go until it is done and everything that it set going has come to rest: the queue, the sweep every five
 * minutes, and Stripe's webhooks each second. Begun anew after a kill, it starts from what the database holds.
 */
export async function send(isolate: Isolate, runId: string, tell: (line: object) => void): Promise<object> {
  const { clock, queue, progress } = isolate
  const began = clock.ms
  const state = { isDone: false, working: 0, told: 0 }
  const start = (work: () => Promise<unknown>) => {
    state.working += 1
    void work().finally(() => {
      state.working -= 1
    })
  }
  const sweep = async () => {
    await isolate.invoke('sweep', (deps) => runCron(deps, '*/5 * * * *'))
    state.isDone = await isDone(isolate, runId)
  }
  const each = (ms: number, work: () => Promise<unknown>) => {
    const next = (Math.floor(clock.ms / ms) + 1) * ms
    clock.at(next, () => {
      start(work)
      each(ms, work)
    })
  }
  each(sweepMs, sweep)
  each(second, () => deliver(isolate))
  // The hint that the approval sends; after a kill it is lost, and the sweep finds the run.
  if (await isApproved(isolate, runId)) await queue.send([{ kind: 'run', id: runId }])
  await clock.runUntil(() => {
    if (progress.sent - state.told >= 100) {
      state.told = progress.sent
      tell({ sent: progress.sent, nowMs: clock.ms })
    }
    if (clock.ms - began > longestMs) throw new Error('The run is not done after twelve hours')
    return state.isDone && state.working === 0 && queue.isEmpty
  })
  return {}
}

/** Webhooks arrive at once, as Stripe sends them. */
async function deliver(isolate: Isolate): Promise<void> {
  const answer = await isolate.outside('/bench/deliveries')
  const deliveries = await isolate.clock.during(() => answer.json<Delivery[]>())
  await Promise.all(
    deliveries.map(async ({ path, headers, body }) => {
      const received = await isolate.ask('webhook', new Request(`http://portal.test${path}`, { method: 'POST', headers, body }))
      isolate.progress.webhooks += 1
      if (received.status !== 200) isolate.progress.refusedWebhooks += 1
    }),
  )
}

const statusOf = (isolate: Isolate, runId: string) =>
  isolate.clock.during(() => isolate.env.DB.prepare('select status from payout_runs where id = ?').bind(runId).first<string>('status'))

const isApproved = async (isolate: Isolate, runId: string): Promise<boolean> => (await statusOf(isolate, runId)) === 'approved'

/** Done, every event applied and every mail sent. */
async function isDone(isolate: Isolate, runId: string): Promise<boolean> {
  if ((await statusOf(isolate, runId)) !== 'done') return false
  const owed = await isolate.clock.during(() =>
    isolate.env.DB.prepare(
      `select (select count(*) from outbox where sent_at is null) + (select count(*) from inbox where status in ('new','waiting')) n`,
    ).first<number>('n'),
  )
  return owed === 0
}
