import { eq } from 'drizzle-orm'
import type { ActivityKind, AgreementKind } from '../../../schema/agreements.ts'
import { type GrantKind, grants } from '../../../schema/grants.ts'
import { partners } from '../../../schema/people.ts'
import { draftAgreement, recordAsk } from '../../../worker/agreements/agreement.ts'
import { addObligation, setDiscount } from '../../../worker/agreements/agreement-lines.ts'
import { offerAgreement } from '../../../worker/agreements/agreement-offer.ts'
import { signAgreement } from '../../../worker/agreements/agreement-sign.ts'
import { proposeClause } from '../../../worker/agreements/clause.ts'
import { approveGrant, askForGrant } from '../../../worker/agreements/grant.ts'
import { sidesNeeded } from '../../../worker/agreements/rules-grants.ts'
import type { NewGrant } from '../../../worker/agreements/shapes-grants.ts'
import { getAgreement, linesOf } from '../../../worker/agreements/store-agreements.ts'
import { getGrant } from '../../../worker/agreements/store-grants.ts'
import { havePaidDeal, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'

export const act = (world: World): string => world.deps.newId('act')

/** A customer that is a partner, too: its owner opens the relationship page by signing in. */
export async function haveCustomerPartner(world: World, company = 'Salthaven Foods') {
  const prospect = await haveProspect(world, null, { company })
  const partner = await havePartner(world, { name: company })
  await world.deps.db.update(partners).set({ prospectId: prospect.id }).where(eq(partners.id, partner.id))
  return { prospectId: prospect.id, partner, owner: partner.owner }
}

type Wanted = {
  kind?: AgreementKind
  owed?: { activity: ActivityKind; promised: number; dueOn?: string }[]
  percent?: number
  startsOn?: string
  endsOn?: string
  noticeDays?: number
}

/** A draft with what is owed and, if wanted, a discount of 20,000.00 eur that the customer asked for. */
export async function haveDraft(world: World, prospectId: string, wanted: Wanted = {}): Promise<string> {
  const { deps } = world
  const by = 'stf_sales'
  const id = await draftAgreement(
    deps,
    {
      act: act(world),
      prospectId,
      kind: wanted.kind ?? 'reference',
      preamble: 'We stand by each other.',
      startsOn: wanted.startsOn ?? '2026-01-01',
      endsOn: wanted.endsOn ?? '2027-12-31',
      noticeDays: wanted.noticeDays ?? 30,
    },
    by,
  )
  for (const { activity, promised, dueOn } of wanted.owed ?? [{ activity: 'prospect_call' as const, promised: 3 }]) {
    await addObligation(deps, id, { act: act(world), activity, promised, dueOn: dueOn ?? '2027-03-01' }, by)
  }
  if (wanted.percent) {
    await recordAsk(deps, prospectId, { act: act(world), askedBy: 'Ida', askedOn: '2026-10-01', askedPercent: null }, by)
    await setDiscount(
      deps,
      id,
      { act: act(world), currency: 'eur', listMinor: 2_000_000, percentBps: wanted.percent * 100, referredId: null },
      by,
    )
  }
  return id
}

/** An agreement of another customer, whose price was cut for referring this one; not signed yet. */
export async function haveCutFor(world: World, referredId: string): Promise<string> {
  const { deps } = world
  const { id: prospectId } = await haveProspect(world, null, { company: 'Salthaven Foods' })
  const days = { startsOn: '2026-01-01', endsOn: '2027-12-31', noticeDays: 30 }
  const id = await draftAgreement(deps, { act: act(world), prospectId, kind: 'reference', preamble: 'Words.', ...days }, 'stf_sales')
  await addObligation(deps, id, { act: act(world), activity: 'prospect_call', promised: 2, dueOn: '2027-03-01' }, 'stf_sales')
  await recordAsk(deps, prospectId, { act: act(world), askedBy: 'Ida', askedOn: '2026-10-01', askedPercent: null }, 'stf_sales')
  await setDiscount(deps, id, { act: act(world), currency: 'eur', listMinor: 2_000_000, percentBps: 1_000, referredId }, 'stf_sales')
  await offerAgreement(deps, id, 'stf_sales')
  return id
}

export async function signBoth(world: World, id: string): Promise<void> {
  const { textHash } = await getAgreement(world.deps.db, id)
  await signAgreement(world.deps, id, textHash ?? '', { side: 'us', by: 'stf_sales' })
  await signAgreement(world.deps, id, textHash ?? '', { side: 'them', name: 'Ida Holm', via: 'mem_ida' })
}

/** In force: offered, and signed by both. */
export async function haveSigned(world: World, prospectId: string, wanted: Wanted = {}): Promise<string> {
  const id = await haveDraft(world, prospectId, wanted)
  await offerAgreement(world.deps, id, 'stf_sales')
  await signBoth(world, id)
  return id
}

export const statusOfAgreement = async (world: World, id: string) => (await getAgreement(world.deps.db, id)).status

export async function firstObligation(world: World, agreementId: string) {
  const { obligations } = await linesOf(world.deps.db, agreementId)
  const [first] = obligations
  if (!first) throw new Error('there is an obligation')
  return first
}

const newGrant = (world: World, prospectId: string, kind: GrantKind, more: Partial<NewGrant> = {}): NewGrant => ({
  act: act(world),
  prospectId,
  kind,
  scope: 'organisation',
  contactId: null,
  personName: null,
  text: null,
  file: null,
  guide: null,
  documentKind: null,
  postUrl: null,
  postedOn: null,
  twoApprovers: false,
  benefitDisclosed: null,
  agreementId: null,
  startsOn: '2026-01-01',
  endsOn: '2027-12-31',
  ...more,
})

/** With everything its kind needs beside a yes. */
export const wholeGrant = (world: World, prospectId: string, kind: GrantKind, more: Partial<NewGrant> = {}): NewGrant =>
  newGrant(world, prospectId, kind, {
    scope: kind === 'linkedin' ? 'individual' : 'organisation',
    personName: 'Ida Holm',
    text: 'They kept every date.',
    file: 'https://files.example/logo.svg',
    guide: 'https://files.example/guide.pdf',
    documentKind: kind === 'public_document' ? 'case_study' : null,
    postUrl: kind === 'linkedin' ? 'https://social.example/post' : null,
    postedOn: kind === 'linkedin' ? '2026-10-01' : null,
    ...more,
  })

/** Asked, and approved by everybody it needs. */
export async function haveGrant(
  world: World,
  prospectId: string,
  kind: GrantKind = 'web_release',
  more: Partial<NewGrant> = {},
): Promise<string> {
  const id = await askForGrant(world.deps, wholeGrant(world, prospectId, kind, more), 'stf_sales')
  const grant = await getGrant(world.deps.db, id)
  const names = { person: grant.personName ?? 'Ida Holm', company: 'Cora Head', company_second: 'Dan Second', us: 'Ingrid' }
  for (const side of sidesNeeded(grant)) {
    await approveGrant(world.deps, id, {
      side,
      name: names[side],
      via: 'stf_sales',
      evidence: 'mail of 1 October',
      shownHash: grant.textHash,
    })
  }
  return id
}

/** Proposed in the contract of a deal that no partner brought. */
export async function haveClause(world: World, company = 'Velmora'): Promise<string> {
  const { dealId } = await havePaidDeal(world, null, null, { amountMinor: 10_000 })
  const wanted = { act: act(world), dealId, text: `${company} may be named.`, allows: ['calls' as const], grantsEndOn: '2027-11-02' }
  return proposeClause(world.deps, wanted, 'stf_sales')
}

export const statusOfGrant = async (world: World, id: string) =>
  (await world.deps.db.select({ status: grants.status }).from(grants).where(eq(grants.id, id)))[0]?.status

export const haveSales = (world: World) => haveStaff(world, 'sales')

/** The code that an act refuses with, or `done`. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )
