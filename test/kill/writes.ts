import type { Books } from './books.ts'

/**
 * A write we asked the Worker for. `counts` is a query of one row, each column of which counts a part of its effect: all of them say 1
 * when it stands, and 0 when it does not.
 */
export type Write = { what: string; counts: string; values: readonly (string | number)[]; isAcknowledged: boolean }

export type Standing = {
  acknowledged: number
  unacknowledged: number
  unacknowledgedStanding: number
  lost: string[]
  double: string[]
  partial: string[]
}

/** Every write with its answer, if one came; whoever asks notes it before it asks. */
export class Writes {
  readonly #all: Write[] = []

  /** Notes a write before it is asked for; what comes back says that it was answered. */
  begin(what: string, counts: string, ...values: (string | number)[]): () => void {
    const write = { what, counts, values, isAcknowledged: false }
    this.#all.push(write)
    return () => {
      write.isAcknowledged = true
    }
  }

  get acknowledged(): number {
    return this.#all.filter(({ isAcknowledged }) => isAcknowledged).length
  }

  /** Acknowledged once means there once; not acknowledged means whole or not at all. */
  compare(books: Books): Standing {
    const standing: Standing = { acknowledged: 0, unacknowledged: 0, unacknowledgedStanding: 0, lost: [], double: [], partial: [] }
    for (const { what, counts, values, isAcknowledged } of this.#all) {
      const found = books.rows(counts, ...values).flatMap((row) => Object.values(row).map(Number))
      const isThere = found.every((n) => n === 1)
      standing[isAcknowledged ? 'acknowledged' : 'unacknowledged'] += 1
      if (isThere && !isAcknowledged) standing.unacknowledgedStanding += 1
      if (found.some((n) => n > 1)) standing.double.push(what)
      else if (isAcknowledged && !isThere) standing.lost.push(what)
      else if (!isThere && found.some((n) => n > 0)) standing.partial.push(what)
    }
    return standing
  }
}
