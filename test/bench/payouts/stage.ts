import { type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { cpuUsedUs } from '../cpu.ts'
import type { Latencies } from './isolate.ts'
import { type Running, readQueueLimits, start } from './process.ts'
import { day0, type Stripe } from './stripe.ts'
import type { Costs, Order } from './worker.ts'

type Given = {
  folder: string
  script: string
  stripe: Stripe
  partners: number
  isReal: boolean
  latencies: Latencies
  tell: (line: string) => void
}
type Line = {
  sent?: number
  nowMs?: number
  costs?: Costs
  problem?: string
  runId?: string
  facts?: Record<string, number>
  storm?: Record<string, number>
}

/** One order: what D1, the machine and the clock say it took. */
export type Done = { path: string; costs: Costs; cpuSeconds: number; clockSeconds: number }

/** The Worker and its orders, one after the other, over one clock; it can be killed and goes on with what D1 holds. */
export class Stage {
  readonly done: Done[] = []
  facts: Record<string, number> = {}
  nowMs = day0.getTime()
  peakHeap = 0
  killedAt = 0
  readonly #given: Given
  #running: Running | undefined
  #runId = ''

  constructor(given: Given) {
    this.#given = given
  }

  async start(): Promise<void> {
    const { folder, script, stripe } = this.#given
    this.#running = await start({ folder, script, stripe: stripe.origin, isFirst: this.#running === undefined })
  }

  async stop(): Promise<void> {
    this.#keepPeak()
    await this.#running?.kill()
  }

  /** Sends the approved run. With `killAt`, workerd is killed once so many are sent, all that waits in its queue is lost, and it starts again. */
  async send(killAt: number | undefined): Promise<void> {
    if (killAt !== undefined) {
      await this.order('/send', {}, (line) => {
        if ((line.sent ?? 0) < killAt) return
        this.killedAt = line.sent ?? 0
        void this.stop()
      }).catch((error: unknown) => {
        if (this.killedAt === 0) throw error
      })
      this.#given.tell(`killed after ${this.killedAt} transfers, and started again`)
      this.nowMs = Math.max(this.nowMs, this.#given.stripe.standIn.now().getTime()) + 1_000
      await this.start()
    }
    await this.order('/send')
  }

  async order(path: string, more: Pick<Order, 'customer'> = {}, seen: (line: Line) => void = () => {}): Promise<void> {
    const running = this.#running
    if (!running) throw new Error('Nothing runs')
    const { partners, isReal, latencies, stripe, tell } = this.#given
    const order: Order = {
      nowMs: this.nowMs,
      isReal,
      stripe: stripe.origin,
      latencies,
      queue: readQueueLimits(),
      partners,
      runId: this.#runId,
      ...more,
    }
    const cpuBefore = cpuUsedUs(running.workerd)
    for await (const line of linesOf(await post(new URL(path, running.url), order))) {
      if (line.problem) throw new Error(`${path}: ${line.problem}`)
      if (line.sent) tell(`${line.sent} sent, ${Math.round(((line.nowMs ?? 0) - order.nowMs) / 1_000)} s on the clock`)
      if (line.runId) this.#runId = line.runId
      if (line.facts ?? line.storm) this.facts = { ...this.facts, ...line.facts, ...line.storm }
      if (line.costs) this.#keep(path, order, line.costs, (cpuUsedUs(running.workerd) - cpuBefore) / 1_000_000)
      seen(line)
    }
    this.#keepPeak()
  }

  #keep(path: string, order: Order, costs: Costs, cpuSeconds: number): void {
    const clockSeconds = (costs.nowMs - order.nowMs) / 1_000
    this.nowMs = costs.nowMs
    this.done.push({ path, costs, cpuSeconds, clockSeconds })
    this.#given.tell(
      `${path}: ${costs.read} rows read, ${costs.written} written, ${cpuSeconds.toFixed(1)} s of processor, ${clockSeconds.toFixed(1)} s on the clock`,
    )
    for (const { name, statements, calls, read } of costs.heaviest)
      this.#given.tell(`  ${name}: at most ${statements} statements in ${calls} calls, ${read} rows read`)
    for (const page of costs.pages) this.#given.tell(`  ${JSON.stringify(page)}`)
  }

  #keepPeak(): void {
    this.peakHeap = Math.max(this.peakHeap, this.#running?.peakHeap() ?? 0)
  }
}

/** Without the limits of `fetch`: minutes may pass between two lines. */
const post = (url: URL, body: object) =>
  new Promise<IncomingMessage>((done, fail) => {
    const asking = request(url.href, { method: 'POST' }, done)
    asking.once('error', fail)
    asking.end(JSON.stringify(body))
  })

async function* linesOf(answer: IncomingMessage): AsyncGenerator<Line> {
  // The Worker writes them so.
  for await (const line of createInterface(answer)) yield JSON.parse(line) as Line
}
