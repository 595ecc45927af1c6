import type { BuyingGroupProps, ShownContact } from '../../portal/components/buying-group.tsx'
import type { LadderProps } from '../../portal/components/ladder.tsx'
import { ProspectPage } from '../../portal/pages/prospect-page.tsx'
import type { BuyingRole } from '../../schema/customers.ts'
import type { Contact } from '../../schema/prospects.ts'
import { readExplanation } from '../attribution/explanation.ts'
import { findAttribution } from '../attribution/store.ts'
import { listOpenClaimsOfProspect } from '../attribution/store-claims.ts'
import { listSignalsOfProspect } from '../attribution/store-queue.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext } from '../env.ts'
import type { Declined } from '../form-acts.ts'
import { namesOf } from '../identity/names.ts'
import { listProposalsOf } from '../proposals/store.ts'
import { listDeclines } from './declines.ts'
import { completenessOf, dealsWithoutBuyer } from './rules-buying.ts'
import { nextAsk } from './rules-ladder.ts'
import { getProspect, listContacts, listDealsOfProspect, listIntroductions } from './store.ts'
import { countPaidDeals } from './store-customers.ts'
import { listEvidence, listProven, listRewards } from './store-ladder.ts'
import { listHandoffs, listRoles, listSales, minutesOf } from './store-people.ts'

/** All that staff know of a prospect. */
export async function renderWhole(c: AppContext, id: string, declined?: Declined) {
  const form = declined?.form
  const { deps, staff } = c.var
  const { db } = deps
  const prospect = await getProspect(db, id)
  const [attribution, explanation, claims, contacts, introduced, deals, handoffs, paidDeals, declines] = await Promise.all([
    findAttribution(db, id),
    readExplanation(db, id),
    listOpenClaimsOfProspect(db, id),
    listContacts(db, id),
    listIntroductions(db, id),
    listDealsOfProspect(db, id),
    listHandoffs(db, id),
    countPaidDeals(db, id),
    listDeclines(db, id),
  ])
  const mayChange = staff.roles.includes('sales')
  const shown = { prospect, mayChange, act: form?.entered.act || deps.newId('act'), today: dayOf(deps.now()), form }
  const names = await namesOf(db, [
    ...(attribution ? [attribution.decidedBy] : []),
    ...handoffs.flatMap((each) => [each.fromStaff, each.toStaff]),
  ])
  const nameOf = (who: string) => names.get(who) ?? who
  return c.render(
    <ProspectPage
      prospect={prospect}
      isRepeat={paidDeals > 1}
      ladder={await ladderOf(c, shown)}
      group={await groupOf(c, shown, contacts, deals)}
      handoffs={handoffs.map((each) => ({ ...each, from: nameOf(each.fromStaff), to: nameOf(each.toStaff) }))}
      sales={mayChange ? await listSales(db) : []}
      attribution={attribution && { ...attribution, decidedByName: names.get(attribution.decidedBy) ?? 'The programme’s rules' }}
      creditedName={explanation.decisions[0]?.who ?? undefined}
      explanation={explanation}
      rivals={rivalsOf(explanation, attribution?.partnerId)}
      claims={claims.filter(({ kind }) => kind !== 'wrong_amount')}
      introductions={introduced}
      declines={declines}
      deals={deals}
      proposals={await listProposalsOf(db, id)}
      signals={await listSignalsOfProspect(db, id)}
      mayChange={mayChange}
      act={shown.act}
      form={form}
    />,
    { status: declined?.status ?? 200 },
  )
}

/** Partners with a touch that have not got the credit, each once. */
const rivalsOf = ({ touches }: Awaited<ReturnType<typeof readExplanation>>, credited: string | null | undefined) => [
  ...new Map(
    touches.flatMap(({ partnerId, who }) =>
      partnerId && partnerId !== credited ? [[partnerId, { id: partnerId, name: who }] as const] : [],
    ),
  ).values(),
]

type Shown = Pick<LadderProps, 'prospect' | 'mayChange' | 'act' | 'today' | 'form'>

async function ladderOf(c: AppContext, shown: Shown): Promise<LadderProps> {
  const { db } = c.var.deps
  const { id, level } = shown.prospect
  const [steps, proven, rewards] = await Promise.all([listEvidence(db, id), listProven(db, id), listRewards(db, id)])
  const names = await namesOf(
    db,
    steps.map(({ recordedBy }) => recordedBy),
  )
  return {
    ...shown,
    rewards,
    next: nextAsk(level),
    proven: proven.map((each) => each.level),
    steps: steps.map((step) => ({
      ...step,
      by: names.get(step.recordedBy) ?? step.recordedBy,
      stands: proven.some(({ evidenceId }) => evidenceId === step.id),
    })),
  }
}

type Deals = Awaited<ReturnType<typeof listDealsOfProspect>>

async function groupOf(
  c: AppContext,
  { prospect, mayChange, act, form }: Shown,
  contacts: Contact[],
  deals: Deals,
): Promise<BuyingGroupProps> {
  const { db } = c.var.deps
  const [roles, minutes] = await Promise.all([listRoles(db, prospect.id), minutesOf(db, prospect.id)])
  const group = { contacts, roles }
  return {
    prospectId: prospect.id,
    contacts: contacts.map((contact) => ({ ...shownContact(contact, contacts, roles, deals), minutes: minutes.get(contact.id) ?? 0 })),
    completeness: completenessOf(group),
    dealsWithoutBuyer: dealsWithoutBuyer(group, deals, prospect.stage === 'customer'),
    deals: deals.filter(({ status }) => status === 'open' || status === 'won'),
    mayChange,
    act,
    form,
  }
}

const shownContact = (
  contact: Contact,
  all: readonly Contact[],
  roles: readonly BuyingRole[],
  deals: Deals,
): Omit<ShownContact, 'minutes'> => ({
  ...contact,
  roles: roles
    .filter(({ contactId }) => contactId === contact.id)
    .map((role) => ({
      ...role,
      deal: deals.find(({ id }) => id === role.dealId)?.name ?? null,
      influences: all.find(({ id }) => id === role.influences)?.name ?? null,
    })),
})
