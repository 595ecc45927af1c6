import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import { dayOf, startOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { companyDomainOf } from './company-domain.ts'
import { customerStatement } from './customers.ts'
import { recogniseProspect } from './recognise.ts'
import type { NewCustomer } from './shapes-customers.ts'
import { makeProspect } from './take-in.ts'

type Company = { company: string; domain: string | undefined; actor: string; at: Date }

/**
 * Somebody who was a customer before the portal knew: whoever has this domain is picked, else it is made.
 *
 * @returns its id
 * @throws Refusal invalid for a day to come or a domain that is none
 */
export async function makeCustomer(deps: Deps, staffId: string, form: NewCustomer): Promise<string> {
  const { db, now } = deps
  const at = now()
  if (form.customer_since > dayOf(at)) throw new Refusal('invalid', 'Nobody can be a customer since a day to come.')
  const domain = form.domain ? await companyDomainOf(form.domain) : undefined
  if (form.domain && !domain)
    throw new Refusal('invalid', 'That is no domain of one company; it looks like company.example. Leave it empty if you do not know it.')
  return readAgainIfRefused(async () => {
    const done = await findAct(db, form.act)
    if (done) return done
    const { prospectId, statements } = await pickOrMake(deps, { company: form.company, domain, actor: staffId, at })
    await inOneBatch(db, [
      actOnce(db, form.act, prospectId, at),
      ...statements,
      customerStatement(db, prospectId, startOf(form.customer_since), staffId, at),
      trail(db, { at, actor: staffId, act: 'customer.made', subject: prospectId, detail: { since: form.customer_since } }),
    ])
    return prospectId
  })
}

async function pickOrMake(deps: Deps, { company, domain, actor, at }: Company): Promise<{ prospectId: string; statements: Statement[] }> {
  const found = domain ? await recogniseProspect(deps.db, { domain }) : undefined
  if (found?.kind === 'found') return { prospectId: found.prospectId, statements: [] }
  const marks = found?.kind === 'ambiguous' ? {} : { domain }
  return makeProspect(deps, { marks, company, evidence: [], at, actor, namedBy: 'staff' })
}

/**
 * The customer that a partner is (CAT3): the one that was named, whoever has its domain, or a new row. A new one has no domain of its own, so that
 * what the partner buys through its own link is still held for a person and not taken for granted.
 */
export async function customerOfPartner(
  deps: Deps,
  { prospectId, ...company }: Company & { prospectId: string | null },
): Promise<{ prospectId: string; statements: Statement[] }> {
  const found = !prospectId && company.domain ? await recogniseProspect(deps.db, { domain: company.domain }) : undefined
  const known = prospectId ?? (found?.kind === 'found' ? found.prospectId : undefined)
  const { actor, at } = company
  const made = known ? { prospectId: known, statements: [] } : await pickOrMake(deps, { ...company, domain: undefined })
  return { prospectId: made.prospectId, statements: [...made.statements, customerStatement(deps.db, made.prospectId, at, actor, at)] }
}
