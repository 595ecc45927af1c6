import { type RenderedMail, renderMail } from '../../portal/mails/layout.tsx'
import { codeMail, signInMail } from '../../portal/mails/sign-in.ts'
import type { Settings } from '../settings.ts'

/** These two hold secrets: they are sent at once and stored nowhere. */
export const renderSignInMail = (settings: Settings, mail: { name: string; url: string; code: string }): RenderedMail =>
  renderMail(signInMail({ ...mail, programme: settings.companyName }), {
    programme: settings.companyName,
    reason:
      'You get this mail because somebody asked to sign in with your address. If it was not you, do nothing: nobody gets in without it.',
  })

export const renderCodeMail = (settings: Settings, mail: { name: string; code: string }): RenderedMail =>
  renderMail(codeMail(mail), {
    programme: settings.companyName,
    reason: 'You get this mail because a page that moves money or changes who may asked for a fresh code in your session.',
  })
