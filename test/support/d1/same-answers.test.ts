import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { restoreDatabase } from './database.ts'

const { ofMiniflare } = globalThis as { ofMiniflare?: D1Database }

/** Each on a table of its own, with a key, a check and a trigger that refuses to delete. */
const acts: Record<string, (db: D1Database) => Promise<unknown>> = {
  'rows as objects': (db) => db.prepare('select * from t order by id').all(),
  'rows as lists': (db) => db.prepare('select id, id as id, b from t').raw({ columnNames: true }),
  'the first row': (db) => db.prepare('select * from t where id = ?').bind('one').first(),
  'no first row': (db) => db.prepare("select * from t where id = 'none'").first(),
  'one cell of it': (db) => db.prepare('select n from t').first('n'),
  'a cell that is not there': (db) => db.prepare('select n from t').first('x'),
  'a written row': (db) => db.prepare("insert into t values ('three', 3, null, 1.5)").run(),
  'a row that comes back': (db) => db.prepare("update t set n = 7 where id = 'one' returning id, n").all(),
  'nothing changed': (db) => db.prepare("update t set n = 7 where id = 'none'").run(),
  'rows that a trigger wrote': async (db) => [await db.prepare('update t set n = n + 1').run(), await db.prepare('select * from u').all()],
  'values of every kind': async (db) => {
    await db
      .prepare("insert into t values ('all', ?, ?, ?)")
      .bind(true, new Uint8Array([0, 1, 255]), 0.1)
      .run()
    return db.prepare("select *, typeof(n), typeof(b), typeof(x), hex(b) from t where id = 'all'").all()
  },
  'large numbers': (db) =>
    db
      .prepare('select 9007199254740993 as a, -1.5e300 as b, ? as c')
      .bind(2 ** 53)
      .all(),
  'words of every script': (db) => db.prepare("select ? as a, length(?) as b, 'ß' || char(0) || '€😀' as c").bind('日本', '😀').all(),
  'a batch': async (db) => db.batch([db.prepare("insert into t (id, n) values ('b', 1)"), db.prepare('select count(*) as n from t')]),
  'a batch of which nothing stands': async (db) => {
    const refused = await said(
      db.batch([db.prepare("insert into t (id, n) values ('b', 1)"), db.prepare("insert into t (id) values ('b')")]),
    )
    return [refused, await db.prepare('select id from t').all()]
  },
  'an empty batch': (db) => db.batch([]),
  'no statement': (db) => db.prepare('  -- nothing').all(),
  'a key twice': (db) => db.prepare("insert into t (id) values ('one')").run(),
  'a check': (db) => db.prepare("insert into t (id, n) values ('x', -1)").run(),
  'a trigger': (db) => db.prepare('delete from t').run(),
  'no such table': (db) => db.prepare('select * from nowhere').all(),
  'no statement of SQL': (db) => db.prepare('selct 1').all(),
  'too few values': (db) => db.prepare('select ?, ?').bind(1).all(),
  'too many values': (db) => db.prepare('select ?').bind(1, 2).all(),
  'more values than D1 takes': (db) =>
    db
      .prepare(`select ${Array.from({ length: 101 }, () => '?')}`)
      .bind(...Array(101).fill(1))
      .all(),
  'more columns than D1 gives': (db) => db.prepare(`select ${Array.from({ length: 101 }, (_, n) => `${n} as c${n}`)}`).all(),
  'two statements': (db) => db.prepare("insert into t (id, n) values ('p', 1); select count(*) as n from t").all(),
  'a transaction': (db) => db.prepare('begin').run(),
  'a pragma that D1 refuses': (db) => db.prepare('pragma journal_mode = off').run(),
  'a function that D1 has not': (db) => db.prepare("select load_extension('x')").all(),
  'lines of statements': async (db) => (await db.exec("insert into t (id, n) values ('e', 1)\nselect 1")).count,
  'lines of which one is wrong': (db) => db.exec("insert into t (id, n) values ('f', 1)\nselct 1"),
}

const ground = [
  'drop table if exists t',
  'drop table if exists u',
  'create table t (id text primary key, n integer check (n >= 0), b blob, x real) strict',
  'create table u (said text)',
  "create trigger t_never before delete on t begin select raise(abort, 'a row of t is never deleted'); end",
  'create trigger t_told after update on t begin insert into u values (new.id || old.n); end',
  "insert into t values ('one', 1, x'00ff', 0.5), ('two', 2, null, null)",
]

const said = (answer: Promise<unknown>) => answer.catch((error: Error) => [error.message, (error.cause as Error | undefined)?.message])

/** What depends on the moment, the machine and the size of the rest. */
const passing = new Set(['served_by', 'served_by_primary', 'total_attempts', 'timings', 'duration', 'size_after'])
const lasting = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer ?? null, (name, value) => (passing.has(name) ? undefined : value)))

it.each(Object.entries(acts))('answers as the D1 of miniflare: %s', async (_, act) => {
  const answers = []
  for (const db of [env.DB, ofMiniflare as D1Database]) {
    await db.batch(ground.map((statement) => db.prepare(statement)))
    answers.push(lasting(await said(act(db))))
  }

  expect(answers[0]).toEqual(answers[1])
})

/** Every row, and every statement that made a table, an index or a trigger. */
async function everything(): Promise<unknown[]> {
  const made = await env.DB.prepare("select name, type, sql from sqlite_master where name not glob '_cf_*' order by name").all<Made>()
  const tables = made.results.filter(({ type }) => type === 'table').map(({ name }) => env.DB.prepare(`select * from "${name}"`))
  return [made.results, ...(await env.DB.batch(tables)).map(({ results }) => results)]
}
type Made = { name: string; type: string; sql: string }

it.each([
  ['a row', "insert into settings (key, value, set_by, set_at) values ('a', 1, 'x', 0)"],
  ['a row that is never deleted', "insert into counters (name, n) values ('x', 1)"],
  ['another figure in a row of the migrations', 'update send_pace set per_second = 1'],
  ['a table of its own', 'create table more (a)'],
  ['no trigger', 'drop trigger epochs_never_go'],
])('is after a test as the migrations left it: a test left %s', async (_, statement) => {
  const before = await everything()
  await env.DB.prepare(statement).run()
  expect(await everything()).not.toEqual(before)

  await restoreDatabase()

  expect(await everything()).toEqual(before)
})
