import { parentPort } from 'node:worker_threads'
import { huntMutant } from './mutants/hunt.ts'
import { runSeed, type World } from './run-seed.ts'
import type { Done, Task } from './threads.ts'
import { makeQuiet, worldOf } from './world.ts'

makeQuiet()
// Errors are thrown by the thousand here, on purpose; where one came from is told by `--trace`.
Error.stackTraceLimit = 0
let product: Promise<World> | undefined

parentPort?.on('message', (task: Task) => {
  // A rejection ends the thread, and with it the run.
  void perform(task).then((done) => parentPort?.postMessage(done))
})

async function perform(task: Task): Promise<Done> {
  if (task.kind === 'hunt') return { kind: 'hunt', caught: await huntMutant(task.hunt) }
  product ??= worldOf('product')
  const { seed, tally, transfers, violation } = await runSeed(await product, task.seed, { days: task.days })
  return {
    kind: 'seed',
    found: {
      seed,
      figures: tally.figures(),
      transfers,
      violation: violation && { invariant: violation.invariant, message: violation.message },
    },
  }
}
