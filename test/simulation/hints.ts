import type { Hint, HintQueue } from '../../worker/deps.ts'
import { effect, type Invocation, invoke } from './invocation.ts'
import { hour, minute, second } from './schedule.ts'
import { type Sim, strikes } from './sim.ts'

const batchSize = 10
const retriesAtMost = 3

type Message = { hint: Hint; tries: number }

/** What waits in the queue; nothing here keeps an order, and nothing is owed to anybody who sent it. */
export type HintMessages = { ready: Message[]; isWoken: boolean }

export const noHints = (): HintMessages => ({ ready: [], isWoken: false })

/** The queue's port for one invocation: unordered, duplicating, losing, late. */
export const hintQueueOf = (sim: Sim, invocation: Invocation): HintQueue => ({
  send: (hints, options) =>
    hints.length === 0
      ? Promise.resolve()
      : effect<void>(
          sim,
          invocation,
          () => `hints.send ${hints.map(({ kind, id }) => `${kind} ${id}`).join(' ')}`,
          { latencyMs: 5 },
          ({ give, fail }) => {
            if (sim.schedule.now < sim.weather.queueUntil) return fail(new Error('Queue sendBatch failed: Too Many Requests'))
            if (strikes(sim, 'F7', sim.mix.queue / 4)) {
              if (sim.random('F7').chance(0.5)) put(sim, hints, options?.delaySeconds)
              return fail(new Error('Queue sendBatch failed: Internal Server Error'))
            }
            put(sim, hints, options?.delaySeconds)
            give()
          },
        ),
})

function put(sim: Sim, hints: readonly Hint[], delaySeconds = 0): void {
  for (const hint of hints) {
    if (strikes(sim, 'F10', sim.mix.queue / 6)) continue
    deliver(sim, { hint, tries: 0 }, delaySeconds * second)
    if (strikes(sim, 'F8', sim.mix.queue / 3)) deliver(sim, { hint, tries: 0 }, delaySeconds * second)
  }
}

function deliver(sim: Sim, message: Message, delayMs: number): void {
  const random = sim.random('queue latency')
  const late = strikes(sim, 'F9', sim.mix.queue / 3) ? random.between(1, 50) * minute : random.between(0, random.chance(0.7) ? 200 : 3000)
  sim.schedule.after(delayMs + late, () => {
    sim.hints.ready.push(message)
    wake(sim, 50)
  })
}

function wake(sim: Sim, inMs: number): void {
  if (sim.hints.isWoken) return
  sim.hints.isWoken = true
  sim.schedule.after(inMs, () => {
    sim.hints.isWoken = false
    if (sim.schedule.now < sim.weather.workerUntil) return wake(sim, 5 * minute)
    const messages = sim.hints.ready.splice(0, batchSize)
    if (messages.length > 0) consume(sim, messages)
    if (sim.hints.ready.length > 0) wake(sim, 20)
  })
}

/** One batch for the product's own consumer; what it did not acknowledge comes back, and is dropped after its retries. */
function consume(sim: Sim, messages: Message[]): void {
  const open = new Set(messages)
  if (messages[0]?.hint.kind === 'payout') sim.payoutsAreHandled()
  const again = (message: Message, inMs: number) => {
    if (!open.delete(message)) return
    if (message.tries < retriesAtMost) deliver(sim, { hint: message.hint, tries: message.tries + 1 }, inMs)
    else sim.tally.fault('F10')
  }
  const batch = {
    queue: 'goodword-hints',
    messages: messages.map((message) => ({
      body: message.hint,
      attempts: message.tries + 1,
      ack: () => open.delete(message),
      retry: (options?: { delaySeconds?: number }) => again(message, (options?.delaySeconds ?? 0) * second),
    })),
  } as unknown as MessageBatch // as much of it as the consumer reads
  invoke(
    sim,
    `queue ${messages[0]?.hint.kind}`,
    (invocation) => sim.product.consume(sim.portsOf(invocation), batch),
    (how) => {
      for (const message of [...open]) {
        if (how === 'killed') again(message, sim.random('queue latency').between(30, 600) * second)
        else open.delete(message)
      }
    },
  )
}

/** No hint gets in for a while. */
export function closeQueue(sim: Sim): void {
  if (sim.isCalm) return
  sim.weather.queueUntil = sim.schedule.now + 6 * hour
  sim.tally.fault('F7')
}
