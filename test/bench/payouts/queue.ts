import type { Hint, HintQueue } from '../../../worker/deps.ts'
import type { Clock } from './clock.ts'

/** What wrangler.toml says of a consumer. */
export type QueueLimits = { batchSize: number; batchTimeoutMs: number; atOnce: number; retries: number }

type Waiting = { body: Hint; attempts: number; readyAt: number }
type Consume = (batch: MessageBatch) => Promise<void>

/** The hints queue as the platform runs it, on the clock: full batches or what came within a second, so many of them at once. */
export class HintsQueue implements HintQueue {
  readonly #clock: Clock
  readonly #consume: Consume
  readonly #limits: QueueLimits
  #ready: Waiting[] = []
  #later = 0
  #running = 0
  dead = 0

  constructor(clock: Clock, limits: QueueLimits, consume: Consume) {
    this.#clock = clock
    this.#consume = consume
    this.#limits = limits
  }

  get isEmpty(): boolean {
    return this.#running === 0 && this.#ready.length === 0
  }

  async send(hints: Hint[], { delaySeconds = 0 } = {}): Promise<void> {
    if (hints.length > 100) throw new Error(`${hints.length} messages in one batch of a queue`)
    this.#enqueue(
      hints.map((body) => ({ body, attempts: 1 })),
      delaySeconds,
    )
  }

  #enqueue(messages: Omit<Waiting, 'readyAt'>[], delaySeconds: number): void {
    if (messages.length === 0) return
    this.#later += messages.length
    const readyAt = this.#clock.ms + delaySeconds * 1_000
    this.#clock.at(readyAt, () => {
      this.#later -= messages.length
      this.#ready.push(...messages.map((each) => ({ ...each, readyAt })))
      this.#pump()
      this.#clock.at(readyAt + this.#limits.batchTimeoutMs, () => this.#pump())
    })
  }

  #pump(): void {
    while (this.#running < this.#limits.atOnce && this.#isBatchReady()) void this.#deliver(this.#ready.splice(0, this.#limits.batchSize))
  }

  #isBatchReady(): boolean {
    const [oldest] = this.#ready
    return (
      oldest !== undefined &&
      (this.#ready.length >= this.#limits.batchSize || this.#clock.ms >= oldest.readyAt + this.#limits.batchTimeoutMs)
    )
  }

  async #deliver(waiting: Waiting[]): Promise<void> {
    this.#running += 1
    const again: { message: Waiting; delaySeconds: number }[] = []
    const retry = (message: Waiting, delaySeconds: number) => void again.push({ message, delaySeconds })
    const messages = waiting.map((each) => ({
      id: '',
      timestamp: this.#clock.now(),
      body: each.body,
      attempts: each.attempts,
      ack: () => {},
      retry: (options?: QueueRetryOptions) => retry(each, options?.delaySeconds ?? 0),
    }))
    const batch = { queue: 'goodword-hints', messages } as unknown as MessageBatch // what the consumer reads of one
    try {
      await this.#consume(batch)
    } catch {
      for (const each of waiting) retry(each, 0)
    }
    for (const { message, delaySeconds } of again) {
      if (message.attempts > this.#limits.retries) this.dead += 1
      else this.#enqueue([{ body: message.body, attempts: message.attempts + 1 }], delaySeconds)
    }
    this.#running -= 1
    this.#pump()
  }
}
