import { Hono } from 'hono'
import { SetupPage } from '../../portal/pages/setup-page.tsx'
import { appliers } from '../appliers.ts'
import { listLastCheckouts } from '../deals/last-checkouts.ts'
import type { AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { forLog } from '../log.ts'
import { findingsOf } from './rules-setup.ts'

/** Asks Stripe whether the account, the countries and the endpoints are as this portal needs them, and whether referrals reach it. */
export const setupPages = new Hono<AppEnv>().get('/', allow('admin', 'auditor'), async (c) => {
  const { lists, settings } = c.var.deps
  const [platform, endpoints, checkouts] = await Promise.all([
    orNull(lists.platform()),
    orNull(lists.endpoints()),
    orNull(listLastCheckouts(c.var.deps)),
  ])
  const wish = {
    live: settings.stripe.live,
    portalOrigin: settings.portalOrigin,
    partnerCountries: settings.stripe.partnerCountries,
    types: Object.keys(appliers),
  }
  const findings = findingsOf({ platform, endpoints }, wish)
  return c.render(
    <SetupPage
      findings={findings}
      configuration={settings.stripe.accountConfiguration}
      environment={settings.environment}
      checkouts={checkouts ?? undefined}
    />,
  )
})

async function orNull<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', setup: forLog(error) }))
    return null
  }
}
