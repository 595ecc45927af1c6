/** What the portal writes into the script it serves. */
export type SnippetConfig = {
  /** Where the portal is, unless the script's `data-portal` says otherwise. */
  portal: string
  /** Parameters of an address that hold a partner's code, in the order in which they are looked for. */
  names: readonly string[]
  /** How long a click id that came in the address is kept. */
  days: number
  /** Whether a new click id takes the place of a kept one. */
  last: boolean
  /** Whether a cookie waits for `goodword('consent', true)`. */
  wait: boolean
  /** Whether groups differ in these three, so that the portal has to be asked which of them hold. */
  ask: boolean
}

/** The script of the company's own site. It stands alone: the portal serves its text. */
export function goodword(config: SnippetConfig): void
