import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import type { Viewer } from '../../worker/env.ts'
import { navigationOf } from '../../worker/navigation.ts'
import type { Bench } from './measure.ts'
import { people, type Size, seed } from './pages/seed.ts'
import { pagesOf, type Visit, type Visitor, visitAll } from './pages/visit.ts'
import type { Look, Seen } from './pages/worker.ts'
import { bundle, readQueueLimits, start } from './payouts/process.ts'
import { openStripe } from './payouts/stripe.ts'

const sizes: readonly Size[] = [
  { clicks: 10_000, prospects: 1_000, partners: 100 },
  { clicks: 100_000, prospects: 10_000, partners: 1_000 },
  { clicks: 1_000_000, prospects: 100_000, partners: 10_000 },
]
const nowMs = Date.parse('2026-11-02T09:00:00Z')
/** The budgets of a screenful (design.md 11). */
/** Documents print each of their lines, however many; they are no screenful. */
const isDocument = (route: string): boolean => /\/statements\/:\w+$/.test(route)

const most = { read: 300, growth: 1.2, bytes: 60 * 1_024, scriptBytes: 10 * 1_024 }

/**
 * What every page costs each role in rows that D1 reads, and a first visit in bytes, in a small programme, one ten and one a hundred
 * times as large. The pages are those of the navigation and one of every kind that they lead to.
 */
export const run: Bench = async ({ args, tell }) => {
  const { values } = parseArgs({ args, options: { sizes: { type: 'string', default: '3' }, sql: { type: 'boolean', default: false } } })
  const script = await bundle(join(import.meta.dirname, 'pages/worker.ts'))
  // Some pages ask Stripe for its balance.
  const { origin } = await openStripe({ partners: 1, faultShare: 0 })
  const rounds: Visit[][] = []
  for (const size of sizes.slice(0, Number(values.sizes))) rounds.push(await measure({ script, stripe: origin }, size, tell))
  const rows = compare(rounds)
  for (const row of rows) tell(lineOf(row, values.sql))
  const screens = rows.filter(({ route }) => !isDocument(route))
  const over = rows.filter(({ isOver }) => isOver)
  if (over.length > 0) process.exitCode = 1
  return {
    pages: rows.length,
    mostRowsRead: Math.max(...screens.flatMap(({ reads }) => reads)),
    mostGrowth: Math.max(...screens.map(({ growth }) => growth)),
    mostBytes: Math.max(...rows.map(({ bytes }) => bytes)),
    mostScriptBytes: Math.max(...rows.map(({ scriptBytes }) => scriptBytes)),
    overBudget: over.length,
  }
}

type Worker = { script: string; stripe: string }

async function measure(worker: Worker, size: Size, tell: (line: string) => void): Promise<Visit[]> {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-pages-'))
  try {
    // Migrated by workerd, filled while nobody else has the file open.
    await (await start({ folder, ...worker, isFirst: true })).kill()
    const db = new DatabaseSync(fileIn(folder))
    seed(db, size, nowMs)
    db.close()
    tell(`${size.clicks} clicks, ${size.prospects} prospects, ${size.partners} partners`)
    const running = await start({ folder, ...worker, isFirst: false })
    try {
      const pages = pagesOf((await (await fetch(running.url)).json()) as string[]) // the bench's own Worker
      const visits: Visit[] = []
      for (const visitor of visitors)
        visits.push(
          ...(await visitAll(visitor, pages, (path, as) =>
            ask(running.url, { path, ...(as && { as }), nowMs, stripe: worker.stripe, queue: readQueueLimits() }),
          )),
        )
      return visits
    } finally {
      await running.kill()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function ask(url: string, look: Look): Promise<Seen> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(look) })
  if (!answer.ok) throw new Error(`${look.path}: ${answer.status} ${(await answer.text()).slice(0, 2_000)}`)
  return answer.json() as Promise<Seen> // as above
}

const viewers: readonly Viewer[] = Object.entries(people).map(([role, { kind, id }]) => {
  const person = { id, name: id, email: `${id}@bench.example`, sessionId: 'bench', secondFactorAt: null }
  return kind === 'member'
    ? { ...person, kind, partnerId: 'par_00000001', role: role as 'owner' | 'member' }
    : { ...person, kind, roles: [role as 'sales'] } // the names of `people` are the roles
})

const visitors: readonly Visitor[] = [
  { role: 'anyone', from: ['/sign-in', '/i/partner1'] },
  ...viewers.map((viewer) => ({
    role: viewer.kind === 'member' ? viewer.role : (viewer.roles[0] ?? ''),
    as: { kind: viewer.kind, id: viewer.id },
    from: navigationOf(viewer, '/').flatMap(({ links }) => links.map(({ href }) => href)),
    // Every name, domain and address of the seed begins so: the most that a search can find.
    ...(viewer.kind === 'staff' &&
      viewer.roles.some((role) => role === 'sales' || role === 'auditor') && {
        searches: ['/prospects?q=mill', '/prospects?q=mill&level=3'],
      }),
  })),
]

/** D1's database among the files of Miniflare. */
function fileIn(folder: string): string {
  const place = join(folder, 'd1/d1/miniflare-D1DatabaseObject')
  const name = readdirSync(place).find((each) => /^[0-9a-f]{64}\.sqlite$/.test(each)) ?? ''
  return join(place, name)
}

type Row = Pick<Visit, 'role' | 'route' | 'bytes' | 'scriptBytes' | 'statements'> & { reads: number[]; growth: number; isOver: boolean }

/** A page by its role and route, with its figures of each size; one that a size does not have is left out. */
function compare(rounds: readonly Visit[][]): Row[] {
  const [first = []] = rounds
  return first.flatMap((visit) => {
    const same = rounds.flatMap((round) => round.find(({ role, route }) => role === visit.role && route === visit.route) ?? [])
    if (same.length < rounds.length) return []
    const reads = same.map(({ read }) => read)
    // The smallest programme does not fill each page; and one that reads a handful of rows may read two more.
    const [last = 0, before = last] = reads.toReversed()
    const growth = Number((last / Math.max(20, before)).toFixed(2))
    const bytes = Math.max(...same.map((each) => each.bytes))
    const isOver =
      (!isDocument(visit.route) && (Math.max(...reads) > most.read || growth > most.growth)) ||
      bytes > most.bytes ||
      visit.scriptBytes > most.scriptBytes
    return [{ ...visit, reads, growth, bytes, isOver, statements: same.at(-1)?.statements ?? [] }]
  })
}

function lineOf({ role, route, reads, bytes, scriptBytes, isOver, statements }: Row, withSql: boolean): string {
  const line = `${isOver ? '!' : ' '} ${role.padEnd(9)} ${route.padEnd(42)} ${reads.map((read) => String(read).padStart(7)).join('')}  ${bytes} B, ${scriptBytes} B of it script`
  const heavy = statements
    .filter(({ read }) => read > 25)
    .map(({ sql, read }) => `      ${read} rows: ${sql.replace(/\s+/g, ' ').slice(0, 300)}`)
  return withSql || isOver ? [line, ...heavy].join('\n') : line
}
