import type { Random } from '../../simulation/random.ts'
import type { Journey, JourneyClick } from './journey.ts'
import { browserOf, companyAddress, countries, domainOf, ipOf, partyOf, privateAddress, sites, userAgentOf } from './people.ts'

const minute = 60_000
const hour = 60 * minute
export const clock = Date.parse('2026-11-02T09:00:00Z')

const honestQueries = [
  '',
  '',
  '',
  'c=fair',
  'utm_source=newsletter&utm_medium=email',
  'utm_medium=social',
  'utm_medium=referral&utm_source=blog',
  'fbclid=IwAR0',
  'ref=home',
  'plan=a&seats=12',
  'utm_source=gads-report&utm_medium=organic',
] as const

/** An honest journey of the plainest kind: a stranger follows a link, and some time later buys. */
export function plainJourney(random: Random): Journey {
  const partner = partyOf(random)
  const customer = customerOf(random)
  const visitor = browserOf(random)
  const knownAt = clock + random.between(0, 20 * 24 * 60) * minute
  const clickedAt = knownAt - waitOf(random)
  const clicksOfTwoDays = random.chance(0.8) ? random.between(1, 60) : random.between(60, 900)
  return {
    label: 'clean',
    partner,
    elder: partyOf(random),
    customer,
    portalUse: partner.members.map((_, member) => ({
      ...browserOf(random),
      member,
      at: clickedAt - random.between(-3 * 24 * 60, 3 * 24 * 60) * minute,
    })),
    clicks: [clickOf(random, visitor, clickedAt)],
    crowd: crowdOf(random, clickedAt, Math.min(60, Math.ceil(clicksOfTwoDays / 20))),
    clicksOfTwoDays,
    usualPerDay: Math.round(clicksOfTwoDays / random.between(2, 5)),
    prospects: 1 + Math.floor(clicksOfTwoDays / random.between(40, 90)),
    lastTouch: random.chance(0.4),
    knownAt,
    payments: paymentsOf(random, random.between(0, 40), random.next() * 0.06),
  }
}

/** Minutes to weeks: most people think about it over night. */
const waitOf = (random: Random): number => (random.chance(0.3) ? random.between(3, 240) * minute : random.between(4, 30 * 24) * hour)

export const clickOf = (random: Random, visitor: { ip: string; userAgent: string }, at: number): JourneyClick => ({
  ...visitor,
  at,
  query: random.pick(honestQueries),
  country: random.pick(countries),
  referrer: random.chance(0.5) ? random.pick(sites) : null,
  of: 'partner',
})

/** Different people of some countries, with and without a page that they came from. */
export function crowdOf(random: Random, before: number, clicks: number): JourneyClick[] {
  const home = random.pick(countries)
  const sentBy = random.pick(sites)
  return Array.from({ length: clicks }, () => ({
    ...clickOf(random, browserOf(random), before - random.between(1, 59) * minute),
    country: random.chance(0.75) ? home : random.pick(countries),
    referrer: random.chance(0.6) ? sentBy : null,
  }))
}

export function customerOf(random: Random): Journey['customer'] {
  const domain = domainOf(random)
  const emails = Array.from({ length: random.between(1, 3) }, () =>
    random.chance(0.8) ? companyAddress(random, domain) : privateAddress(random),
  )
  return { company: domain.split('.')[0] ?? 'Customer', emails }
}

/** Most go back in full when they do; some are credited in part. */
export const paymentsOf = (random: Random, count: number, share: number): number[] =>
  Array.from({ length: count }, () => (random.chance(share) ? (random.chance(0.6) ? 1 : random.next() * 0.4) : 0))

type Twist = (random: Random, journey: Journey) => Journey

/** What honest people do that looks odd, each with how often it is drawn beside the plain ones. */
const twists: readonly Twist[] = [
  // Two people of one public mail service, with names that are close.
  (random, journey) => {
    const host = random.pick(['gmail.com', 'outlook.com'] as const)
    return {
      ...journey,
      partner: { ...journey.partner, members: [`ada.verhulst${random.between(1, 50)}@${host}`] },
      customer: { company: 'Ada’s shop', emails: [`ada.verhulst${random.between(51, 99)}@${host}`] },
    }
  },
  // Companies that share the public end of a domain, or a stem.
  (random, journey) => {
    const [end, stem] = [random.pick(['.co.uk', '.github.io', '.com.au'] as const), `wick${random.between(1, 9_999)}`]
    return {
      ...journey,
      partner: { ...journey.partner, domain: `${stem}${end}`, members: [`tom@${stem}${end}`] },
      customer: { company: stem, emails: [`tom@${stem}-consulting${end}`, `office@${stem}s${end}`] },
    }
  },
  // An office, a train, a fair: one address of the network and many browsers; a common one now and then twice.
  (random, journey) => {
    const ip = ipOf(random)
    const [click] = journey.clicks
    const used = journey.clicks[0]?.at ?? journey.knownAt
    const userAgent = random.chance(0.03) ? (click?.userAgent ?? '') : userAgentOf(random)
    return {
      ...journey,
      portalUse: [{ ip, userAgent, member: 0, at: used - random.between(5, 300) * minute }],
      clicks: journey.clicks.map((each) => ({ ...each, ip })),
    }
  },
  // A partner tries its own link, and the customer comes from elsewhere.
  (random, journey) => {
    const own = browserOf(random)
    const [click] = journey.clicks
    return {
      ...journey,
      portalUse: [{ ...own, member: 0, at: (click?.at ?? 0) - 2 * hour }],
      crowd: [...journey.crowd, { ...clickOf(random, own, (click?.at ?? 0) - 30 * minute) }],
    }
  },
  // A second partner’s page read on another day, or the same afternoon, before buying.
  (random, journey) => {
    const visitor = browserOf(random)
    const gap = random.chance(0.02) ? random.between(2, 9) * minute : random.between(15, 9 * 24 * 60) * minute
    const rival = { ...clickOf(random, visitor, journey.knownAt - gap - random.between(60, 20 * 24 * 60) * minute), of: 'rival' as const }
    return { ...journey, lastTouch: true, clicks: [rival, { ...clickOf(random, visitor, journey.knownAt - gap) }] }
  },
  // A newsletter goes out: many clicks in an hour, and some of the readers buy.
  (random, journey) => {
    const clicksOfTwoDays = random.between(200, 3_000)
    const [click] = journey.clicks
    return {
      ...journey,
      clicksOfTwoDays,
      usualPerDay: random.between(0, 12),
      prospects: 1 + Math.floor(clicksOfTwoDays / random.between(30, 160)),
      crowd: crowdOf(random, click?.at ?? journey.knownAt, random.between(60, 220)),
    }
  },
  // A bad quarter: more comes back than usual.
  (random, journey) => ({ ...journey, payments: paymentsOf(random, random.between(12, 60), 0.04 + random.next() * 0.08) }),
  // Addresses with a tag, and a department of the same customer.
  (random, journey) => {
    const domain = domainOf(random)
    return { ...journey, customer: { company: 'Tags', emails: [`invoices+goodword@${domain}`, `it@mail.${domain}`] } }
  },
]

/** One in two is odd in some honest way. */
export function cleanJourney(random: Random): Journey {
  const journey = plainJourney(random)
  const twist = random.chance(0.5) ? twists[random.between(0, twists.length - 1)] : undefined
  return twist ? twist(random, journey) : journey
}
