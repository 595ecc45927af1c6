import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { testSecrets, testVariables } from '../support/bindings.ts'
import type { Addresses } from './addresses.ts'

/** The Worker's configuration here, and whether it speaks to the stand-in or, with a developer's own keys, to Stripe. */
export type LocalVariables = { values: Record<string, string>; isRealStripe: boolean }

/** What the local world says, over which `.dev.vars` has the last word. */
export function localVariables({ portal, world }: Addresses, devVars = readDevVars()): LocalVariables {
  const isRealStripe = Boolean(devVars.STRIPE_SECRET_KEY)
  if (devVars.STRIPE_SECRET_KEY?.includes('_live_'))
    throw new Error('.dev.vars holds a live Stripe key. The local portal takes test keys only.')
  const ours = {
    ...testVariables,
    ...testSecrets,
    ENVIRONMENT_NAME: 'local',
    PORTAL_ORIGIN: portal,
    ALLOWED_HOSTS: `${testVariables.ALLOWED_HOSTS} localhost`,
    STRIPE_API_BASE: isRealStripe ? '' : world,
    STRIPE_PARTNER_COUNTRIES: 'AT BE CA CH DE DK ES FI FR GB IE IT LU NL NO PT SE US',
  }
  return { values: { ...ours, ...devVars }, isRealStripe }
}

function readDevVars(): Record<string, string> {
  if (!existsSync('.dev.vars')) return {}
  const read = parseEnv(readFileSync('.dev.vars', 'utf8'))
  return Object.fromEntries(Object.entries(read).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
