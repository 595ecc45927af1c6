import { readFileSync } from 'node:fs'
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from 'miniflare'

/** What this process is given in a file: the Worker, and on its first start the statements that make its tables. */
export type Given = { options: V4MiniflareOptions; statements: string[] }

// Whatever ends the test ends this process group with it.
process.once('disconnect', () => process.kill(-process.pid, 'SIGKILL'))

// The test wrote it.
const { options, statements } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Given
const miniflare = new Miniflare(convertV4MiniflareOptions(options))
await miniflare.ready
if (statements.length > 0) {
  const db = await miniflare.getD1Database('DB')
  await db.batch(statements.map((statement) => db.prepare(statement)))
}
process.send?.('ready')
