export type BenchOptions = {
  /** What stood on the command line behind the name, without `--json`. */
  args: string[]
  /** Says how far it is; silent with `--json`. */
  tell: (line: string) => void
}

/** Measures one thing; what it gives is the last line that is printed. */
export type Bench = (options: BenchOptions) => Promise<Record<string, number>>
