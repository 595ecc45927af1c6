import type { SQLInputValue } from 'node:sqlite'
import { type Bound, type Row, Store } from '../store.ts'
import { type Recording, type Step, selectAll, type Table } from './recording.ts'

/** The simulator's database, which takes down what it is asked. What a restore took back was never asked. */
export class RecordingStore extends Store {
  recording: Recording = { texts: [], steps: [], tables: [] }
  #places = new Map<string, number>()
  #momentAt = 0

  override begin(): void {
    super.begin()
    this.recording = { texts: [], steps: [], tables: [] }
    this.#places.clear()
  }

  override forget(): void {
    this.recording.tables = this.#tables()
    super.forget()
  }

  override keepMoment(): void {
    super.keepMoment()
    this.#momentAt = this.recording.steps.length
  }

  override goBack(): void {
    super.goBack()
    this.recording.steps.length = this.#momentAt
  }

  override one(bound: Bound): Row[] {
    return this.#noted('rows', [bound], () => super.one(bound))
  }

  override oneRaw(bound: Bound): unknown[][] {
    return this.#noted('arrays', [bound], () => super.oneRaw(bound))
  }

  override batch(bounds: readonly Bound[]): Row[][] {
    return this.#noted('batch', bounds, () => super.batch(bounds))
  }

  /** What the simulator writes itself, the people of the first day, is written there as well; what it looks at is nobody's business. */
  override peek<Found = Row>(sql: string, ...parameters: SQLInputValue[]): Found[] {
    if (!this.isRead(sql) && !sql.includes('temp.')) this.#noted('written', [{ sql, parameters }], () => undefined)
    return super.peek<Found>(sql, ...parameters)
  }

  #noted<Answer>(kind: Step['kind'], bounds: readonly Bound[], perform: () => Answer): Answer {
    const step: Step = { kind, statements: bounds.map(({ sql, parameters }) => ({ text: this.#placeOf(sql), parameters })) }
    this.recording.steps.push(step)
    try {
      const answer = perform()
      // The product may write into the rows that it got: what is compared is the answer as it was given.
      step.answer = structuredClone(answer)
      return answer
    } catch (error) {
      step.error = error instanceof Error ? error.message : String(error)
      throw error
    }
  }

  #placeOf(sql: string): number {
    const known = this.#places.get(sql)
    if (known !== undefined) return known
    this.#places.set(sql, this.recording.texts.length)
    return this.recording.texts.push(sql) - 1
  }

  #tables(): Table[] {
    const names = super.peek<{ name: string }>(
      `select name from main.sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`,
    )
    return names.map(({ name }) => {
      const columns = super.peek(`select 1 from pragma_table_info('${name}')`).length
      return { name, columns, rows: super.oneRaw({ sql: selectAll(name, columns), parameters: [] }) }
    })
  }
}
