import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import type { Run } from '../run.ts'
import { runSeed, type World } from '../run-seed.ts'
import { worldOf } from '../world.ts'
import type { Recording } from './recording.ts'
import { RecordingStore } from './recording-store.ts'
import type { Replayed } from './replay-worker.ts'

/** Databases that one workerd holds at a time. */
const databasesAtMost = 20

/**
 * The same seeds on D1 in workerd: each call to the database is made there again, in its order, and each answer compared, error texts
 * included; at the end every row of every table. Where all answers are equal the product, which hears nothing else of its database,
 * would have done the same. The product runs here with the query builder as it is, and must go the same way as with the quick one.
 */
export async function compareWithD1(run: Run, seeds: number): Promise<boolean> {
  const worlds = await bothWorlds()
  const total = { same: 0, calls: 0 }
  for (let first = run.from; first < run.from + seeds; first += databasesAtMost) {
    const count = Math.min(databasesAtMost, run.from + seeds - first)
    await withWorkerd(count, async (replay) => {
      let replaying = Promise.resolve()
      for (let n = 0; n < count; n += 1) {
        const { recording, complaints } = await record(worlds, first + n, run.days)
        // While workerd is at one seed, the next is made here.
        await replaying
        replaying = replay(n, recording).then(({ calls, differences }) => {
          total.calls += calls
          complaints.push(...differences.map(({ where, expected, got }) => `${where}\n  here ${expected}\n  D1   ${got}`))
          for (const complaint of complaints) run.print(`Seed ${first + n}: ${complaint}`)
          if (complaints.length === 0) total.same += 1
          run.tell(
            `Seed ${first + n}: ${calls} calls, ${differences.length === 0 ? 'all answered alike' : 'answered otherwise'}  [${run.seconds()} s]`,
          )
        })
      }
      await replaying
    })
  }
  run.print(JSON.stringify({ parity: seeds, ...total, seconds: run.seconds() }))
  return total.same === seeds
}

type Worlds = { plain: World; quick: World; store: RecordingStore }

async function bothWorlds(): Promise<Worlds> {
  let store: RecordingStore | undefined
  const makeStore = (...given: ConstructorParameters<typeof RecordingStore>) => {
    store = new RecordingStore(...given)
    return store
  }
  const [plain, quick] = [await worldOf('plain', [], { isPlain: true, makeStore }), await worldOf('quick')]
  if (!store) throw new Error('Nobody made a store')
  return { plain, quick, store }
}

async function record(
  { plain, quick, store }: Worlds,
  seed: number,
  days: number,
): Promise<{ recording: Recording; complaints: string[] }> {
  const { tally, violation } = await runSeed(plain, seed, { days })
  const { tally: other } = await runSeed(quick, seed, { days })
  const isSameWay = tally.digest === other.digest && tally.effects === other.effects
  const complaints = isSameWay ? [] : ['it goes another way with the quick query builder']
  if (violation) complaints.push(`it breaks ${violation.invariant}: ${violation.message}`)
  return { recording: store.recording, complaints }
}

type Replay = (database: number, recording: Recording) => Promise<Replayed>

async function withWorkerd(databases: number, work: (replay: Replay) => Promise<void>): Promise<void> {
  const names = Array.from({ length: databases }, (_, n) => `D${n}`)
  const { outputFiles } = await build({
    entryPoints: [resolve(import.meta.dirname, 'replay-worker.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  })
  const workerd = new Miniflare(
    convertV4MiniflareOptions({
      name: 'parity',
      modules: true,
      script: outputFiles[0]?.text ?? '',
      compatibilityDate: '2026-11-01',
      d1Databases: Object.fromEntries(names.map((name) => [name, name.toLowerCase()])),
    }),
  )
  try {
    for (const name of names) {
      const db = await workerd.getD1Database(name)
      await db.batch(migrations().map((statement) => db.prepare(statement)))
    }
    await work(async (database, recording) => {
      const answer = await workerd.dispatchFetch(`http://parity/?db=D${database}`, { method: 'POST', body: JSON.stringify(recording) })
      if (!answer.ok) throw new Error(`workerd says ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as Replayed // as replay-worker.ts answers
    })
  } finally {
    await workerd.dispose()
  }
}

const migrations = (): string[] =>
  readdirSync('schema/migrations')
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .flatMap((file) => readFileSync(`schema/migrations/${file}`, 'utf8').split('--> statement-breakpoint'))
