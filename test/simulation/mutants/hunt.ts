import { runSeed } from '../run-seed.ts'
import { worldOf } from '../world.ts'
import { mutants, numberOf } from './list.ts'
import type { Mutant } from './mutant.ts'

/** A mutant by its number, and the seeds in which it is looked for: `first`, then so many. */
export type Hunt = { mutant: string; first: number | undefined; seeds: number; from: number; days: number }
export type Caught = { name: string; caught: boolean; seed: number | null; invariant: string | null; asExpected: boolean; message: string }

/** Lets a deliberate bug live until a seed catches it. */
export async function huntMutant(hunt: Hunt): Promise<Caught> {
  const mutant = mutants.find((each) => numberOf(each) === hunt.mutant)
  if (!mutant) throw new Error(`There is no mutant ${hunt.mutant}`)
  try {
    return await pursue(mutant, hunt)
  } catch (error) {
    // A mutant whose texts are gone says nothing about the product: it counts as one that survived.
    return survived(mutant, `cannot be made: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function pursue(mutant: Mutant, hunt: Hunt): Promise<Caught> {
  const world = await worldOf(hunt.mutant, mutant.patches)
  for (const seed of seedsFor(hunt)) {
    const { violation } = await runSeed(world, seed, { days: hunt.days })
    if (!violation) continue
    const { invariant, message } = violation
    return { name: mutant.name, caught: true, seed, invariant, asExpected: mutant.expect.includes(invariant), message }
  }
  return survived(mutant, `survived ${hunt.seeds} seeds`)
}

function seedsFor({ first, from, seeds }: Hunt): number[] {
  const range = Array.from({ length: seeds }, (_, n) => from + n)
  return first === undefined ? range : [first, ...range.filter((seed) => seed !== first)]
}

const survived = ({ name }: Mutant, message: string): Caught => ({
  name,
  caught: false,
  seed: null,
  invariant: null,
  asExpected: false,
  message,
})
