import type { Run } from '../run.ts'
import { inThreads, type Task } from '../threads.ts'
import { knownSeeds, mutants, numberOf, quickSeeds } from './list.ts'

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
  const inOrder = mutants.flatMap(({ name }) => all.filter((each) => each.name === name))
  run.print(JSON.stringify({ mutants: inOrder, seconds: run.seconds() }))
  return inOrder.every(({ caught }) => caught)
}

function* tasksOf({ seeds, from, days }: Run, { only, quick }: Choice): Generator<Task> {
  // Seeds that caught one before are tried first; they are no more than a good guess.
  const likely = quick ? quickSeeds : knownSeeds
  const isAsked = (mutant: string) => only?.includes(mutant) ?? (!quick || mutant in quickSeeds)
  for (const mutant of mutants.map(numberOf)) {
    if (isAsked(mutant)) yield { kind: 'hunt', hunt: { mutant, first: likely[mutant], seeds, from, days } }
  }
}
