import type { Child } from 'hono/jsx'
import { Button, ButtonLink } from './button.tsx'
import { type Fact, Facts } from './facts.tsx'

type ConfirmProps = {
  /** The question, with amount and name in it: `Send $12,400.00 to 31 partners?` */
  question: Child
  /** What exactly will happen. */
  facts: readonly Fact[]
  action: string
  /** The act itself as a verb, never `OK`: `Approve run`. */
  label: string
  cancelHref: string
  /** Hidden values that travel along, such as the fingerprint of what was shown. */
  fields?: Record<string, string> | undefined
  danger?: boolean | undefined
  /** Further fields, such as a code or a reason. */
  children?: Child
}

/** Asks once more before an act that cannot be undone. */
export const Confirm = ({ question, facts, action, label, cancelHref, fields = {}, danger, children }: ConfirmProps) => (
  <section class="confirm sheet">
    <h2 class="confirm__question">{question}</h2>
    <Facts facts={facts} />
    <form class="form" method="post" action={action} novalidate>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
      <div class="form__buttons">
        <Button kind={danger ? 'danger' : 'primary'}>{label}</Button>
        <ButtonLink kind="quiet" href={cancelHref}>
          Back
        </ButtonLink>
      </div>
    </form>
  </section>
)
