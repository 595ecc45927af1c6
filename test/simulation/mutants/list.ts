import { approvingMutants } from './approving.ts'
import { earningMutants } from './earning.ts'
import type { Mutant } from './mutant.ts'
import { recordingMutants } from './recording.ts'
import { restoringMutants } from './restoring.ts'
import { sendingMutants } from './sending.ts'

/** `M12` of `M12 no quiet period before gen 1`. */
export const numberOf = ({ name }: Mutant): string => name.split(' ')[0] ?? name

const placeOf = (mutant: Mutant): number => Number(numberOf(mutant).slice(1))

export const mutants: readonly Mutant[] = [
  ...sendingMutants,
  ...earningMutants,
  ...approvingMutants,
  ...recordingMutants,
  ...restoringMutants,
].sort((a, b) => placeOf(a) - placeOf(b))

/** Where a rare one was caught last, by its number. */
export const knownSeeds: Readonly<Record<string, number>> = {
  M9: 12,
  M11: 72,
  M14: 20,
  M15: 8,
  M26: 12,
  M28: 7,
  M33: 6,
  M41: 12,
  M44: 45,
  M62: 10,
  M70: 16,
  M71: 16,
  M72: 18,
  M74: 16,
  M75: 99,
  M83: 21,
  M85: 28,
}

/** Caught by one small seed, one day of faults, and by which: `--quick` hunts these. */
export const quickSeeds: Readonly<Record<string, number>> = {
  M1: 1,
  M3: 1,
  M4: 2,
  M6: 2,
  M12: 13,
  M22: 1,
  M24: 22,
  M29: 1,
  M31: 2,
  M36: 1,
  M38: 1,
  M39: 1,
  M42: 2,
  M43: 2,
  M45: 1,
  M47: 1,
  M48: 1,
  M50: 1,
  M80: 1,
  M81: 1,
}
