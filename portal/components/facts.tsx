import type { Child } from 'hono/jsx'

export type Fact = { label: string; value: Child }

/** Label and value, one under the other; `wide` puts the pairs side by side where there is room. */
export const Facts = ({ facts, wide }: { facts: readonly Fact[]; wide?: boolean | undefined }) => (
  <dl class={wide ? 'facts facts--wide' : 'facts'}>
    {facts.map(({ label, value }) => (
      <div class="facts__fact">
        <dt class="facts__label">{label}</dt>
        <dd class="facts__value">{value}</dd>
      </div>
    ))}
  </dl>
)
