import { DurableObject } from 'cloudflare:workers'
import { createGround, type Ground } from './ground.ts'

type Query = { sql: string; params?: (string | number | null | number[])[] | null }
type Format = 'ROWS_AND_COLUMNS' | 'NONE'

/**
 * What D1's own client speaks to in tests: the same SQLite of workerd, and one transaction for each call, without the services
 * that miniflare puts between, which take a millisecond a call. `same-answers.test.ts` holds it against miniflare's.
 */
export class TestDatabase extends DurableObject {
  #ground: Ground | undefined

  /** Takes and gives the texts of D1's wire. */
  query(body: string, format: Format): string {
    const asked = JSON.parse(body) as Query | Query[] // D1's client wrote it
    const queries = [asked].flat().filter(({ sql }) => sql.replace(/^\s+--.*/gm, '').trim() !== '')
    try {
      if (queries.length === 0) throw new Error('No SQL statements detected.')
      return JSON.stringify(this.ctx.storage.transactionSync(() => queries.map((query) => this.#run(query, format))))
    } catch (error) {
      return JSON.stringify({ success: false, error: error instanceof Error ? error.message : String(error) })
    }
  }

  /** The tables as the migrations leave them: made anew where a test changed the schema, else without the rows of the test. */
  async restore(migrations: string[]): Promise<void> {
    const { storage } = this.ctx
    if (storage.transactionSync(() => this.#ground?.restore())) return
    await storage.deleteAll()
    storage.transactionSync(() => {
      for (const statement of migrations) storage.sql.exec(statement)
    })
    this.#ground = createGround(storage.sql)
  }

  #run({ sql, params }: Query, format: Format) {
    const before = this.#written()
    const values = (params ?? []).map((each) => (Array.isArray(each) ? new Uint8Array(each).buffer : each))
    const cursor = this.ctx.storage.sql.exec(sql, ...values)
    const columns = cursor.columnNames
    const rows = [...cursor.raw()].map((row) => row.map((cell) => (cell instanceof ArrayBuffer ? [...new Uint8Array(cell)] : cell)))
    const after = this.#written()
    const changes = after.changes - before.changes
    const meta = {
      served_by: 'test',
      duration: 0,
      changes,
      last_row_id: after.lastRowId,
      changed_db: changes !== 0 || after.lastRowId !== before.lastRowId || after.size !== before.size,
      size_after: after.size,
      rows_read: cursor.rowsRead,
      rows_written: cursor.rowsWritten,
    }
    const objects = () => rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])))
    return { success: true, results: format === 'NONE' ? objects() : { columns, rows }, meta }
  }

  #written() {
    const { sql } = this.ctx.storage
    const { changes, lastRowId } = sql
      .exec<{ changes: number; lastRowId: number }>('select total_changes() as changes, last_insert_rowid() as lastRowId')
      .one()
    return { changes, lastRowId, size: sql.databaseSize }
  }
}

export default {}
