type Event = { at: number; order: number; run: () => void }

/** The one event heap and the virtual clock: what is due first runs first, and of two at one instant the one that was asked for first. */
export class Schedule {
  #heap: Event[] = []
  #order = 0
  now: number

  constructor(startAt: number) {
    this.now = startAt
  }

  get size(): number {
    return this.#heap.length
  }

  after(ms: number, run: () => void): void {
    this.at(this.now + ms, run)
  }

  at(at: number, run: () => void): void {
    const heap = this.#heap
    const event = { at: Math.max(at, this.now), order: this.#order++, run }
    let index = heap.length
    heap.push(event)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (!above || isBefore(above, event)) break
      heap[index] = above
      index = parent
    }
    heap[index] = event
  }

  /** Moves the clock to the next event and runs it; false when none is left before `until`. */
  step(until: number): boolean {
    const next = this.#heap[0]
    if (!next || next.at > until) return false
    this.#removeFirst()
    this.now = next.at
    next.run()
    return true
  }

  #removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      let below = heap[child]
      if (!below) break
      const other = heap[child + 1]
      if (other && isBefore(other, below)) {
        child += 1
        below = other
      }
      if (isBefore(last, below)) break
      heap[index] = below
      index = child
    }
    heap[index] = last
  }
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
