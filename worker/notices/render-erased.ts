import { type RenderedMail, renderMail } from '../../portal/mails/layout.tsx'
import { prospectErased } from '../../portal/mails/prospects.ts'
import type { Settings } from '../settings.ts'

/** It goes to an address that we have just forgotten: sent at once, stored nowhere. */
export const renderErasedMail = ({ companyName }: Pick<Settings, 'companyName'>): RenderedMail =>
  renderMail(prospectErased({ programme: companyName }), {
    programme: companyName,
    reason: 'You get this last mail because somebody with your private link had it erased.',
  })
