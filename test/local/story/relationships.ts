import type { ActivityKind, AgreementKind } from '../../../schema/agreements.ts'
import { draftAgreement, recordAsk } from '../../../worker/agreements/agreement.ts'
import { addBenefit, addObligation, setDiscount } from '../../../worker/agreements/agreement-lines.ts'
import { offerAgreement } from '../../../worker/agreements/agreement-offer.ts'
import { signAgreement } from '../../../worker/agreements/agreement-sign.ts'
import { acceptClause, proposeClause, strikeClause } from '../../../worker/agreements/clause.ts'
import { approveGrant, askForGrant } from '../../../worker/agreements/grant.ts'
import { takeDown, useGrant } from '../../../worker/agreements/grant-use.ts'
import { withdrawGrant } from '../../../worker/agreements/leave-grant.ts'
import { addDays, templates } from '../../../worker/agreements/rules-agreements.ts'
import { sidesNeeded } from '../../../worker/agreements/rules-grants.ts'
import type { NewGrant } from '../../../worker/agreements/shapes-grants.ts'
import { findCustomerOfPartner, getAgreement } from '../../../worker/agreements/store-agreements.ts'
import { getGrant, listUses } from '../../../worker/agreements/store-grants.ts'
import { dayOf } from '../../../worker/day-shape.ts'
import { closeActivity, planActivity } from '../../../worker/references/activity.ts'
import { keepProfile } from '../../../worker/references/pool.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** What customers promised, what they got, and what they allow; `customer` is a partner's key, or a company of its own. */
export const relationships: Chapter[] = [
  { name: 'Fjellhus becomes a sponsor', day: -400, tell: (teller) => agree(teller, sponsorOf('fjellhus', 'Liv Torvik')) },
  { name: 'Fjellhus lends its logo', day: -396, tell: lendFjellhus },
  { name: 'Ostervane becomes a sponsor', day: -300, tell: (teller) => agree(teller, sponsorOf('ostervane', 'Ada Verhulst')) },
  { name: 'Ostervane is quoted', day: -296, tell: quoteOstervane },
  { name: 'Pennyroyal becomes a reference', day: -280, tell: (teller) => agree(teller, referenceOf('pennyroyal', 'Tom Ashgrove')) },
  { name: 'Brackenmoor becomes a reference', day: -260, tell: (teller) => agree(teller, referenceOf('brackenmoor', 'Siobhán Keane')) },
  { name: 'Velmora accepts the clause', day: -99, tell: acceptVelmora },
  { name: 'Halewick strikes the clause', day: -64, tell: strikeHalewick },
  { name: 'Salthaven becomes a sponsor', day: -130, tell: sponsorSalthaven },
  { name: 'Salthaven’s case study', day: -100, tell: (teller) => hold(teller, 'case_study', 'How Salthaven plans its ovens') },
  { name: 'Fjellhus takes its logo back', day: -12, tell: takeBackFjellhus },
  { name: 'Salthaven’s talk', day: -5, tell: (teller) => hold(teller, 'conference_talk', 'Maintenance days, Utrecht') },
  { name: 'Brackenmoor is asked for its words', day: -4, tell: askBrackenmoor },
  { name: 'Kestrel reads an agreement', day: -2, tell: offerKestrel },
]

type Told = {
  customer: string
  kind: AgreementKind
  signer: string
  owed: { activity: ActivityKind; promised: number; days: number }[]
  benefit: string
}

const sponsorOf = (customer: string, signer: string): Told => ({
  customer,
  kind: 'sponsor',
  signer,
  owed: [
    { activity: 'prospect_call', promised: 4, days: 700 },
    { activity: 'logo_use', promised: 1, days: 700 },
  ],
  benefit: 'An answer within two hours, on weekdays',
})

const referenceOf = (customer: string, signer: string): Told => ({
  customer,
  kind: 'reference',
  signer,
  owed: [{ activity: 'prospect_call', promised: 2, days: 600 }],
  benefit: 'A place in the spring workshop',
})

export async function customerOf({ deps, names }: Teller, key: string): Promise<string> {
  const partnerId = names[key]
  const customer = partnerId?.startsWith('par_') ? await findCustomerOfPartner(deps.db, partnerId) : undefined
  return customer?.prospectId ?? named(names, key)
}

async function draft(teller: Teller, { customer, kind, owed, benefit }: Told): Promise<string> {
  const { deps, names } = teller
  const today = dayOf(deps.now())
  const prospectId = await customerOf(teller, customer)
  const dates = { startsOn: today, endsOn: addDays(today, 730), noticeDays: 30 }
  const id = await draftAgreement(
    deps,
    { act: deps.newId('act'), prospectId, kind, preamble: templates[kind], ...dates },
    named(names, 'ingrid'),
  )
  for (const { activity, promised, days } of owed) {
    await addObligation(deps, id, { act: deps.newId('act'), activity, promised, dueOn: addDays(today, days) }, named(names, 'ingrid'))
  }
  await addBenefit(deps, id, { act: deps.newId('act'), benefit: 'support', benefitText: benefit }, named(names, 'ingrid'))
  names[`agreement of ${customer}`] = id
  return id
}

async function agree(teller: Teller, told: Told, before?: (id: string) => Promise<void>): Promise<void> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const id = await draft(teller, told)
  await before?.(id)
  await offerAgreement(deps, id, ingrid)
  const { textHash } = await getAgreement(deps.db, id)
  await signAgreement(deps, id, textHash ?? '', { side: 'us', by: ingrid })
  await signAgreement(deps, id, textHash ?? '', { side: 'them', name: told.signer, via: 'prospect' })
}

/** 30 % of 20,000.00 EUR for three calls, a case study and a talk; what is left is due 120 days from the day of seeding. */
async function sponsorSalthaven(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const by = named(names, 'ingrid')
  const prospectId = await customerOf(teller, 'Salthaven Foods')
  const asked = { askedBy: 'Rasmus Holt', askedOn: dayOf(deps.now()), askedPercent: 3_500 }
  await recordAsk(deps, prospectId, { act: deps.newId('act'), ...asked }, by)
  const owed = (['prospect_call', 'case_study', 'conference_talk'] as const).map((activity) => ({
    activity,
    promised: activity === 'prospect_call' ? 3 : 1,
    days: 250,
  }))
  const told = { customer: 'Salthaven Foods', kind: 'sponsor' as const, signer: 'Rasmus Holt', owed, benefit: 'A named engineer' }
  await agree(teller, told, (id) =>
    setDiscount(deps, id, { act: deps.newId('act'), currency: 'eur', listMinor: 2_000_000, percentBps: 3_000, referredId: null }, by),
  )
}

export async function grant(
  teller: Teller,
  customer: string,
  person: string,
  more: Partial<NewGrant> & Pick<NewGrant, 'kind'>,
): Promise<string> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const today = dayOf(deps.now())
  const empty = {
    contactId: null,
    personName: null,
    text: null,
    file: null,
    guide: null,
    documentKind: null,
    postUrl: null,
    postedOn: null,
  }
  const asked = {
    ...empty,
    scope: 'organisation' as const,
    twoApprovers: false,
    benefitDisclosed: null,
    agreementId: names[`agreement of ${customer}`] ?? null,
  }
  const prospectId = await customerOf(teller, customer)
  const id = await askForGrant(
    deps,
    { act: deps.newId('act'), prospectId, ...asked, startsOn: today, endsOn: addDays(today, 730), ...more },
    ingrid,
  )
  const { textHash, ...given } = await getGrant(deps.db, id)
  for (const side of sidesNeeded(given)) {
    await approveGrant(deps, id, { side, name: person, via: ingrid, evidence: `Mail of ${today}`, shownHash: textHash })
  }
  names[`grant of ${customer}`] = id
  return id
}

const show = ({ deps, names }: Teller, id: string, use: 'wall' | 'quote' | 'site' | 'print', place: string) =>
  useGrant(deps, id, { act: deps.newId('act'), use, place }, named(names, 'ingrid'))

const logoOf = (company: string) => ({
  kind: 'logo' as const,
  file: `https://files.wrenmarch.example/logos/${company}.svg`,
  guide: `https://files.wrenmarch.example/logos/${company}-guide.pdf`,
})

async function lendFjellhus(teller: Teller): Promise<void> {
  const id = await grant(teller, 'fjellhus', 'Liv Torvik', logoOf('fjellhus'))
  await show(teller, id, 'site', 'https://www.wrenmarch.example/customers')
  await show(teller, id, 'print', 'The brochure “Ten plants”, page 4')
}

async function takeBackFjellhus({ deps, names }: Teller): Promise<void> {
  const id = named(names, 'grant of fjellhus')
  await withdrawGrant(deps, id, { by: named(names, 'liv'), side: 'them', reason: 'withdrawn by the customer on its page' })
  const uses = await listUses(deps.db, id)
  const onSite = uses.find(({ kind }) => kind === 'site')
  if (!onSite) throw new Error('Fjellhus’ logo stood on the site')
  await takeDown(deps, id, onSite.id, named(names, 'ingrid'))
}

async function quoteOstervane(teller: Teller): Promise<void> {
  const quote = {
    kind: 'web_release' as const,
    personName: 'Ada Verhulst',
    text: 'Our looms stop when we plan it, and no longer when they do.',
  }
  const id = await grant(teller, 'ostervane', 'Ada Verhulst', { ...quote, benefitDisclosed: 'faster support' })
  await show(teller, id, 'wall', 'Our wall')
  await show(teller, id, 'quote', 'Quotes for other sites')
  await show(teller, await grant(teller, 'ostervane', 'Ada Verhulst', logoOf('ostervane')), 'wall', 'Our wall')
}

async function hold(teller: Teller, kind: 'case_study' | 'conference_talk', title: string): Promise<void> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const customer = await customerOf(teller, 'Salthaven Foods')
  await keepProfile(deps, ingrid, { customer, industry: 'food', size: '250-999', usedFor: 'ovens', restDays: 90 })
  const on = dayOf(deps.now())
  const id = await planActivity(deps, ingrid, customer, { act: deps.newId('act'), kind, title, on, as: 'owed' })
  await closeActivity(deps, ingrid, id, { happened: 'held', minutes: 60 })
}

async function askBrackenmoor(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const today = dayOf(deps.now())
  const asked: NewGrant = {
    act: deps.newId('act'),
    prospectId: await customerOf(teller, 'brackenmoor'),
    kind: 'web_release',
    scope: 'organisation',
    contactId: null,
    personName: 'Siobhán Keane',
    text: 'Since we plan together, no clinic has closed for a boiler.',
    file: null,
    guide: null,
    documentKind: null,
    postUrl: null,
    postedOn: null,
    twoApprovers: false,
    benefitDisclosed: 'a place in the spring workshop',
    agreementId: null,
    startsOn: today,
    endsOn: addDays(today, 365),
  }
  await askForGrant(deps, asked, named(names, 'ingrid'))
}

async function offerKestrel(teller: Teller): Promise<void> {
  const id = await draft(teller, referenceOf('kestrel', 'Delia Roake'))
  await offerAgreement(teller.deps, id, named(teller.names, 'ingrid'))
}

async function propose({ deps, names }: Teller, deal: string): Promise<string> {
  const text =
    'The customer agrees that people who consider buying may phone it, and that we may say that it works with us. It may take this back at any time.'
  const wanted = { act: deps.newId('act'), dealId: named(names, `deal ${deal}`), text, allows: ['calls' as const, 'web_release' as const] }
  return proposeClause(deps, { ...wanted, grantsEndOn: addDays(dayOf(deps.now()), 730) }, named(names, 'ingrid'))
}

async function acceptVelmora(teller: Teller): Promise<void> {
  const id = await propose(teller, 'velmora')
  const signed = { file: 'https://files.wrenmarch.example/contracts/velmora.pdf', signedBy: 'Inês Velmora' }
  await acceptClause(teller.deps, id, signed, named(teller.names, 'ingrid'))
}

async function strikeHalewick(teller: Teller): Promise<void> {
  await strikeClause(teller.deps, await propose(teller, 'halewick'), named(teller.names, 'ingrid'))
}
