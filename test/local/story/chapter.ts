import type { Deps } from '../../../worker/deps.ts'

/** Ids by the name the story gives them: `names['ada']` is a member's id. Carried from chapter to chapter. */
export type Names = Record<string, string>

/** What a chapter has at hand: the acts' own dependencies, the names given so far, and Stripe's side (`POST /_/{act}` of the stand-in). */
export type Teller = { deps: Deps; names: Names; stripe: (act: string, body: object) => Promise<Record<string, unknown>> }

/** Something that happened on a day, counted back from the day of seeding; told through the real acts, never as rows. */
export type Chapter = {
  name: string
  day: number
  /** Needs no stand-in: also told where a developer's own Stripe account is behind the portal. */
  isGround?: true
  tell: (teller: Teller) => Promise<void>
}

/** The id behind a name; a chapter that asks for one nobody gave is in the wrong place. */
export function named(names: Names, name: string): string {
  const id = names[name]
  if (!id) throw new Error(`The story has not told of ${name} yet`)
  return id
}
