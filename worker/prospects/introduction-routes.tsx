import { Hono } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'
import type { FormState } from '../../portal/components/form-state.ts'
import { SelfIntroductionPage } from '../../portal/pages/introduction-page.tsx'
import { IntroductionThanksPage } from '../../portal/pages/introduction-thanks-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm, withProblem } from '../form.ts'
import { refuseFlood } from '../identity/flood.ts'
import { allow } from '../identity/policy.ts'
import { referralName } from '../tracking/names.ts'
import { findBenefit } from '../tracking/promotion-benefit.ts'
import { isKnownCode } from '../tracking/promotion-evidence.ts'
import { isCode } from '../tracking/rules.ts'
import { findLinkTarget, givesCredit, type LinkTarget } from '../tracking/store.ts'
import { answerUnknownLink } from '../tracking/unknown-link.tsx'
import { declineLink, findOpenDecline } from './declines.ts'
import { earnsInLines } from './earns.ts'
import { introduceSelf } from './introduce-self.ts'
import { declineShape, selfIntroductionShape } from './shapes.ts'
import { findActiveMemberName } from './store-introductions.ts'

/** `/i/:code`: who recommends us, what they receive, what the prospect gets, and a short form. No sign-in, no script. */
export const introductionPage = new Hono<AppEnv>()
  .get('/:code', allow('anyone'), async (c) => {
    const target = await findTarget(c)
    return target ? renderForm(c, target) : answerUnknownLink(c)
  })
  .post('/:code', allow('anyone'), async (c) => {
    const target = await findTarget(c)
    if (!target) return answerUnknownLink(c)
    await refuseFlood(c, formsPerAddress)
    const form = await readForm(c, selfIntroductionShape)
    if (!form.ok) return renderForm(c, target, form)
    const { website, [referralName]: referral, ...introduced } = form.values
    if (introduced.code && !(await isKnownCode(c.var.deps, introduced.code))) {
      return renderForm(c, target, withProblem(form, 'We do not know this code. Look at it again, or leave it empty.', 'code'))
    }
    const carriers = [referral, getCookie(c, referralName) ?? '']
    if (website === '') await introduceSelf(c.var.deps, target, introduced, carriers)
    return c.redirect(`/i/${target.link.code}/thanks`, 303)
  })
  .post('/:code/decline', allow('anyone'), async (c) => {
    const target = await findTarget(c)
    if (!target) return answerUnknownLink(c)
    await refuseFlood(c, formsPerAddress)
    const form = await readForm(c, declineShape)
    if (!form.ok || !givesCredit(target)) return c.redirect(`/i/${target.link.code}`, 303)
    const id = await declineLink(c.var.deps, target, [form.values[referralName], getCookie(c, referralName) ?? ''])
    deleteCookie(c, referralName, { path: '/' })
    return c.redirect(`/i/${target.link.code}?without=${id}`, 303)
  })
  .get('/:code/thanks', allow('anyone'), async (c) => {
    const target = await findTarget(c)
    if (!target) return answerUnknownLink(c)
    return c.render(<IntroductionThanksPage company={c.var.deps.settings.companyName} />, { audience: 'home' })
  })

async function findTarget(c: AppContext): Promise<LinkTarget | undefined> {
  const code = c.req.param('code') ?? ''
  return isCode(code) ? findLinkTarget(c.var.deps.db, code) : undefined
}

async function renderForm(c: AppContext, target: LinkTarget, form?: FormState) {
  const { settings, newId, db } = c.var.deps
  const without = form?.entered.without ?? c.req.query('without') ?? ''
  const declined = /^dcl_[a-z0-9]{1,40}$/.test(without) ? await findOpenDecline(db, without, target.link.id) : undefined
  const isCredited = givesCredit(target) && !declined
  return c.render(
    <SelfIntroductionPage
      code={target.link.code}
      company={settings.companyName}
      recommendedBy={isCredited ? await recommenderOf(c, target) : undefined}
      standing={declined ? 'declined' : givesCredit(target) ? 'recommended' : 'over'}
      without={declined?.id ?? ''}
      act={form?.entered.act || newId('act')}
      referral={declined ? '' : (form?.entered[referralName] ?? referralIn(c.req.query(referralName)))}
      form={form}
    />,
    { status: form ? 422 : 200, audience: 'home' },
  )
}

async function recommenderOf(c: AppContext, { link, partnerName }: LinkTarget) {
  const { db, now } = c.var.deps
  const [earns, benefit, person] = await Promise.all([
    earnsInLines(db, link.partnerId, now()),
    findBenefit(db, link.partnerId, now()),
    findActiveMemberName(db, link.createdBy),
  ])
  return { name: partnerName, person, earns, benefit }
}

const referralIn = (text = ''): string => (/^[A-Za-z0-9_-]{1,200}$/.test(text) ? text : '')

/** Forms that one address may send in an hour. Where no address is told, nobody can be told apart. */
const formsPerAddress = { what: 'introduction/address', times: 20, windowMs: 3_600_000 }
