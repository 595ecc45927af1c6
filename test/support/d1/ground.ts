/** What stands after all migrations. */
export type Ground = {
  /** Takes away what a test left; false when it changed the schema, and nothing is done. */
  restore: () => boolean
}

type Table = { name: string; kept: string; rows: Row[]; triggers: { name: string; sql: string; isOfDeletes: boolean }[] }
type Row = Record<string, SqlStorageValue>

/** Remembers each table with the rows that the migrations put into it, and its triggers. */
export function createGround(sql: SqlStorage): Ground {
  const triggers = sql
    .exec<{ name: string; of: string; sql: string }>("select name, tbl_name as of, sql from sqlite_master where type = 'trigger'")
    .toArray()
  const tables = sql
    .exec<{ name: string }>("select name from sqlite_master where type = 'table' and name not glob 'sqlite_*' and name not glob '_cf_*'")
    .toArray()
    .map(({ name }): Table => {
      const own = triggers.filter(({ of }) => of === name)
      return {
        name,
        kept: contentOf(sql, name),
        rows: sql.exec<Row>(`select * from "${name}"`).toArray(),
        triggers: own.map((each) => ({ ...each, isOfDeletes: /^create trigger\s+\S+\s+(before|after)\s+delete/i.test(each.sql) })),
      }
    })
  const shape = shapeOf(sql)
  return {
    restore: () => {
      if (shapeOf(sql) !== shape) return false
      clear(
        sql,
        tables.filter((table) => isTouched(sql, table)),
      )
      return true
    },
  }
}

/** Without their triggers, some of which forbid it: most tests touch few tables, and making all anew costs more than a test. */
function clear(sql: SqlStorage, tables: Table[]): void {
  const without = tables.flatMap(({ rows, triggers }) => triggers.filter(({ isOfDeletes }) => isOfDeletes || rows.length > 0))
  for (const { name } of without) sql.exec(`drop trigger "${name}"`)
  for (const { name, rows } of tables) {
    sql.exec(`delete from "${name}"`)
    for (const row of rows) {
      const columns = Object.keys(row)
      sql.exec(
        `insert into "${name}" (${columns.map((column) => `"${column}"`)}) values (${columns.map(() => '?')})`,
        ...Object.values(row),
      )
    }
  }
  for (const trigger of without) sql.exec(trigger.sql)
}

const isTouched = (sql: SqlStorage, { name, rows, kept }: Table): boolean =>
  rows.length === 0 ? sql.exec(`select 1 from "${name}" limit 1`).toArray().length > 0 : contentOf(sql, name) !== kept

const contentOf = (sql: SqlStorage, table: string): string => JSON.stringify([...sql.exec(`select * from "${table}"`).raw()])

const shapeOf = (sql: SqlStorage): string =>
  JSON.stringify(
    sql.exec("select count(*), sum(length(sql)) from sqlite_master where name not glob 'sqlite_*' and name not glob '_cf_*'").toArray(),
  )
