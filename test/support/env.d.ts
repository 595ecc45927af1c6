import type { D1Migration } from '@cloudflare/vitest-plugin'
import type { TestDatabase } from './d1/server.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      MIGRATIONS: D1Migration[]
      TEST_DATABASE: DurableObjectNamespace<TestDatabase>
    }
  }
}
