import { ButtonLink } from './button.tsx'
import { Notice } from './notice.tsx'

/** `open`: no administrator has a passkey yet, so none is asked for. */
export type AdminFactor = 'open' | 'fresh' | 'needed'

/** What stands before an administrator's forms: that they need a passkey, or that they soon should. */
export const AdminFactorNotice = ({ factor, next }: { factor: AdminFactor; next: string }) => {
  if (factor === 'fresh') return null
  if (factor === 'open')
    return (
      <Notice tone="warn" title="No administrator has a passkey yet">
        Until one has, whoever reads an administrator’s mail can change who may do what. Two administrators make each other’s codes: add a
        second one, then your passkeys.
      </Notice>
    )
  return (
    <Notice action={<ButtonLink href={`/sign-in/second-factor?next=${next}`}>Use your passkey</ButtonLink>}>
      Changing who may do what needs your passkey, used in the last ten minutes.
    </Notice>
  )
}
