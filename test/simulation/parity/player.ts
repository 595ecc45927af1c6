import type { Step } from './recording.ts'

/** What D1 answers otherwise than the simulator's database did. */
export type Difference = { where: string; expected: string; got: string }

const statementsTogether = 60

/**
 * Asks D1 again what is on record. A call that failed is made alone, as it was. Of those that did not, many go in one batch: in the
 * same order, each with its own answer, and ten times as quick.
 */
export class Player {
  differences: Difference[] = []
  #db: D1Database
  #texts: readonly string[]
  #together: Step[] = []
  #count = 0
  /** Statements whose columns all have names of their own, so that rows by name say as much as rows of values. */
  #isNamed = new Map<number, boolean>()

  constructor(db: D1Database, texts: readonly string[]) {
    this.#db = db
    this.#texts = texts
  }

  async play(step: Step): Promise<void> {
    if (step.error === undefined && this.#isPlain(step)) {
      this.#together.push(step)
      this.#count += step.statements.length
      if (this.#count >= statementsTogether) await this.flush()
      return
    }
    await this.flush()
    await this.#alone(step)
  }

  async flush(): Promise<void> {
    const steps = this.#together
    if (steps.length === 0) return
    this.#together = []
    this.#count = 0
    try {
      const answers = await this.#db.batch(steps.flatMap((step) => this.#bound(step)))
      let at = 0
      for (const step of steps) {
        const rows = answers.slice(at, at + step.statements.length).map(({ results }) => results)
        at += step.statements.length
        this.#compare(step, answerAs(step.kind, rows))
      }
    } catch (error) {
      this.differences.push({
        where: `one of ${steps.map((step) => this.#where(step)).join('\n')}`,
        expected: 'success',
        got: coreOf(error),
      })
    }
  }

  #isPlain({ kind, statements: [first] }: Step): boolean {
    return kind !== 'arrays' || (first !== undefined && this.#isNamed.get(first.text) === true)
  }

  async #alone(step: Step): Promise<void> {
    try {
      const bound = this.#bound(step)
      const [first] = bound
      if (!first) return
      if (step.kind === 'batch')
        return this.#compare(
          step,
          (await this.#db.batch(bound)).map(({ results }) => results),
        )
      if (step.kind !== 'arrays') return this.#compare(step, (await first.all()).results)
      const rows = await first.raw()
      this.#compare(step, rows)
      await this.#learn(step, first, rows)
    } catch (error) {
      const expected = step.error === undefined ? 'success' : coreOf(step.error)
      const got = coreOf(error)
      if (got !== expected) this.differences.push({ where: this.#where(step), expected, got })
    }
  }

  async #learn({ statements: [first] }: Step, bound: D1PreparedStatement, rows: unknown[][]): Promise<void> {
    const [row] = rows
    if (!first || !row || !/^\s*(select|with)\b/i.test(this.#texts[first.text] ?? '')) return
    const named = await bound.first()
    this.#isNamed.set(first.text, named !== null && Object.keys(named).length === row.length)
  }

  #compare(step: Step, answer: unknown): void {
    if (step.kind === 'written') return
    const expected = JSON.stringify(step.answer)
    const got = JSON.stringify(answer)
    if (step.error !== undefined) this.differences.push({ where: this.#where(step), expected: coreOf(step.error), got })
    else if (got !== expected) this.differences.push({ where: this.#where(step), expected, got })
  }

  #bound({ statements }: Step): D1PreparedStatement[] {
    return statements.map(({ text, parameters }) => this.#db.prepare(this.#texts[text] ?? '').bind(...parameters))
  }

  #where({ statements }: Step): string {
    const said = statements.map(({ text, parameters }) => `${this.#texts[text]} ${JSON.stringify(parameters)}`)
    return said.join('; ').slice(0, 4000)
  }
}

function answerAs(kind: Step['kind'], rows: unknown[][]): unknown {
  if (kind === 'batch') return rows
  const [only = []] = rows
  return kind === 'arrays' ? only.map((row) => Object.values(row as object)) : only // rows by name
}

/** What failed, without the names of its code before and after, and whether the product would take it for a key or a guard that spoke. */
function coreOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const isRefusal = /SQLITE_CONSTRAINT|UNIQUE constraint failed|CHECK constraint failed/i.test(message)
  return `${isRefusal ? 'refused' : 'failed'}: ${message.replace(/^D1_ERROR: /, '').replace(/: SQLITE_\w+.*$/s, '')}`
}
