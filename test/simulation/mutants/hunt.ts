import { runSeed } from '../run-seed.ts'
import { worldOf } from '../world.ts'
import { mutants } from './list.ts'
import type { Mutant } from './mutant.ts'

export type Caught = { name: string; caught: boolean; seed: number | null; invariant: string | null; asExpected: boolean }

type Hunt = { seeds: number; from: number; only: string | undefined; told: (caught: Caught, message: string) => void }

/** Lets each deliberate bug live until a seed catches it. */
export async function huntMutants({ seeds, from, only, told }: Hunt): Promise<Caught[]> {
  const all: Caught[] = []
  for (const mutant of mutants) {
    if (only && !only.split(',').includes(mutant.name.split(' ')[0] ?? '')) continue
    all.push(await hunt(mutant, seeds, from, told))
  }
  return all
}

async function hunt({ name, expect, patches }: Mutant, seeds: number, from: number, told: Hunt['told']): Promise<Caught> {
  const world = await worldOf(name.split(' ')[0] ?? name, patches)
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { violation } = await runSeed(world, seed)
    if (!violation) continue
    const caught = { name, caught: true, seed, invariant: violation.invariant, asExpected: expect.includes(violation.invariant) }
    told(caught, violation.message)
    return caught
  }
  const survived = { name, caught: false, seed: null, invariant: null, asExpected: false }
  told(survived, `survived ${seeds} seeds`)
  return survived
}
