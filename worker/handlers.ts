import { createApp } from './app.tsx'
import { runCron } from './cron.ts'
import type { MakeDeps } from './deps.ts'
import { consume } from './queue.ts'

/** fetch · queue · scheduled over the same acts; dependencies are built once per request, batch or cron run. */
export function createHandlers(makeDeps: MakeDeps) {
  const app = createApp(makeDeps)
  return {
    fetch: app.fetch,
    queue: (batch, env) => consume(makeDeps(env), batch),
    scheduled: (event, env) => runCron(makeDeps(env), event.cron),
  } satisfies ExportedHandler<Bindings>
}
