import { availableParallelism } from 'node:os'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { buildSync } from 'esbuild'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { testSecrets, testVariables } from './support/bindings.ts'

// Wrangler looks for the required secrets here and warns when they are missing.
Object.assign(process.env, testSecrets)

const bindings = { ...testVariables, ...testSecrets, MIGRATIONS: await readD1Migrations('schema/migrations') }
/** A Worker of its own beside the tests. */
const database = {
  name: 'test-database',
  modules: true,
  compatibilityDate: '2026-11-02',
  script:
    buildSync({
      entryPoints: ['test/support/d1/server.ts'],
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2024',
      external: ['cloudflare:*'],
    }).outputFiles[0]?.text ?? '',
  durableObjects: { TEST_DATABASE: { className: 'TestDatabase', useSQLite: true } },
}
const miniflare = {
  bindings,
  durableObjects: { TEST_DATABASE: { className: 'TestDatabase', scriptName: database.name, useSQLite: true } },
  workers: [database],
}
const optimizer = {
  ssr: {
    enabled: true,
    include: [
      'stripe',
      'drizzle-orm',
      'drizzle-orm/d1',
      'drizzle-orm/sqlite-core',
      'hono',
      'hono/route',
      'jose',
      'valibot',
      '@simplewebauthn/server',
    ],
  },
}
const oxc = { jsx: { runtime: 'automatic' as const, importSource: 'hono/jsx' } }

/** One for each core, and no fewer than two: in one isolate all files would share one database from end to end. */
const maxWorkers = Math.max(2, availableParallelism())

/** The longest of each project first: begun late, it would keep one core busy alone at the end. */
const longest = ['deals/any-order', 'bad-input/forms', 'identity/scope', 'bad-input/everything', 'worker/not-yours'].map(
  (name) => `${name}.test.ts`,
)
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ project, moduleId }: TestSpecification) =>
      (project.name === 'pure' ? 0 : 2) + (longest.some((name) => moduleId.endsWith(name)) ? 0 : 1)
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}

const pure = {
  oxc,
  test: {
    name: 'pure',
    isolate: false,
    maxWorkers,
    include: [
      'test/schema/**/*.test.ts',
      'test/worker/**/rules{,-*}.test.ts',
      'test/worker/deals/any-order.test.ts',
      'test/portal/**/*.test.{ts,tsx}',
      'test/local/**/*.test.ts',
      'test/stripe/schemas/**/*.test.ts',
    ],
  },
}
const workerd = {
  oxc,
  plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' }, miniflare })],
  test: {
    name: 'workerd',
    include: ['test/worker/**/*.test.{ts,tsx}', 'test/stripe/**/*.test.ts', 'test/migrations/**/*.test.ts', 'test/support/**/*.test.ts'],
    exclude: ['**/rules{,-*}.test.ts', '**/any-order.test.ts', 'test/stripe/schemas/**'],
    setupFiles: ['./test/support/migrate.ts'],
    isolate: false,
    maxWorkers,
    deps: { optimizer },
  },
}

// A machine with other work must not fail a test for its slowness alone.
const patience = { testTimeout: 30_000, hookTimeout: 30_000 }

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [pure, workerd].map((each) => ({ ...each, test: { ...each.test, ...patience } })),
  },
})
