import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { ErasedPage } from '../../portal/pages/erased-page.tsx'
import { ErasurePage } from '../../portal/pages/erasure-page.tsx'
import { HeldPage } from '../../portal/pages/held-page.tsx'
import { LostLinkPage } from '../../portal/pages/lost-link-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm } from '../form.ts'
import { refuseBeyond } from '../identity/ask.ts'
import { allow } from '../identity/policy.ts'
import { forLog } from '../log.ts'
import { renderErasedMail } from '../notices/render-erased.ts'
import { mailPrivateLink } from './ask-link.ts'
import { correctHeld } from './correct-held.ts'
import { eraseProspect } from './erase.ts'
import { eraseNamed } from './erase-named.ts'
import { type Held, readHeld } from './held.ts'
import { heldForDownload } from './held-file.ts'
import { findNamed, namedForDownload, renderNamed, renderNamedErasure } from './named-view.tsx'
import { objectTo } from './object.ts'
import { findPrivateLink } from './private-link.ts'
import { correctionShape, erasureShape, lostLinkShape, objectionShape } from './shapes-held.ts'

const asksPerBrowser = { what: 'held/ask', times: 10, windowMs: 3_600_000 }

/**
 * `/me`: what is held about a prospect, for whoever has the private link of its mail. Opening an address changes nothing, for programs
 * open every link of a mail; whatever changes something is sent from a page.
 */
export const held = new Hono<AppEnv>()
  .get('/', allow('anyone'), (c) => renderLostLink(c, { moved: c.req.query('mailed') === 'yes' }))
  .post('/', allow('anyone'), async (c) => {
    const form = await readForm(c, lostLinkShape)
    if (!form.ok) return renderLostLink(c, { form })
    const { deps } = c.var
    await refuseBeyond(deps, asksPerBrowser, c.req.header('cf-connecting-ip') ?? form.values.email)
    c.executionCtx.waitUntil(
      mailPrivateLink(deps, form.values.email).catch((error) =>
        console.error(JSON.stringify({ level: 'error', lost: 'private link', message: forLog(error) })),
      ),
    )
    return renderLostLink(c, { sent: true })
  })
  .get('/:token', allow('anyone'), async (c) => {
    const found = await findHeld(c)
    if (found) return renderHeld(c, found)
    const named = await findNamed(c)
    return named ? renderNamed(c, named) : renderGone(c)
  })
  .get('/:token/data.json', allow('anyone'), async (c) => {
    const found = await findHeld(c)
    const named = found ? undefined : await findNamed(c)
    const holder = c.var.deps.settings.companyName
    const data = found ? heldForDownload(found, holder) : named && namedForDownload(named, holder)
    if (!data) return renderGone(c)
    c.header('content-disposition', 'attachment; filename="goodword-data.json"')
    return c.json(data)
  })
  .post('/:token/correction', allow('anyone'), async (c) => {
    const found = await findHeld(c)
    if (!found) return renderGone(c)
    const form = await readForm(c, correctionShape)
    if (!form.ok) return renderHeld(c, found, form)
    return c.redirect(await correctHeld(c.var.deps, found, c.req.param('token'), form.values), 303)
  })
  .post('/:token/objection', allow('anyone'), async (c) => {
    const found = await findHeld(c)
    if (!found) return renderGone(c)
    const form = await readForm(c, objectionShape)
    if (!form.ok) return renderHeld(c, found, form)
    await objectTo(c.var.deps, found, form.values.partner)
    return c.redirect(`/me/${c.req.param('token')}#who`, 303)
  })
  .get('/:token/erasure', allow('anyone'), async (c) => {
    const found = await findHeld(c)
    if (found) return renderErasure(c, found)
    const named = await findNamed(c)
    return named ? renderNamedErasure(c, named) : renderGone(c)
  })
  .post('/:token/erasure', allow('anyone'), async (c) => {
    const found = await findHeld(c)
    const named = found ? undefined : await findNamed(c)
    if (!found && !named) return renderGone(c)
    const form = await readForm(c, erasureShape)
    if (!form.ok) return found ? renderErasure(c, found, form) : named ? renderNamedErasure(c, named, form) : renderGone(c)
    const { deps } = c.var
    const to = found ? found.me.email : named?.email
    const isErased = found !== undefined && (await eraseProspect(deps, found.prospect.id, 'prospect'))
    // Where it is named beside this company it goes, too.
    const erased = (await eraseNamed(deps, to ?? '')) || isErased
    if (erased && to) c.executionCtx.waitUntil(mailErased(c, to))
    return c.render(<ErasedPage programme={deps.settings.companyName} />, { audience: 'home' })
  })

/** Straight to the mailer: the outbox would keep the address. Losing it loses nothing. */
async function mailErased(c: AppContext, to: string): Promise<void> {
  const { mailer, newId, settings } = c.var.deps
  await mailer.send({ id: newId('ntc'), to, ...renderErasedMail(settings) }).catch(() => {
    console.error(JSON.stringify({ level: 'error', lost: 'erasure mail' }))
  })
}

async function findHeld(c: AppContext): Promise<Held | undefined> {
  const { db, now } = c.var.deps
  const at = now()
  const link = await findPrivateLink(db, c.req.param('token') ?? '', at)
  return link && readHeld(db, link, at)
}

const renderHeld = (c: AppContext, found: Held, form?: FormState) =>
  c.render(<HeldPage programme={c.var.deps.settings.companyName} path={`/me/${c.req.param('token')}`} {...found} form={form} />, {
    status: form ? 422 : 200,
    audience: 'home',
  })

const renderErasure = (c: AppContext, { prospect, me, introductions, touches, colleagues }: Held, form?: FormState) =>
  c.render(
    <ErasurePage
      programme={c.var.deps.settings.companyName}
      path={`/me/${c.req.param('token')}`}
      company={prospect.company}
      isCustomer={prospect.customerSince !== null}
      name={me.name}
      counts={{ people: colleagues.length + 1, introductions: introductions.length, touches: touches.length }}
      form={form}
    />,
    { status: form ? 422 : 200, audience: 'home' },
  )

const renderLostLink = (
  c: AppContext,
  { form, sent, moved, ended }: { form?: FormState; sent?: boolean; moved?: boolean; ended?: boolean } = {},
) =>
  c.render(
    <LostLinkPage
      programme={c.var.deps.settings.companyName}
      sent={sent ?? false}
      moved={moved ?? false}
      ended={ended ?? false}
      form={form}
    />,
    {
      status: form ? 422 : ended ? 410 : 200,
      audience: 'home',
    },
  )

const renderGone = (c: AppContext) => renderLostLink(c, { ended: true })
