import { eq } from 'drizzle-orm'
import { partners } from '../../../schema/people.ts'
import { submitClaim } from '../../../worker/attribution/claim.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { tellResult } from '../../../worker/engagements/criteria.ts'
import { introduceSomebody } from '../../../worker/prospects/introduce-somebody.ts'
import { issueStatements } from '../../../worker/statements/issue.ts'
import { haveCommission, haveDestination, haveMember, havePartner, haveProspect } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { haveClause, haveGrant, haveSigned } from '../agreements/have.ts'
import type { Scene } from '../bad-input/scene.ts'
import { haveMeasured } from '../deals/kind-fixtures.ts'
import { haveEngagement, haveOffer, met } from '../engagements/engaged.ts'
import { fund, haveSendingRun, payoutsOf } from '../payouts/support.ts'
import { haveCustomer } from '../prospects/customer-fixtures.ts'
import { haveRegistration } from '../prospects/registrations.ts'
import { haveSignedOff } from '../quotes/have-quotes.ts'
import { statementsOf } from '../statements/support.ts'
import { haveLink } from '../tracking/fixtures.ts'

/** One partner with one of everything, and the words and ids that are its alone. */
export type Side = Awaited<ReturnType<typeof haveEverything>> & { payoutId: string; ready: string; statementId: string }

async function haveEverything({ world, group, people, act }: Scene, name: string, company: string) {
  const partner = await havePartner(world, { groupId: group.id, name })
  const member = await haveMember(world, partner.id)
  const host = `${company.toLowerCase()}.example`
  const person = { company, contactName: `Ada for ${name}`, email: `ada@${host}`, need: `Tools for ${name}.` }
  const introduced = await introduceSomebody(
    world.deps,
    { id: partner.owner.id, partnerId: partner.id },
    { act: act(), ...person, domain: host, agreed: 'yes' },
  )
  if (!introduced.ok) throw new Error(introduced.problem)
  const { prospectId } = introduced
  const customer = await haveProspect(world, null, { company: `${company} Holdings` })
  await world.deps.db.update(partners).set({ prospectId: customer.id }).where(eq(partners.id, partner.id))
  const price = { currency: 'usd', amountMinor: 90_000, source: null } as const
  return {
    customerName: `${company} Holdings`,
    agreementId: await haveSigned(world, customer.id),
    clauseId: await haveClause(world, company),
    grantId: await haveGrant(world, customer.id, 'web_release', { text: `Words of ${company}.` }),
    resultId: (await haveMeasured(world, 'us', { prospectId: customer.id })).id,
    work: await haveWork(world, customer.id, company),
    quoteId: await haveSignedOff(world, customer.id, `A line of ${company}.`),
    partner,
    member,
    link: await haveLink(world, partner.id, { campaign: `${name.toLowerCase()}-autumn` }),
    prospectId,
    registrationId: await haveRegistration(world, partner, {
      company: `Registered by ${name}`,
      domain: `registered-${host}`,
      email: `reg@${host}`,
    }),
    dealId: await openDeal(world.deps, { prospectId, name: `Deal of ${name}`, kind: 'one_off', ...price }, act(), people.sales.id),
    stripeAccount: await haveDestination(world, partner.id),
    paid: await haveCommission(world, partner, 5_000),
    person,
    claimId: await submitClaim(
      world.deps,
      { id: partner.owner.id, partnerId: partner.id },
      { act: act(), kind: 'missing', company: `Claimed by ${name}`, domain: '', evidence: `Evidence of ${name}, in a mail.`, link: '' },
    ),
  }
}
/** Work for the customer that a partner is, with a result that waits for its yes. */
async function haveWork(world: World, prospectId: string, company: string) {
  await haveCustomer(world, { prospectId })
  const { id, criterionIds } = await haveEngagement(world, { prospectId })
  const criterionId = criterionIds[0] ?? ''
  await tellResult(world.deps, id, criterionId, { ...met, outcome: 'open', result: `Result of ${company}` }, 'stf_sales')
  return { id, criterionId, result: `Result of ${company}`, offerId: await haveOffer(world, id) }
}

/** Two partners with one of everything each, paid in one run, their statements issued. */
export async function haveSides(scene: Scene): Promise<{ ours: Side; theirs: Side }> {
  const { world } = scene
  await fund(world)
  const sides = [await haveEverything(scene, 'Brigantine', 'Northquay'), await haveEverything(scene, 'Corvette', 'Southquay')]
  await haveSendingRun(world, { ...scene.people, otherApprover: scene.people.admin })
  await world.settle()
  const payouts = await payoutsOf(world)
  // The statements of the month are issued in the next.
  await world.travel({ days: 40 })
  await issueStatements(world.deps)
  const statements = await statementsOf(world)
  const whole = []
  for (const side of sides) {
    const payoutId = payouts.find(({ partnerId }) => partnerId === side.partner.id)?.id ?? ''
    const statementId = statements.find(({ partnerId }) => partnerId === side.partner.id)?.id ?? ''
    whole.push({ ...side, payoutId, statementId, ready: (await haveCommission(world, side.partner, 7_000)).id })
  }
  const [first, second] = whole
  if (!first || !second) throw new Error('there are two partners')
  return { ours: first, theirs: second }
}

/** The record that an address of a partner names; a route of a new kind has to be added here. */
export const recordOf = (path: string, side: Side): string => {
  const records: Record<string, string> = {
    '/links/:id': side.link.id,
    '/relationship/agreements/:id': side.agreementId,
    '/relationship/grants/:id': side.grantId,
    '/relationship/criteria/:id': side.work.criterionId,
    '/relationship/quotes/:id': side.quoteId,
    '/relationship/results/:id': side.resultId,
    '/prospects/:id': side.prospectId,
    '/registrations/:id': side.registrationId,
    '/earnings/:id': side.paid.id,
    '/payouts/:id': side.payoutId,
    '/payouts/statements/:id': side.statementId,
    '/members/:id': side.member.id,
    '/claims/:id': side.claimId,
  }
  const id = records[path.slice(0, path.indexOf(':id') + 3)]
  if (!id) throw new Error(`What does ${path} name? Add its record.`)
  return id
}
/** Ids and names that nobody but this partner and staff may read. */
export const wordsOf = (side: Side): string[] => [
  side.customerName,
  side.agreementId,
  side.grantId,
  side.work.id,
  side.work.criterionId,
  side.work.result,
  side.quoteId,
  side.resultId,
  side.partner.id,
  side.partner.name,
  side.partner.owner.id,
  side.partner.owner.email,
  side.member.id,
  side.member.email,
  side.link.id,
  side.link.code,
  `${side.link.campaign}`,
  side.prospectId,
  side.registrationId,
  `Registered by ${side.partner.name}`,
  ...Object.values(side.person),
  side.stripeAccount,
  side.paid.id,
  side.paid.dealId,
  side.dealId,
  side.payoutId,
  side.ready,
  side.statementId,
  side.claimId,
  `Claimed by ${side.partner.name}`,
]
