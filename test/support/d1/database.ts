import { env } from 'cloudflare:workers'

const server = env.TEST_DATABASE.getByName('test')
const statements = env.MIGRATIONS.flatMap(({ queries }) => queries)

/** The class of D1's own client: it hands texts to a fetcher, and makes results of what comes back. */
const Client = env.DB.constructor as new (fetcher: { fetch: typeof ask }) => D1Database

/** D1's own client over the database of the tests. */
export const openTestDatabase = (): D1Database => new Client({ fetch: ask })

/** What the migrations leave, and nothing else. */
export const restoreDatabase = (): Promise<void> => server.restore(statements)

async function ask(address: string, { body }: { body: string }) {
  const format = new URL(address).searchParams.get('resultsFormat') === 'NONE' ? 'NONE' : 'ROWS_AND_COLUMNS'
  const text = await server.query(body, format)
  return { headers: noBookmark, text: async () => text }
}

const noBookmark = { get: () => null }
