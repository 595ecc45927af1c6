/** What was asked for on the command line, and the way to answer. */
export type Run = {
  from: number
  seeds: number
  /** Of faults and work in each seed. */
  days: number
  /** In seconds; what is left then is left out. */
  limit: number
  /** Threads. */
  jobs: number
  /** Since the run began. */
  seconds: () => number
  print: (line: string) => void
  /** Prints, unless the last line alone is wanted. */
  tell: (line: string) => void
}
