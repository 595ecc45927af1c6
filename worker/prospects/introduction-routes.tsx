import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { FormState } from '../../portal/components/form-state.ts'
import { SelfIntroductionPage } from '../../portal/pages/introduction-page.tsx'
import { IntroductionThanksPage } from '../../portal/pages/introduction-thanks-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { allow } from '../identity/policy.ts'
import { countTry } from '../identity/store.ts'
import { referralName } from '../tracking/names.ts'
import { isCode } from '../tracking/rules.ts'
import { findLinkTarget, givesCredit, type LinkTarget } from '../tracking/store.ts'
import { answerUnknownLink } from '../tracking/unknown-link.tsx'
import { visitorHashOf } from '../tracking/visitor.ts'
import { earnsOfPartner } from './earns.ts'
import { introduceSelf } from './introduce-self.ts'
import { selfIntroductionShape } from './shapes.ts'

/** `/i/:code`: who recommends us, what they receive, and a short form. No sign-in, no script. */
export const introductionPage = new Hono<AppEnv>()
  .get('/:code', allow('anyone'), async (c) => {
    const target = await findTarget(c)
    return target ? renderForm(c, target) : answerUnknownLink(c)
  })
  .post('/:code', allow('anyone'), async (c) => {
    const target = await findTarget(c)
    if (!target) return answerUnknownLink(c)
    await refuseFlood(c)
    const form = await readForm(c, selfIntroductionShape)
    if (!form.ok) return renderForm(c, target, form)
    const { website, [referralName]: referral, ...introduced } = form.values
    const carriers = [referral, getCookie(c, referralName) ?? '']
    if (website === '') await introduceSelf(c.var.deps, target, introduced, carriers)
    return c.redirect(`/i/${target.link.code}/thanks`, 303)
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
  const { db, settings, now, newId } = c.var.deps
  const isCredited = givesCredit(target)
  return c.render(
    <SelfIntroductionPage
      code={target.link.code}
      company={settings.companyName}
      recommendedBy={isCredited ? { name: target.partnerName, earns: await earnsOfPartner(db, target.link.partnerId, now()) } : undefined}
      act={form?.entered.act || newId('act')}
      referral={form?.entered[referralName] ?? referralIn(c.req.query(referralName))}
      form={form}
    />,
    { status: form ? 422 : 200, audience: 'home' },
  )
}

const referralIn = (text = ''): string => (/^[A-Za-z0-9_-]{1,200}$/.test(text) ? text : '')

/** Forms that one address may send in an hour. Where no address is told, nobody can be told apart. */
const formsPerAddress = { what: 'introduction/address', times: 20, windowMs: 3_600_000 }

/** @throws Refusal too_many */
async function refuseFlood(c: AppContext): Promise<void> {
  const { db, settings, now } = c.var.deps
  const address = c.req.header('cf-connecting-ip')
  const [signingKey] = settings.signingKeys
  if (!address || !signingKey) return
  const whose = await visitorHashOf(signingKey, address, now())
  if ((await countTry(db, formsPerAddress, whose, now())) > formsPerAddress.times) {
    throw new Refusal('too_many', 'Many forms came from your network in a short time. Please try again in an hour.')
  }
}
