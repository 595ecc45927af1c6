import type { Child } from 'hono/jsx'

export type Step = {
  title: Child
  state: 'done' | 'now' | 'next' | 'failed'
  /** When it happened or is expected. */
  at?: Child
  note?: Child
}

const wordFor: Record<Step['state'], string> = { done: 'Done', now: 'Now', next: 'Next', failed: 'Failed' }

/** What happened and what comes next, in order. */
export const Steps = ({ steps }: { steps: readonly Step[] }) => (
  <ol class="steps">
    {steps.map(({ title, state, at, note }) => (
      <li class={`steps__step steps__step--${state}`} aria-current={state === 'now' ? 'step' : undefined}>
        <p class="steps__title">
          <span class="visually-hidden">{wordFor[state]}: </span>
          {title}
        </p>
        {at && <p class="steps__at">{at}</p>}
        {note && <div class="steps__note">{note}</div>}
      </li>
    ))}
  </ol>
)
