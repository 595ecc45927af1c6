import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { SignInCodePage } from '../../portal/pages/sign-in-code-page.tsx'
import { SignInLinkPage } from '../../portal/pages/sign-in-link-page.tsx'
import { SignInPage } from '../../portal/pages/sign-in-page.tsx'
import { recordVisit } from '../attribution/member-visits.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm, withProblem } from '../form.ts'
import { forLog } from '../log.ts'
import { mailSignIn, refuseBeyond } from './ask.ts'
import { consume, findByCode, lookAtLink } from './consume.ts'
import { dropSessionCookie, readBrowser, rememberBrowser, writeSessionCookie } from './cookies.ts'
import { allow } from './policy.ts'
import { limits, safeNext } from './rules.ts'
import { secondFactor } from './second-factor-routes.tsx'
import { endSession } from './session-store.ts'
import { codeShape, nextOnlyShape, signInShape } from './shapes.ts'
import type { SignIn } from './store.ts'

export const signIn = new Hono<AppEnv>()
  .get('/', allow('anyone'), (c) => {
    const next = safeNext(c.req.query('next'))
    return c.var.viewer ? c.redirect(next, 303) : renderSignIn(c, next)
  })
  .post('/', allow('anyone'), async (c) => {
    const form = await readForm(c, signInShape)
    const next = safeNext(form.ok ? form.values.next : form.entered.next)
    if (!form.ok) return renderSignIn(c, next, form)

    const browser = rememberBrowser(c)
    await refuseBeyond(c.var.deps, limits.askByBrowser, browser)
    await refuseBeyond(c.var.deps, limits.askByAddress, form.values.email)
    c.executionCtx.waitUntil(mailSignIn(c.var.deps, { email: form.values.email, browser, next }).catch((error) => logLostMail(c, error)))
    return c.redirect(withNext('/sign-in/code', next), 303)
  })
  .get('/code', allow('anyone'), (c) => {
    const next = safeNext(c.req.query('next'))
    return c.var.viewer ? c.redirect(next, 303) : c.render(<SignInCodePage next={next} />, { audience: 'home' })
  })
  .post('/code', allow('anyone'), async (c) => {
    const form = await readForm(c, codeShape)
    const next = safeNext(form.ok ? form.values.next : form.entered.next)
    const declined = (state: FormState) => c.render(<SignInCodePage next={next} form={state} />, { audience: 'home', status: 422 })
    if (!form.ok) return declined(form)

    const browser = rememberBrowser(c)
    await refuseBeyond(c.var.deps, limits.codeByBrowser, browser)
    const found = await findByCode(c.var.deps, browser, form.values.code)
    const token = found && (await consume(c.var.deps, found, 'code', userAgentOf(c)))
    if (!token) return declined(withProblem(form, wrongCode, 'code'))

    await begin(c, found, token)
    return c.redirect(next, 303)
  })
  .get('/link/:token', allow('anyone'), async (c) => {
    const next = safeNext(c.req.query('next'))
    const { state } = await lookAtLink(c.var.deps, c.req.param('token'), readBrowser(c))
    return renderLink(c, state, next, state === 'gone' ? 410 : 200)
  })
  .post('/link/:token', allow('anyone'), async (c) => {
    const form = await readForm(c, nextOnlyShape)
    const next = safeNext(form.ok ? form.values.next : '')
    const looked = await lookAtLink(c.var.deps, c.req.param('token'), readBrowser(c))
    if (looked.state !== 'ready') return renderLink(c, looked.state, next, looked.state === 'gone' ? 410 : 409)

    const token = await consume(c.var.deps, looked.signIn, 'link', userAgentOf(c))
    if (!token) return renderLink(c, 'gone', next, 410)
    await begin(c, looked.signIn, token)
    return c.redirect(next, 303)
  })
  .route('/second-factor', secondFactor)

export const signOut = new Hono<AppEnv>().post('/', allow('anyone'), async (c) => {
  const { deps, viewer } = c.var
  if (viewer) await endSession(deps.db, viewer.sessionId, deps.now())
  dropSessionCookie(c)
  return c.redirect('/sign-in', 303)
})

async function begin(c: AppContext, { personKind, personId }: SignIn, token: string) {
  writeSessionCookie(c, token)
  if (personKind === 'member') await recordVisit(c, personId)
}

const wrongCode = 'That code is wrong or no longer works. Look for the newest mail, or start again.'

const renderSignIn = (c: AppContext, next: string, form?: FormState) =>
  c.render(<SignInPage programme={c.var.deps.settings.companyName} next={next} form={form} />, {
    audience: 'home',
    status: form ? 422 : 200,
  })

const renderLink = (c: AppContext, state: 'ready' | 'elsewhere' | 'gone', next: string, status: 200 | 409 | 410) =>
  c.render(<SignInLinkPage state={state} token={c.req.param('token') ?? ''} next={next} />, { audience: 'home', status })

const withNext = (path: string, next: string) => (next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`)
const userAgentOf = (c: AppContext) => c.req.header('user-agent') ?? ''

/** The person sees the same answer and asks again; we see why. */
const logLostMail = (c: AppContext, error: unknown) =>
  console.error(JSON.stringify({ level: 'error', requestId: c.var.requestId, what: 'a sign-in mail was lost', message: forLog(error) }))
