import { commissions } from '../../schema/commissions.ts'
import type { Currency } from '../../schema/currency.ts'
import { deals, payments } from '../../schema/deals.ts'
import { payoutDestinations } from '../../schema/payout-destinations.ts'
import { members, partners, type StaffRole, staff, staffRoleGrants } from '../../schema/people.ts'
import { attributions, prospects, touches } from '../../schema/prospects.ts'
import { groupMinimums, groups, type TermsVersion, termsVersions } from '../../schema/terms.ts'
import { accrue, mature } from '../../worker/ledger/rules.ts'
import { post } from '../../worker/ledger/store.ts'
import type { World } from './world.ts'

const standardRates: TermsVersion['rates'] = {
  one_off: { rateBps: 1000, duration: 'life' },
  flat_fee: { rateBps: 1000, duration: 'life' },
  retainer: { rateBps: 1000, duration: 'months', months: 12 },
  hour_pool: { rateBps: 700, duration: 'life' },
  performance: { rateBps: 1200, duration: 'life' },
  warranty: { rateBps: 500, duration: 'life' },
}

/** A group with a first version in force: 60 days, first touch, hold 30 days, minimum 25.00 in eur, usd and gbp. */
export async function haveGroup(
  world: World,
  overrides: {
    id?: string
    model?: 'first_touch' | 'last_touch'
    rates?: TermsVersion['rates']
    holdDays?: number
    minimumMinor?: number
  } = {},
) {
  const { db, now, newId } = world.deps
  const id = overrides.id ?? newId('grp')
  const termsVersionId = newId('trm')
  await db.insert(groups).values({ id, name: 'Standard', windowDays: 60, model: overrides.model ?? 'first_touch', createdAt: now() })
  for (const currency of ['eur', 'usd', 'gbp'] as const) {
    await db.insert(groupMinimums).values({ groupId: id, currency, minimumPayoutMinor: overrides.minimumMinor ?? 2500 })
  }
  await db.insert(termsVersions).values({
    id: termsVersionId,
    groupId: id,
    version: 1,
    holdDays: overrides.holdDays ?? 30,
    rates: overrides.rates ?? standardRates,
    effectiveAt: new Date(0),
    createdBy: 'stf_seed',
    createdAt: now(),
  })
  return { id, termsVersionId }
}

/** An active partner with an owner; `groupId` of an existing group or a new one. */
export async function havePartner(
  world: World,
  overrides: { name?: string; groupId?: string; domain?: string | null; country?: string } = {},
) {
  const { db, now, newId } = world.deps
  const id = newId('par')
  const name = overrides.name ?? `Partner ${id}`
  const groupId = overrides.groupId ?? (await haveGroup(world)).id
  await db.insert(partners).values({
    id,
    name,
    groupId,
    domain: overrides.domain === undefined ? `${id.replace('_', '-')}.example` : overrides.domain,
    country: overrides.country ?? 'NL',
    status: 'active',
    createdAt: now(),
    activatedAt: now(),
  })
  const owner = await haveMember(world, id, { role: 'owner' })
  return { id, name, groupId, owner }
}

export async function haveMember(
  world: World,
  partnerId: string,
  overrides: { role?: 'owner' | 'member'; email?: string; name?: string } = {},
) {
  const { db, now, newId } = world.deps
  const id = newId('mem')
  const email = overrides.email ?? `${id}@${partnerId.replace('_', '-')}.example`
  const name = overrides.name ?? `Member ${id}`
  await db.insert(members).values({ id, partnerId, name, email, role: overrides.role ?? 'member', status: 'active', createdAt: now() })
  return { kind: 'member' as const, id, email, name }
}

export async function haveStaff(world: World, ...roles: StaffRole[]) {
  const { db, now, newId } = world.deps
  const id = newId('stf')
  const email = `${id}@wrenmarch.example`
  await db.insert(staff).values({ id, name: `Staff ${id}`, email, active: true, createdAt: now() })
  for (const role of roles) await db.insert(staffRoleGrants).values({ staffId: id, role, grantedBy: 'stf_seed', grantedAt: now() })
  return { kind: 'staff' as const, id, email, name: `Staff ${id}` }
}

/** A prospect whose credit belongs to the partner, or to nobody. */
export async function haveProspect(
  world: World,
  partnerId: string | null = null,
  overrides: { company?: string; domain?: string | null } = {},
) {
  const { db, now, newId } = world.deps
  const id = newId('pro')
  await db.insert(prospects).values({
    id,
    company: overrides.company ?? `Prospect ${id}`,
    domain: overrides.domain ?? null,
    stage: 'new',
    createdAt: now(),
    version: 1,
  })
  const attributionId = newId('att')
  if (partnerId) {
    const touchId = newId('tch')
    await db
      .insert(touches)
      .values({ id: touchId, prospectId: id, partnerId, kind: 'introduction', touchedAt: now(), source: `fixture/${id}`, createdAt: now() })
    await db.insert(attributions).values({
      id: attributionId,
      prospectId: id,
      n: 1,
      partnerId,
      touchId,
      decidedBy: 'rule',
      reason: 'introduction',
      explanation: [],
      decidedAt: now(),
    })
  }
  return { id, attributionId: partnerId ? attributionId : null }
}

/** A won deal under the partner's group's newest terms, and a payment on it; the commission is not made here. */
export async function havePaidDeal(
  world: World,
  partner: { id: string; groupId: string } | null,
  termsVersionId: string | null,
  paid: { amountMinor: number; currency?: Currency },
) {
  const { db, now, newId } = world.deps
  const prospect = await haveProspect(world, partner?.id ?? null)
  const dealId = newId('deal')
  const paymentId = newId('pmt')
  const currency = paid.currency ?? 'usd'
  await db.insert(deals).values({
    id: dealId,
    prospectId: prospect.id,
    name: 'Deal',
    kind: 'one_off',
    currency,
    amountMinor: paid.amountMinor,
    status: 'won',
    attributionId: prospect.attributionId,
    partnerId: partner?.id ?? null,
    termsVersionId: partner ? termsVersionId : null,
    openedBy: 'stf_seed',
    openedAt: now(),
    wonAt: now(),
    version: 1,
  })
  await db.insert(payments).values({
    id: paymentId,
    dealId,
    source: `fixture/${paymentId}`,
    currency,
    paidMinor: paid.amountMinor,
    baseMinor: paid.amountMinor,
    returnedMinor: 0,
    paidAt: now(),
    version: 1,
    recordedBy: 'stf_seed',
    recordedAt: now(),
  })
  return { dealId, paymentId, prospectId: prospect.id }
}

/** An earned commission that is payable now, with its postings; on a payment of ten times as much. */
export async function haveCommission(
  world: World,
  partner: { id: string; groupId: string },
  amountMinor: number,
  currency: Currency = 'usd',
) {
  const { db, now, newId } = world.deps
  const [terms] = await db.select().from(termsVersions).limit(1)
  const { paymentId, dealId } = await havePaidDeal(world, partner, terms?.id ?? null, { amountMinor: amountMinor * 10, currency })
  const id = newId('com')
  const commission = { id, partnerId: partner.id, currency, amountMinor }
  await db.batch([
    db.insert(commissions).values({
      ...commission,
      kind: 'earned',
      paymentId,
      dealId,
      source: `${paymentId}/${partner.id}/${terms?.id}`,
      baseMinor: amountMinor * 10,
      rateBps: 1000,
      termsVersionId: terms?.id ?? null,
      accruedAt: now(),
      maturesAt: now(),
      status: 'approved',
    }),
    post(db, accrue(commission, now()), now()),
    post(db, mature(commission, now()), now()),
  ])
  return { ...commission, paymentId, dealId }
}

/** A Stripe account at the stand-in that can receive transfers, stored as the partner's first destination. */
export async function haveDestination(world: World, partnerId: string, overrides: { stripeAccount?: string } = {}) {
  const { db, now } = world.deps
  const stripeAccount = overrides.stripeAccount ?? (await openActiveAccount(world, partnerId))
  await db.insert(payoutDestinations).values({
    partnerId,
    version: 1,
    stripeAccount,
    readiness: 'active',
    readinessCodes: [],
    requirements: [],
    askedAt: now(),
    changedAt: now(),
    holdUntil: now(),
  })
  return stripeAccount
}

async function openActiveAccount(world: World, partnerId: string): Promise<string> {
  const opened = await world.deps.rail.open(
    { partnerId, name: `Partner ${partnerId}`, email: 'pay@partner.example', country: 'NL', entityType: 'company' },
    `acct:${partnerId}:1`,
  )
  if (opened.kind !== 'opened') throw new Error(opened.reason)
  await world.standIn.fetch(
    new Request('http://stripe.test/_/account', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: opened.destination, state: 'complete' }),
    }),
  )
  return opened.destination
}
