import { approvingMutants } from './approving.ts'
import { earningMutants } from './earning.ts'
import type { Mutant } from './mutant.ts'
import { sendingMutants } from './sending.ts'

const numberOf = ({ name }: Mutant): number => Number(/^M(\d+)/.exec(name)?.[1])

export const mutants: readonly Mutant[] = [...sendingMutants, ...earningMutants, ...approvingMutants].sort(
  (a, b) => numberOf(a) - numberOf(b),
)
