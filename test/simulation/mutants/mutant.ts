import type { Patch } from '../bundle.ts'

/** A deliberate bug: which texts of the product it changes, and the invariants one of which should catch it. */
export type Mutant = { name: string; expect: readonly string[]; patches: readonly Patch[] }

export const mutant = (name: string, expect: string, ...patches: readonly Patch[]): Mutant => ({ name, expect: expect.split(' '), patches })

export const change = (file: string, from: string, to: string): Patch => ({ file, from, to })

const triggersFile = 'schema/migrations/0001_triggers.sql'

/** The database lets through what a trigger `… UPDATE OF columns ON …` refuses or keeps: it waits for a column that nobody writes. */
export const withoutTrigger = (head: string): Patch =>
  change(triggersFile, `CREATE TRIGGER ${head}\n`, `CREATE TRIGGER ${head.replace(/ OF [\w, ]+ ON /, ' OF id ON ')}\n`)
