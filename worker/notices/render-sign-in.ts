import { type RenderedMail, renderMail } from '../../portal/mails/layout.tsx'
import { signInMail } from '../../portal/mails/sign-in.ts'
import type { Settings } from '../settings.ts'

/** It holds secrets: it is sent at once and stored nowhere. */
export const renderSignInMail = (settings: Settings, mail: { name: string; url: string; code: string }): RenderedMail =>
  renderMail(signInMail({ ...mail, programme: settings.companyName }), {
    programme: settings.companyName,
    reason:
      'You get this mail because somebody asked to sign in with your address. If it was not you, do nothing: nobody gets in without it.',
  })
