import type { BatchItem } from 'drizzle-orm/batch'
import type { Attribution } from '../../schema/prospects.ts'
import type { Signal } from '../../schema/signals.ts'
import type { Deps } from '../deps.ts'
import { readPresented, refusedOf } from '../tracking/evidence.ts'
import { type CodeUse, findCodeEvidence, type NamedCode } from '../tracking/promotion-evidence.ts'
import { companyDomainOf } from './company-domain.ts'
import { type Marks, recogniseProspect } from './recognise.ts'
import { type Arrival, extendProspect, makeProspect } from './take-in.ts'

/** What an event tells about the customer; `referral` is the click id as it came, believed only when we signed it. */
export type Known = {
  stripeCustomer?: string | undefined
  referral?: string | undefined
  /** A promotion code or a typed one, believed when it is a partner’s. */
  promotionCode?: CodeUse | undefined
  /** One that was given with the sign-up: a touch once for each prospect, however often it is told. */
  signUpCode?: NamedCode | undefined
  email?: string | undefined
  company?: string | undefined
  contactName?: string | undefined
  /** The company’s, where it is told; else that of the mail address. */
  domain?: string | undefined
  /** What the company calls the customer in its own systems. */
  externalReference?: string | undefined
  /** Who told, if that is not the actor. */
  namedBy?: string | undefined
}

export type Identified =
  | {
      kind: 'known' | 'new'
      prospectId: string
      attribution: Attribution | null
      signals: Signal[]
      statements: BatchItem<'sqlite'>[]
      /** It was erased: what Stripe says of it is not kept. */
      isErased?: boolean
    }
  | { kind: 'ambiguous'; candidates: string[] }
  | { kind: 'nobody' }

/**
 * Who this is, and what has to be stored for it in the caller's batch. Somebody unknown becomes a prospect only with a valid click id or
 * a partner's code.
 * Two identifications at once break a key or a guard of the later batch: the caller reads again with this function and tries once more.
 *
 * @param at - when it happened, which the window is measured from
 * @param actor - `stripe`, `prospect`, or a person's id
 */
export async function identifyProspect(deps: Deps, known: Known, at: Date, actor: string): Promise<Identified> {
  const email = known.email?.trim().toLowerCase() || undefined
  const told = known.domain || email
  const domain = told ? await companyDomainOf(told) : undefined
  const presented = known.referral ? await readPresented(deps, known.referral) : undefined
  const click = presented?.ok ? presented.touch : undefined
  const refused = known.referral && presented?.ok === false ? await refusedOf(known.referral, presented.problem) : undefined
  const { stripeCustomer, externalReference } = known
  const marks: Marks = { stripeCustomer, externalReference, email, domain, clickId: click?.clickId ?? undefined }
  const recognised = await recogniseProspect(deps.db, marks)
  if (recognised.kind === 'ambiguous') return recognised

  const prospectId = recognised.kind === 'found' ? recognised.prospectId : deps.newId('pro')
  const codes = await codesOf(deps, known, prospectId, at)
  const evidence = [click, ...codes].filter((each) => each !== undefined)
  const arrival: Arrival = {
    marks,
    company: known.company || domain || known.contactName || email || 'A customer at Stripe',
    contactName: known.contactName,
    evidence,
    refused: refused && [refused],
    at,
    actor,
    namedBy: known.namedBy ?? actor,
  }
  if (recognised.kind === 'found') return { kind: 'known', ...(await extendProspect(deps, prospectId, arrival)) }
  return evidence.length > 0 ? { kind: 'new', ...(await makeProspect(deps, arrival, prospectId)) } : { kind: 'nobody' }
}

async function codesOf(deps: Deps, { promotionCode, signUpCode }: Known, prospectId: string, at: Date) {
  const uses = [...(promotionCode ? [promotionCode] : []), ...(signUpCode ? [{ ...signUpCode, use: `sign-up/${prospectId}` }] : [])]
  return Promise.all(uses.map((use) => findCodeEvidence(deps, use, at)))
}
