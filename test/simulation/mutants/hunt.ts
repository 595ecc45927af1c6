import { runSeed } from '../run-seed.ts'
import { worldOf } from '../world.ts'
import { knownSeeds, mutants } from './list.ts'
import type { Mutant } from './mutant.ts'

export type Caught = { name: string; caught: boolean; seed: number | null; invariant: string | null; asExpected: boolean }

type Hunt = { seeds: number; from: number; only: string | undefined; days: number; told: (caught: Caught, message: string) => void }

/** Lets each deliberate bug live until a seed catches it. */
export async function huntMutants(asked: Hunt): Promise<Caught[]> {
  const all: Caught[] = []
  for (const mutant of mutants) {
    if (asked.only && !asked.only.split(',').includes(mutant.name.split(' ')[0] ?? '')) continue
    all.push(await hunt(mutant, asked).catch((error: unknown) => broken(mutant, error, asked.told)))
  }
  return all
}

/** Seeds that caught a rare one before are tried first; they are no more than a good guess. */
function seedsFor(name: string, from: number, seeds: number): number[] {
  const range = Array.from({ length: seeds }, (_, n) => from + n)
  const known = knownSeeds[name.split(' ')[0] ?? '']
  return seeds > 0 && known !== undefined ? [known, ...range.filter((seed) => seed !== known)] : range
}

/** A mutant whose texts are gone says nothing about the product: it counts as one that survived. */
function broken({ name }: Mutant, error: unknown, told: Hunt['told']): Caught {
  const survived = { name, caught: false, seed: null, invariant: null, asExpected: false }
  told(survived, `cannot be made: ${error instanceof Error ? error.message : String(error)}`)
  return survived
}

async function hunt({ name, expect, patches }: Mutant, { seeds, from, days, told }: Hunt): Promise<Caught> {
  const world = await worldOf(name.split(' ')[0] ?? name, patches)
  for (const seed of seedsFor(name, from, seeds)) {
    const { violation } = await runSeed(world, seed, { days })
    if (!violation) continue
    const caught = { name, caught: true, seed, invariant: violation.invariant, asExpected: expect.includes(violation.invariant) }
    told(caught, violation.message)
    return caught
  }
  const survived = { name, caught: false, seed: null, invariant: null, asExpected: false }
  told(survived, `survived ${seeds} seeds`)
  return survived
}
