import { readFileSync } from 'node:fs'
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from 'miniflare'
import { childrenOfThis } from '../cpu.ts'

/** What the process is given in a file: the Worker's options, and on its first start the migrations. */
export type Given = { options: V4MiniflareOptions; statements: string[] }
export type Ready = { workerd: number; url: string; inspector: string }

// Whatever ends the bench ends this process group with it.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'))

// The bench wrote it.
const { options, statements } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Given
const miniflare = new Miniflare(convertV4MiniflareOptions(options))
await miniflare.ready
if (statements.length > 0) {
  const db = await miniflare.getD1Database('DB')
  await db.batch(statements.map((statement) => db.prepare(statement)))
}
const [workerd = 0] = childrenOfThis('workerd')
// The way without Miniflare's proxy, which would hold progress back until the end.
const { href } = await miniflare.unsafeGetDirectURL('goodword')
const ready: Ready = { workerd, url: href, inspector: (await miniflare.getInspectorURL()).href }
process.send?.(ready)
