import { Hono } from 'hono'
import { HeldPage } from '../../portal/pages/held-page.tsx'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { digestOf } from '../identity/keys.ts'
import { allow } from '../identity/policy.ts'
import { findByAccessHash, listContacts, listIntroductions } from './store.ts'

/** `/me/:token`: what is held about a prospect, for whoever has the private link of its mail. */
export const held = new Hono<AppEnv>().get('/:token', allow('anyone'), async (c) => {
  const { db, settings } = c.var.deps
  const prospect = await findByAccessHash(db, await digestOf(c.req.param('token')))
  if (!prospect || prospect.erasedAt) throw notFound()
  const [contacts, introductions] = await Promise.all([listContacts(db, prospect.id), listIntroductions(db, prospect.id)])
  return c.render(
    <HeldPage
      programme={settings.companyName}
      writeTo={addressIn(settings.mailFrom)}
      company={prospect.company}
      domain={prospect.domain}
      since={prospect.createdAt}
      contacts={contacts}
      introductions={introductions}
    />,
    { audience: 'home' },
  )
})

/** `Name <address>`, or an address alone. */
const addressIn = (mailFrom: string): string => /<(.+)>$/.exec(mailFrom)?.[1] ?? mailFrom
