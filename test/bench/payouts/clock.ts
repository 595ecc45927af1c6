type Sleeper = { at: number; wake: () => void }

/**
 * Time of the run that is measured, in milliseconds. It stands still while anything is being done and jumps to whoever wakes
 * next once nothing is: waiting costs no time, and what this machine needs for its work never counts as waiting. With `isReal`
 * it is the wall's.
 */
export class Clock {
  #ms: number
  #busy = 0
  #idle: (() => void) | undefined
  /** The next to wake stands last. */
  readonly #sleepers: Sleeper[] = []
  readonly #aheadMs: number | undefined

  constructor(ms: number, isReal: boolean) {
    this.#ms = ms
    this.#aheadMs = isReal ? ms - Date.now() : undefined
  }

  get ms(): number {
    return this.#aheadMs === undefined ? this.#ms : Date.now() + this.#aheadMs
  }

  readonly now = (): Date => new Date(this.ms)

  readonly sleep = (ms: number): Promise<void> => new Promise((wake) => this.at(this.ms + ms, wake))

  at(ms: number, wake: () => void): void {
    let place = this.#sleepers.length
    while (place > 0 && (this.#sleepers[place - 1]?.at ?? 0) <= ms) place -= 1
    this.#sleepers.splice(place, 0, { at: ms, wake })
  }

  /** Work that really takes place: the clock waits for it. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy += 1
    try {
      return await work()
    } finally {
      this.#busy -= 1
      if (this.#busy === 0) this.#idle?.()
    }
  }

  /** Lets time pass until it is enough. */
  async runUntil(isEnough: () => boolean): Promise<void> {
    for (;;) {
      await this.#quiet()
      if (isEnough()) return
      const next = this.#sleepers.pop()
      if (!next) throw new Error('Nothing will ever happen again')
      if (this.#aheadMs !== undefined) await new Promise((done) => setTimeout(done, Math.max(0, next.at - this.ms)))
      this.#ms = Math.max(this.#ms, next.at)
      next.wake()
    }
  }

  /** Until nobody works, also after whatever followed from the last work. */
  async #quiet(): Promise<void> {
    do {
      if (this.#busy > 0) {
        await new Promise<void>((idle) => {
          this.#idle = idle
        })
      }
      await new Promise((turn) => setTimeout(turn, 0))
    } while (this.#busy > 0 && this.#aheadMs === undefined)
  }
}
