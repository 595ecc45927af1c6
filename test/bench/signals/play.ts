import { readdirSync, readFileSync } from 'node:fs'
import { payoutDestinations } from '../../../schema/payout-destinations.ts'
import { touches } from '../../../schema/prospects.ts'
import { signals } from '../../../schema/signals.ts'
import { selfBillingAgreements } from '../../../schema/statements.ts'
import { linkDays } from '../../../schema/tracking.ts'
import { lookAtPartner } from '../../../worker/attribution/look-at-partner.ts'
import { lookForSignals } from '../../../worker/attribution/look-out.ts'
import { keepVisit } from '../../../worker/attribution/member-visits.ts'
import { openDatabase } from '../../../worker/database.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { recordPayment, recordReturn } from '../../../worker/deals/record.ts'
import type { Deps } from '../../../worker/deps.ts'
import { companyDomainOf } from '../../../worker/prospects/company-domain.ts'
import { introduceSelf } from '../../../worker/prospects/introduce-self.ts'
import { readSettings } from '../../../worker/settings.ts'
import { newClickId, signClickId } from '../../../worker/tracking/click-id.ts'
import { ingestClicks } from '../../../worker/tracking/ingest.ts'
import { paidByOf } from '../../../worker/tracking/rules-paid.ts'
import { findLinkTarget } from '../../../worker/tracking/store.ts'
import { visitorHashOf } from '../../../worker/tracking/visitor.ts'
import { quietBindingOf } from '../../simulation/d1.ts'
import { Store } from '../../simulation/store.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'
import { haveGroup, haveMember, havePartner } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { haveLink } from '../../worker/tracking/fixtures.ts'
import type { Journey, JourneyClick, Party } from './journey.ts'
import type { Judged } from './tally.ts'

const dayMs = 86_400_000

const readMigrations = (): string[] =>
  readdirSync('schema/migrations')
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFileSync(`schema/migrations/${file}`, 'utf8').replaceAll('--> statement-breakpoint', ''))

/** A database of its own, on real SQLite, and a clock that the journey turns. */
function createQuickWorld(migrations: readonly string[]): { world: World; turnTo: (at: number) => void } {
  const store = new Store(migrations, (message) => {
    throw new Error(message)
  })
  let now = 0
  let counter = 0
  const unused = {} as never // no act of a journey sends, mails or lists
  const deps: Deps = {
    db: openDatabase(quietBindingOf(store), { sleep: () => new Promise(() => {}), chance: () => 0.5 }),
    revenue: unused,
    rail: unused,
    lists: unused,
    verifyWebhook: unused,
    hints: { send: async () => {} },
    clickQueue: unused,
    mailer: unused,
    pages: unused,
    now: () => new Date(now),
    newId: (prefix) => `${prefix}_${(++counter).toString(16).padStart(12, '0')}`,
    settings: readSettings({ ...testVariables, ...testSecrets }),
  }
  const turnTo = (at: number) => {
    now = at
  }
  return { world: { deps, now: deps.now } as World, turnTo } // what the fixtures ask
}

/** Plays journeys through the product's acts, each on an empty database, and tells what its look-out found about the partner. */
export async function playJourneys(journeys: readonly Journey[]): Promise<Judged[]> {
  const migrations = readMigrations()
  const judged: Judged[] = []
  for (const journey of journeys) judged.push(await playJourney(journey, migrations))
  return judged
}

async function playJourney(journey: Journey, migrations: readonly string[]): Promise<Judged> {
  const { world, turnTo } = createQuickWorld(migrations)
  const { deps } = world
  const group = await haveGroup(world, { model: journey.lastTouch ? 'last_touch' : 'first_touch' })
  turnTo(journey.knownAt - 120 * dayMs)
  const elder = await haveParty(world, group.id, journey.elder)
  turnTo(journey.knownAt - 100 * dayMs)
  const partner = await haveParty(world, group.id, journey.partner)
  const rival = await havePartner(world, { groupId: group.id })
  const links = { partner: await haveLink(world, partner.id), rival: await haveLink(world, rival.id) }

  for (const use of journey.portalUse) {
    turnTo(use.at)
    await keepVisit(deps, { address: use.ip, userAgent: use.userAgent }, partner.people[use.member] ?? partner.people[0] ?? '')
  }
  await keepLinkBefore(world, links.partner, journey)
  await keepClicks(deps, journey.crowd, links)
  const carriers = await keepClicks(deps, journey.clicks, links)

  turnTo(journey.knownAt)
  const prospectId = await becomeKnown(deps, journey, links.partner.code, carriers)
  for (const { id } of [elder, partner]) await lookAtPartner(deps, id)
  await payAll(deps, prospectId, journey.payments)
  turnTo(journey.knownAt + 10 * 60_000)
  await lookForSignals(deps)
  const found = await deps.db.select({ rule: signals.rule, partnerId: signals.partnerId }).from(signals)
  return { label: journey.label, found: new Set(found.flatMap((each) => (each.partnerId === partner.id ? [each.rule] : []))) }
}

/** A partner with its people, where its money goes and its agreement about invoices. */
async function haveParty(
  world: World,
  groupId: string,
  { domain, members, bank, taxId }: Party,
): Promise<{ id: string; people: string[] }> {
  const { db, now } = world.deps
  const { id } = await havePartner(world, { groupId, domain: (domain && (await companyDomainOf(domain))) || null })
  const people: string[] = []
  for (const email of new Set(members.map((each) => each.toLowerCase()))) people.push((await haveMember(world, id, { email })).id)
  const at = now()
  const account = {
    stripeAccount: `acct_${id}`,
    readiness: 'active' as const,
    readinessCodes: [],
    requirements: [],
    bankAccount: `eur:${bank}`,
  }
  await db.insert(payoutDestinations).values({ partnerId: id, version: 1, ...account, askedAt: at, changedAt: at, holdUntil: at })
  const agreed = { agreedBy: people[0] ?? '', agreedAt: at, wording: 'Agreed.', textHash: '0'.repeat(64), legalName: id, address: 'Here' }
  await db.insert(selfBillingAgreements).values({ partnerId: id, version: 1, ...agreed, taxId, taxReason: 'reverse_charge' })
  return { id, people }
}

type Links = Record<JourneyClick['of'], { id: string; partnerId: string; code: string }>

/** What the link counted before, and who else came by it. */
async function keepLinkBefore({ deps: { db } }: World, { id, partnerId }: Links['partner'], journey: Journey): Promise<void> {
  const last = journey.clicks.at(-1)?.at ?? journey.knownAt
  const dayOf = (ago: number) => new Date(last - ago * dayMs).toISOString().slice(0, 10)
  const usual = Array.from({ length: 28 }, (_, n) => ({ linkId: id, day: dayOf(n + 2), clicks: journey.usualPerDay }))
  await db.insert(linkDays).values([{ linkId: id, day: dayOf(0), clicks: journey.clicksOfTwoDays }, ...usual])
  for (let n = 1; n < journey.prospects; n += 1) {
    const touch = {
      id: `tch_before_${n}`,
      prospectId: `pro_before_${n}`,
      partnerId,
      kind: 'click' as const,
      linkId: id,
      source: `before/${n}`,
    }
    await db.insert(touches).values({ ...touch, touchedAt: new Date(last), createdAt: new Date(last) })
  }
}

/** Lets the clicks land, and gives the click ids that their visitors carry on. */
async function keepClicks({ db, settings, newId }: Deps, clicks: readonly JourneyClick[], links: Links): Promise<string[]> {
  const [signingKey] = settings.signingKeys
  if (!signingKey) throw new Error('There is a signing key.')
  const landing = clicks.map(({ at, ip, userAgent, query, country, referrer, of }) => ({
    id: newClickId(new Date(at), newId('clk')),
    linkId: links[of].id,
    partnerId: links[of].partnerId,
    clickedAt: at,
    campaign: null,
    country,
    device: 'desktop' as const,
    referrerHost: referrer,
    visitorHash: visitorHashOf(signingKey, `${ip}\n${userAgent}`, at),
    paidBy: paidByOf(query),
  }))
  await ingestClicks({ db }, [{ clicks: landing }])
  const signed = ({ id: clickId, linkId, partnerId }: (typeof landing)[number]) => ({ clickId, linkId, partnerId, rulesVersion: 1 })
  return landing.map((click) => signClickId(settings.signingKeys, signed(click)))
}

async function becomeKnown(deps: Deps, { customer }: Journey, code: string, carriers: readonly string[]): Promise<string> {
  const target = await findLinkTarget(deps.db, code)
  if (!target) throw new Error('The link is there.')
  const [email = ''] = customer.emails
  const form = { company: customer.company, contactName: 'Somebody', email: email.toLowerCase(), need: 'Planning.', act: deps.newId('act') }
  return introduceSelf(deps, target, form, carriers)
}

async function payAll(deps: Deps, prospectId: string, payments: readonly number[]): Promise<void> {
  if (payments.length === 0) return
  const deal = { prospectId, name: 'Deal', kind: 'one_off' as const, currency: 'eur' as const, amountMinor: 100_000, source: null }
  const dealId = await openDeal(deps, deal, deps.newId('act'), 'stf_sales')
  for (const part of payments) {
    const paid = { paidMinor: 10_000, taxMinor: 0, currency: 'eur' as const, paidAt: deps.now(), act: deps.newId('act') }
    const paymentId = await recordPayment(deps, dealId, paid, 'stf_sales')
    const amountMinor = Math.round(part * 10_000)
    const back = { amountMinor, currency: 'eur' as const, returnedAt: deps.now(), act: deps.newId('act') }
    if (amountMinor > 0) await recordReturn(deps, paymentId, back, 'stf_sales')
  }
}
