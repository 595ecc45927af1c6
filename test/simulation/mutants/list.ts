import { approvingMutants } from './approving.ts'
import { earningMutants } from './earning.ts'
import type { Mutant } from './mutant.ts'
import { recordingMutants } from './recording.ts'
import { sendingMutants } from './sending.ts'

/** `M12` of `M12 no quiet period before gen 1`. */
export const numberOf = ({ name }: Mutant): string => name.split(' ')[0] ?? name

const placeOf = (mutant: Mutant): number => Number(numberOf(mutant).slice(1))

export const mutants: readonly Mutant[] = [...sendingMutants, ...earningMutants, ...approvingMutants, ...recordingMutants].sort(
  (a, b) => placeOf(a) - placeOf(b),
)

/** Where a rare one was caught last, by its number. */
export const knownSeeds: Readonly<Record<string, number>> = { M9: 107, M11: 23, M16: 23, M20: 78, M35: 115, M41: 30 }

/** Caught within a seed or two, from the first on. */
export const quickMutants: readonly string[] = []
