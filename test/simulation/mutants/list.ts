import { approvingMutants } from './approving.ts'
import { earningMutants } from './earning.ts'
import type { Mutant } from './mutant.ts'
import { sendingMutants } from './sending.ts'

const numberOf = ({ name }: Mutant): number => Number(/^M(\d+)/.exec(name)?.[1])

export const mutants: readonly Mutant[] = [...sendingMutants, ...earningMutants, ...approvingMutants].sort(
  (a, b) => numberOf(a) - numberOf(b),
)

/** Where a rare one was caught last, by its number. */
export const knownSeeds: Readonly<Record<string, number>> = { M9: 107, M11: 23, M16: 23, M20: 78, M35: 115, M41: 30 }
