import { readFileSync } from 'node:fs'
import { patched } from '../bundle.ts'
import type { Run } from '../run.ts'
import { inThreads, type Task } from '../threads.ts'
import { knownSeeds, mutants, numberOf, quickSeeds } from './list.ts'
import type { Mutant } from './mutant.ts'

type Choice = { only: readonly string[] | undefined; quick: boolean }

/** Lets each deliberate bug live until a seed catches it, and says whether none survived. The last line printed is for a machine. */
export async function huntMutants(run: Run, choice: Choice): Promise<boolean> {
  const all: { name: string; caught: boolean; seed: number | null }[] = []
  await inThreads(run.jobs, tasksOf(run, choice), (done) => {
    if (done.kind !== 'hunt') return
    const { name, caught, seed, invariant, asExpected, message } = done.caught
    all.push({ name, caught, seed })
    const how = seed === null ? message : `seed ${seed}, ${invariant}${asExpected ? '' : ' (another than expected)'}: ${message}`
    run.tell(`${name}: ${how}  [${run.seconds()} s]`)
  })
  // Those that were not hunted must be there to hunt all the same.
  const gone = mutants.flatMap((mutant) => whyGone(mutant) ?? [])
  for (const why of gone) run.print(why)
  const inOrder = mutants.flatMap(({ name }) => all.filter((each) => each.name === name))
  run.print(JSON.stringify({ mutants: inOrder, seconds: run.seconds() }))
  return gone.length === 0 && inOrder.every(({ caught }) => caught)
}

/** A mutant whose text was changed in the product and not here. */
function whyGone({ name, patches }: Mutant): string | undefined {
  try {
    for (const file of new Set(patches.map((patch) => patch.file))) patched(file, readFileSync(file, 'utf8'), patches, new Set())
    return undefined
  } catch (error) {
    return `${name} cannot be made: ${error instanceof Error ? error.message : String(error)}`
  }
}

function* tasksOf({ seeds, from, days }: Run, { only, quick }: Choice): Generator<Task> {
  // Seeds that caught one before are tried first; they are no more than a good guess.
  const likely = quick ? quickSeeds : knownSeeds
  const isAsked = (mutant: string) => only?.includes(mutant) ?? (!quick || mutant in quickSeeds)
  for (const mutant of mutants.map(numberOf)) {
    if (isAsked(mutant)) yield { kind: 'hunt', hunt: { mutant, first: likely[mutant], seeds, from, days } }
  }
}
