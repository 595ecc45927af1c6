import type { Random } from '../../simulation/random.ts'
import { cleanJourney, clickOf, paymentsOf, plainJourney } from './clean.ts'
import type { Journey, JourneyClick, Pattern } from './journey.ts'
import { browserOf, companyAddress, countries, ipOf, nameOf, userAgentOf } from './people.ts'

const minute = 60_000

/** What people write for their own address when they do not want to be noticed. */
function respelled(random: Random, email: string): string {
  const [name = '', host = ''] = email.split('@')
  const cased = random.chance(0.5) ? name.charAt(0).toUpperCase() + name.slice(1) : name
  const tagged = random.chance(0.6) ? `${cased}+${random.pick(['shop', 'test', 'x', 'buy2'] as const)}` : cased
  const dotted = host === 'gmail.com' && random.chance(0.7) ? tagged.replace(/^(.)(?=[^.+])/, '$1.') : tagged
  return `${dotted}@${random.chance(0.3) ? host.toUpperCase() : host}`
}

const throwAway = [
  'mailinator.com',
  'guerrillamail.com',
  'yopmail.com',
  '10minutemail.com',
  'sharklasers.com',
  'trashmail.com',
  'maildrop.cc',
  'getnada.com',
  'dispostable.com',
  'tempmail.de',
  'temp-mail.org',
  'mohmal.com',
  'fakeinbox.com',
  'spambox.us',
  'mailnesia.com',
  'emailondeck.com',
  'dropmail.me',
  'throwawaymail.com',
  'wegwerfmail.de',
  'jetable.org',
] as const

const paidQueries = [
  'gclid=Cj0KCQ',
  'gbraid=0AAAA&x=1',
  'wbraid=CkAKCQ',
  'msclkid=9f1c',
  'utm_source=google&utm_medium=cpc',
  'utm_medium=ppc&utm_campaign=brand',
  'utm_medium=paid_social&fbclid=IwAR1',
  'utm_source=facebook&utm_campaign=autumn&fbclid=IwAR2',
  'c=ads&gclid=EAIaI',
  'utm_medium=paidsearch',
  'ttclid=E.C.P',
  'utm_medium=CPC',
] as const

const makers: Record<Pattern, (random: Random, journey: Journey) => Journey> = {
  same_person: (random, journey) => {
    const own = random.chance(0.5) ? `${nameOf(random)}${random.between(1, 999)}@gmail.com` : `${nameOf(random)}@outlook.com`
    return {
      ...journey,
      partner: { ...journey.partner, members: [...journey.partner.members, own] },
      customer: { ...journey.customer, emails: [respelled(random, own), ...journey.customer.emails.slice(1)] },
    }
  },
  same_company: (random, journey) => {
    const domain = journey.partner.domain ?? 'halewick-dairies.example'
    const partner = {
      ...journey.partner,
      domain: random.chance(0.7) ? domain : null,
      members: [...journey.partner.members, companyAddress(random, domain)],
    }
    return {
      ...journey,
      partner,
      customer: { company: 'Own purchase', emails: [`einkauf${random.between(1, 999)}@${random.chance(0.3) ? 'shop.' : ''}${domain}`] },
    }
  },
  member_visit: (random, journey) => {
    const own = browserOf(random)
    const clickedAt = journey.knownAt - random.between(1, 180) * minute
    // Most do it in one sitting; a few wait for the next morning.
    const before = random.chance(0.95) ? random.between(1, 600) : random.between(600, 1_800)
    return { ...journey, clicks: [clickOf(random, own, clickedAt)], portalUse: [{ ...own, member: 0, at: clickedAt - before * minute }] }
  },
  same_destination: (_, journey) => ({ ...journey, partner: { ...journey.partner, bank: journey.elder.bank } }),
  paid_traffic: (random, journey) => ({ ...journey, clicks: journey.clicks.map((each) => ({ ...each, query: random.pick(paidQueries) })) }),
  click_flood: (random, journey) => (random.chance(0.5) ? fromOneBrowser(random, journey) : fromOneSource(random, journey)),
  late_click: (random, journey) => {
    const visitor = browserOf(random)
    // A pop-up at the checkout: seconds to some minutes, and now and then somebody who reads first.
    const gap = random.chance(0.97) ? random.between(5, 420) * 1_000 : random.between(420, 1_200) * 1_000
    const at = journey.knownAt - gap
    return {
      ...journey,
      lastTouch: true,
      clicks: [{ ...clickOf(random, visitor, at - random.between(30, 20_000) * minute), of: 'rival' }, clickOf(random, visitor, at)],
    }
  },
  disposable_mail: (random, journey) => ({
    ...journey,
    customer: { company: 'Quick', emails: [`${nameOf(random)}${random.between(1, 999)}@${random.pick(throwAway)}`] },
  }),
  refund_farming: (random, journey) => ({ ...journey, payments: paymentsOfFarm(random) }),
  duplicate_partner: (random, journey) => ({ ...journey, partner: twinOf(random, journey) }),
}

function paymentsOfFarm(random: Random): number[] {
  const payments = random.between(10, 40)
  const share = 0.5 + random.next() * 0.5
  const farmed = paymentsOf(random, payments, share).map((part) => (part > 0 ? 1 : 0))
  return farmed
}

/** The same people come again under another name, with one thing left of the old record. */
function twinOf(random: Random, { partner, elder }: Journey): Journey['partner'] {
  const kind = random.between(0, 2)
  if (kind === 0 && elder.domain) return { ...partner, domain: elder.domain }
  if (kind === 1) {
    const [old = ''] = elder.members
    const again = respelled(random, old).toLowerCase()
    return { ...partner, members: [...partner.members, again === old ? old.replace('@', '+2@') : again] }
  }
  return { ...partner, taxId: random.chance(0.5) ? elder.taxId : elder.taxId.replace('NL', 'NL ') }
}

/** A script that keeps its name and its address. */
function fromOneBrowser(random: Random, journey: Journey): Journey {
  const script = browserOf(random)
  const last = journey.clicks.at(-1)?.at ?? journey.knownAt
  const crowd = Array.from({ length: random.between(60, 280) }, () => ({
    ...clickOf(random, script, last - random.between(1, 55) * minute),
    country: 'US',
    referrer: null,
  }))
  return { ...journey, crowd: [...journey.crowd.slice(0, 10), ...crowd], prospects: 1 }
}

/** Rented machines in one country that change name and address with each call. */
function fromOneSource(random: Random, journey: Journey): Journey {
  const country = random.pick(countries)
  const last = journey.clicks.at(-1)?.at ?? journey.knownAt
  const calls = random.between(400, 6_000)
  const crowd: JourneyClick[] = Array.from({ length: Math.min(290, Math.ceil(calls / 6)) }, () => ({
    ip: ipOf(random),
    userAgent: userAgentOf(random),
    at: last - random.between(1, 58) * minute,
    query: '',
    country: random.chance(0.99) ? country : random.pick(countries),
    referrer: null,
    of: 'partner',
  }))
  return { ...journey, crowd, clicksOfTwoDays: calls, usualPerDay: random.between(0, 15), prospects: random.between(1, 2) }
}

/** A journey of this pattern, in everything else honest. */
export const oddJourney = (random: Random, label: Pattern): Journey => ({ ...makers[label](random, plainJourney(random)), label })

export const journeyOf = (random: Random, label: Journey['label']): Journey =>
  label === 'clean' ? cleanJourney(random) : oddJourney(random, label)
