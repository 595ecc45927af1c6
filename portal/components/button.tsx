import { type Child, useContext } from 'hono/jsx'
import { Reach } from './way.tsx'

/** One `primary` a screen. `danger` is for an act that takes something away. `quiet` looks like a link with a target of a button. */
export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

type Look = { kind?: ButtonKind | undefined; small?: boolean | undefined; children?: Child }

const classOf = ({ kind = 'plain', small }: Look): string =>
  ['button', kind !== 'plain' && `button--${kind}`, small && 'button--small'].filter(Boolean).join(' ')

type ButtonProps = Look & {
  type?: 'submit' | 'button' | undefined
  name?: string | undefined
  value?: string | undefined
  /** The form it submits, when it stands outside of it. */
  form?: string | undefined
  disabled?: boolean | undefined
}

export const Button = ({ type = 'submit', name, value, form, disabled, ...look }: ButtonProps) => (
  <button class={classOf(look)} type={type} name={name} value={value} form={form} disabled={disabled}>
    {look.children}
  </button>
)

/** A link that looks like a button: for going somewhere, never for changing something. Absent for who may not go there. */
export const ButtonLink = ({ href, download, ...look }: Look & { href: string; download?: string | undefined }) =>
  useContext(Reach)(href) ? (
    <a class={classOf(look)} href={href} download={download}>
      {look.children}
    </a>
  ) : null
