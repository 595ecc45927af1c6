import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Ask, Bound, Row } from './binding.ts'

const wrangler = resolve('node_modules/wrangler/bin/wrangler.js')
/** What one argument of a command may hold, with room to spare. */
const charactersAtOnce = 90_000
const answerBytes = 512 * 1024 * 1024

type Waiting = { statements: readonly string[]; give: (rows: Row[][]) => void; fail: (error: unknown) => void }

/**
 * Asks through `wrangler d1 execute`, as whoever is signed in there. Each call takes seconds, so what is asked at the same moment goes
 * together; each statement is still bounded by D1's own 30 s. Nothing is exported: that would keep a big database from answering.
 */
export function askWrangler(where: readonly string[]): Ask {
  const waiting: Waiting[] = []
  const flush = async () => {
    const now = take(waiting)
    if (waiting.length > 0) setImmediate(() => void flush())
    try {
      const rows = await execute(
        where,
        now.flatMap(({ statements }) => statements),
      )
      for (const { statements, give } of now) give(rows.splice(0, statements.length))
    } catch (error) {
      for (const { fail } of now) fail(error)
    }
  }
  return (statements) =>
    new Promise((give, fail) => {
      if (waiting.length === 0) setImmediate(() => void flush())
      waiting.push({ statements: statements.map(inlined), give, fail })
    })
}

/** As many as fit one command; at least one. */
function take(waiting: Waiting[]): Waiting[] {
  let characters = 0
  const fits = waiting.findIndex(({ statements }, index) => {
    characters += statements.join(';').length
    return index > 0 && characters > charactersAtOnce
  })
  return waiting.splice(0, fits === -1 ? waiting.length : fits)
}

async function execute(where: readonly string[], statements: readonly string[]): Promise<Row[][]> {
  const args = [wrangler, 'd1', 'execute', 'DB', ...where, '--json', '--command', statements.join(';\n')]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: answerBytes }).catch(readError)
  const answers = JSON.parse(stdout) as { results: Row[] }[] // what --json prints
  if (answers.length !== statements.length) throw new Error(`wrangler answered ${answers.length} of ${statements.length} statements`)
  return answers.map(({ results }) => results)
}

/** Wrangler tells in its output what was wrong. */
function readError(error: Error & { stdout?: string; stderr?: string }): never {
  throw new Error(`wrangler d1 execute: ${(error.stdout || error.stderr || error.message).trim().slice(0, 2_000)}`)
}

/** Its statements have no parameters, so the values stand in the text. */
export function inlined({ sql, parameters }: Bound): string {
  const values = [...parameters]
  const text = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\?/g, (token) => (token === '?' ? literal(values.shift()) : token))
  // A comment would swallow what stands behind it on one line.
  return text.replace(/--[^\n]*\n/g, '\n')
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number') return Number.isInteger(value) ? `${value}.0` : String(value)
  return `'${String(value).replaceAll("'", "''")}'`
}
