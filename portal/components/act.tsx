import { Button, type ButtonKind } from './button.tsx'

type ActProps = {
  action: string
  label: string
  /** Hidden values that travel along. */
  fields?: Record<string, string> | undefined
  kind?: ButtonKind | undefined
  small?: boolean | undefined
}

/** A form that is only its button: one act, one POST. */
export const Act = ({ action, label, fields = {}, kind, small }: ActProps) => (
  <form class="act" method="post" action={action}>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <Button kind={kind} small={small}>
      {label}
    </Button>
  </form>
)
