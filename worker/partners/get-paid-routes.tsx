import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { GetPaidAgainPage } from '../../portal/pages/get-paid-again-page.tsx'
import { type Destination, GetPaidPage, type GetPaidPageProps } from '../../portal/pages/get-paid-page.tsx'
import type { PayoutDestination } from '../../schema/payout-destinations.ts'
import type { Partner } from '../../schema/people.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { allow } from '../identity/policy.ts'
import { openAccount } from './open-account.ts'
import { refreshReadiness } from './readiness.ts'
import { dueOf, pauseInWords, readinessInWords, requirementsInWords } from './rules.ts'
import { accountShape } from './shapes.ts'
import { findDestination, getPartner } from './store.ts'

export const getPaid = new Hono<AppEnv>()
  .get('/', allow('partner owner'), (c) => renderGetPaid(c))
  .post('/account', allow('partner owner'), async (c) => {
    const { deps, member } = c.var
    const partner = await getActivePartner(c)
    const form = await readForm(c, accountShape)
    if (!form.ok) return renderGetPaid(c, { form })
    const { seen, ...wanted } = form.values
    if (!deps.settings.stripe.partnerCountries.includes(wanted.country)) {
      const problem = withProblem(form, 'We cannot pay into this country yet. Choose one of the list, or write to us.', 'country')
      return renderGetPaid(c, { form: problem })
    }
    const opened = await openAccount(deps, partner, member, wanted, seen)
    if (opened.kind === 'refused') return renderGetPaid(c, { trouble: 'refused' })
    return c.redirect(await linkTo(c, opened.destination), 303)
  })
  .post('/onboarding', allow('partner owner'), async (c) => {
    await getActivePartner(c)
    return c.redirect(await linkTo(c, await getDestination(c)), 303)
  })
  .post('/dashboard', allow('partner owner'), async (c) => {
    const { stripeAccount } = await getDestination(c)
    return c.redirect(await c.var.deps.rail.dashboard(stripeAccount), 303)
  })
  .post('/look', allow('partner owner'), async (c) => {
    await getDestination(c)
    return (await lookAgain(c)) ? c.redirect('/get-paid', 303) : renderGetPaid(c, { trouble: 'not_asked' })
  })
  // Where Stripe sends the person back to. Coming back proves nothing, so we ask: the one GET that writes something (stripe.md 1).
  .get('/return', allow('partner owner'), async (c) => renderGetPaid(c, { trouble: (await lookAgain(c)) ? undefined : 'not_asked' }))
  .get('/again', allow('partner owner'), (c) => c.render(<GetPaidAgainPage />))

async function getActivePartner(c: AppContext): Promise<Partner> {
  const partner = await getPartner(c.var.deps.db, c.var.member.partnerId)
  if (partner.status === 'suspended') throw new Refusal('wrong_state', pauseInWords(partner.statusReason ?? ''))
  if (partner.status !== 'active') throw new Refusal('wrong_state', 'First accept the terms of the programme on your overview.')
  return partner
}

async function getDestination(c: AppContext): Promise<PayoutDestination> {
  const destination = await findDestination(c.var.deps.db, c.var.member.partnerId)
  if (!destination) throw new Refusal('onboarding_incomplete', 'Set up your payouts first, on the page “Get paid”.')
  return destination
}

/** False when Stripe gave no answer. */
async function lookAgain(c: AppContext): Promise<boolean> {
  try {
    await refreshReadiness(c.var.deps, c.var.member.partnerId)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

const linkTo = ({ var: { deps } }: AppContext, { stripeAccount, readiness }: PayoutDestination): Promise<string> => {
  const { portalOrigin } = deps.settings
  const urls = { returnUrl: `${portalOrigin}/get-paid/return`, refreshUrl: `${portalOrigin}/get-paid/again` }
  return deps.rail.onboard(stripeAccount, urls, readiness === 'active' ? 'account_update' : 'account_onboarding')
}

async function renderGetPaid(c: AppContext, shown: { trouble?: GetPaidPageProps['trouble']; form?: FormState } = {}) {
  const { deps, member } = c.var
  const [partner, destination] = await Promise.all([getPartner(deps.db, member.partnerId), findDestination(deps.db, member.partnerId)])
  return c.render(
    <GetPaidPage
      country={partner.country}
      countries={deps.settings.stripe.partnerCountries}
      destination={destination && shownDestination(destination, deps.now())}
      trouble={shown.trouble}
      form={shown.form}
    />,
    { status: shown.form ? 422 : shown.trouble === 'refused' ? 409 : 200 },
  )
}

function shownDestination(destination: PayoutDestination, now: Date): Destination {
  const { version, readiness, requirements, askedAt, holdUntil } = destination
  const due = dueOf(requirements)
  const deadlines = due.flatMap(({ by }) => (by ? [by] : [])).sort()
  const { sentence, doer } = readinessInWords(destination)
  return {
    version,
    readiness,
    sentence,
    doer: due.length > 0 && readiness !== 'closed' ? 'partner' : doer,
    due: requirementsInWords(due),
    later: requirementsInWords(requirements.filter(({ deadline }) => deadline === 'eventually_due')),
    deadline: deadlines[0] ? new Date(deadlines[0]) : undefined,
    askedAt,
    restUntil: holdUntil > now ? holdUntil : undefined,
  }
}
