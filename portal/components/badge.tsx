import type { Child } from 'hono/jsx'

/** `good` paid, approved, equal · `wait` in the hold, being sent · `warn` on hold, unknown, blocked · `bad` refused, a difference. */
export type Tone = 'plain' | 'good' | 'wait' | 'warn' | 'bad'

/** A state in a word; its colour only repeats it. */
export const Badge = ({ tone = 'plain', children }: { tone?: Tone | undefined; children?: Child }) => (
  <span class={tone === 'plain' ? 'badge' : `badge badge--${tone}`}>{children}</span>
)
