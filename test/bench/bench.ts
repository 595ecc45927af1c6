import type { Bench } from './measure.ts'

const usage = `npm run bench -- <what> [options]
  payouts    a run of 10,000 payouts from draft to done, at Stripe's limits and with faults
  redirect   a tracked link beside a bare Hono 302: CPU, throughput, latency, clicks answered and landed
  ingest     rows that a click writes in D1, and clicks a second
  pages      rows that D1 reads and bytes that a first visit loads, for each page and role, at three sizes
  signals    recall, precision and false holds of the rules of signals on labelled journeys
  webhooks   5,000 of Stripe's events within a minute, a third of them repeats
  soak       ten minutes of visits with the Worker killed every minute: what was answered, what landed, what was lost
  --json     the last line alone`

/** Each is imported when it is asked for. */
const benches: Record<string, () => Promise<{ run: Bench }>> = {
  payouts: () => import('./payouts.ts'),
  webhooks: () => import('./webhooks.ts'),
  redirect: () => import('./redirect.ts'),
  ingest: () => import('./ingest.ts'),
  signals: () => import('./signals.ts'),
  pages: () => import('./pages.ts'),
  soak: () => import('./soak.ts'),
}

const [what = '', ...args] = process.argv.slice(2)
const load = Object.hasOwn(benches, what) ? benches[what] : undefined
if (load) {
  const isQuiet = args.includes('--json')
  const { run } = await load()
  const figures = await run({ args: args.filter((each) => each !== '--json'), tell: (line) => void (isQuiet || console.log(line)) })
  console.log(JSON.stringify(figures))
  // What a bench started ends with it.
  process.exit()
}
console.error(usage)
process.exit(1)
