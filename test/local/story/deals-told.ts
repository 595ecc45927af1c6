import type { Currency } from '../../../schema/currency.ts'
import type { DealKind } from '../../../schema/terms.ts'
import type { Details } from '../../../worker/deals/read-details.ts'
import type { PartnerKey } from './cast.ts'

/**
 * How the partner came to it: by a form behind its link, a code typed there, by naming it in the portal, by a registration (registrations.ts), or by a claim,
 * for its link gave no credit any more.
 */
type Bond = 'link' | 'code' | 'introduction' | 'registration' | 'claim'

export type ToldDeal = {
  key: string
  company: string
  contact: { name: string; email: string }
  need: string
  partner: PartnerKey
  bond: Bond
  /** Days counted back from day 0. */
  met: number
  /** When it is agreed, where that is not three days before its first payment. */
  agreed?: number
  name: string
  kind: DealKind
  currency: Currency
  /** What each payment was, in minor units, without tax, by day. */
  payments: readonly (readonly [day: number, amountMinor: number])[]
  /** Paid at Stripe's checkout, which opens and wins the deal by itself, or by a subscription there, for which sales opened the deal. */
  billed?: 'checkout' | 'subscription'
  /** What its kind says of itself. */
  details?: Details
  /** What went back, by day, of the first payment. */
  returns?: readonly (readonly [day: number, amountMinor: number])[]
  /** The day on which the customer's bank questions the last payment. */
  disputed?: number
}

const every30Days = (from: number, to: number, amountMinor: number) =>
  Array.from({ length: (to - from) / 30 + 1 }, (_, n) => [from + 30 * n, amountMinor] as const)

/** Every number of these stands in the demo story's table of customers; the tests of the story read them back. */
export const toldDeals: readonly ToldDeal[] = [
  {
    key: 'halewick',
    company: 'Halewick Dairies',
    contact: { name: 'Rosalind Mayhew', email: 'rosalind@halewick.example' },
    need: 'Maintenance plans for two bottling lines that stop too often.',
    partner: 'ostervane',
    bond: 'link',
    met: -448,
    name: 'Maintenance planning, yearly',
    kind: 'retainer',
    currency: 'eur',
    payments: [
      [-430, 1_800_000],
      [-65, 1_800_000],
    ],
  },
  {
    key: 'oakhanger',
    company: 'Oakhanger Ferments',
    contact: { name: 'Piotr Zielinski', email: 'piotr@oakhanger.example' },
    need: 'Somebody to plan the maintenance of 40 tanks.',
    partner: 'ostervane',
    bond: 'introduction',
    met: -295,
    name: 'Planning retainer',
    kind: 'retainer',
    currency: 'eur',
    payments: every30Days(-280, -10, 150_000),
  },
  {
    key: 'norrhamn',
    company: 'Norrhamn Brewery',
    contact: { name: 'Sanna Lindqvist', email: 'sanna@norrhamn.example' },
    need: 'Try the planning tool with five seats before the winter.',
    partner: 'ostervane',
    bond: 'link',
    met: -72,
    name: 'Pilot, 5 seats, 3 months',
    kind: 'one_off',
    currency: 'eur',
    details: { pilot: true, seats: 5, months: 3 },
    payments: [[-50, 90_000]],
  },
  {
    key: 'corbel',
    company: 'Corbel & Wick',
    contact: { name: 'Imogen Corbel', email: 'imogen@corbelandwick.example' },
    need: 'One price for an audit of all ovens.',
    partner: 'pennyroyal',
    bond: 'code',
    met: -136,
    name: 'Audit of all ovens',
    kind: 'flat_fee',
    currency: 'gbp',
    payments: [[-120, 640_000]],
    returns: [[-40, 160_000]],
  },
  {
    key: 'ambleforth',
    company: 'Ambleforth Print',
    contact: { name: 'Derek Sowerby', email: 'derek@ambleforth.example' },
    need: 'Forty hours of help, drawn when needed.',
    partner: 'pennyroyal',
    bond: 'link',
    met: -52,
    name: 'Hour pool, 40 hours',
    kind: 'hour_pool',
    currency: 'gbp',
    details: { boughtMinutes: 2_400, rateMinor: 9_500 },
    payments: [[-35, 380_000]],
  },
  {
    key: 'granite',
    company: 'Granite Quay Hotels',
    contact: { name: 'Marcus Oyelaran', email: 'marcus@granitequay.example' },
    need: 'Lifts and laundries of six hotels under one plan.',
    partner: 'kestrel',
    bond: 'claim',
    met: -205,
    name: 'Planning retainer, six hotels',
    kind: 'retainer',
    currency: 'usd',
    billed: 'subscription',
    payments: every30Days(-200, -20, 240_000),
    disputed: -6,
  },
  {
    key: 'granite-extra',
    company: 'Granite Quay Hotels',
    contact: { name: 'Marcus Oyelaran', email: 'marcus@granitequay.example' },
    need: '',
    partner: 'kestrel',
    bond: 'claim',
    met: -205,
    name: 'Inspection of the boiler house',
    kind: 'one_off',
    currency: 'usd',
    payments: [[-145, 123_457]],
    returns: [
      [-142, 41_152],
      [-140, 41_152],
      [-138, 41_153],
    ],
  },
  {
    key: 'hoshikawa',
    company: 'Hoshikawa Tools',
    contact: { name: 'Emi Hoshikawa', email: 'emi@hoshikawa.example' },
    need: 'A maintenance plan in Japanese.',
    partner: 'kestrel',
    bond: 'link',
    met: -88,
    name: 'Plan for the Nagoya works',
    kind: 'one_off',
    currency: 'jpy',
    payments: [[-70, 480_000]],
  },
  {
    key: 'velmora',
    company: 'Velmora Ceramics',
    contact: { name: 'Beatriz Salgado', email: 'beatriz@velmora.example' },
    need: 'A kiln must never stop in December.',
    partner: 'brackenmoor',
    bond: 'introduction',
    met: -119,
    name: 'Warranty, yearly',
    kind: 'warranty',
    currency: 'eur',
    payments: [[-100, 120_000]],
  },
  {
    key: 'hollin',
    company: 'Hollin Dental Lab',
    contact: { name: 'Aoife Brennan', email: 'aoife@hollin.example' },
    need: 'Milling machines that are serviced before they fail.',
    partner: 'brackenmoor',
    bond: 'link',
    met: -160,
    name: 'Planning retainer, quarterly',
    kind: 'retainer',
    currency: 'eur',
    payments: [
      [-140, 300_000],
      [-50, 300_000],
    ],
  },
  {
    key: 'stellan',
    company: 'Stellan Packaging',
    contact: { name: 'Gunnar Stellan', email: 'gunnar@stellan.example' },
    need: 'Fewer stops, paid by the hour saved.',
    partner: 'fjellhus',
    bond: 'registration',
    met: -212,
    agreed: -200,
    name: 'Hours saved',
    kind: 'performance',
    currency: 'eur',
    details: {
      metric: 'Hours of unplanned stops that are saved',
      baseline: '61 hours a quarter',
      target: '25 hours a quarter',
      metricSource: 'The shift log of both packing lines',
      formula: 'Hours saved × 150.00 EUR',
      floorMinor: 0,
      capMinor: 900_000,
    },
    payments: [[-150, 570_000]],
  },
  {
    key: 'ravensby',
    company: 'Ravensby Cold Store',
    contact: { name: 'Ingunn Dahl', email: 'ingunn@ravensby.example' },
    need: 'A plan for eleven compressors.',
    partner: 'fjellhus',
    bond: 'link',
    met: -81,
    name: 'Plan for eleven compressors',
    kind: 'one_off',
    currency: 'eur',
    payments: [[-60, 4_200_000]],
  },
  {
    key: 'juniper',
    company: 'Juniper Lane Schools',
    contact: { name: 'Amara Whitlock', email: 'amara@juniperlane.example' },
    need: 'Heating of nine schools, one bundle.',
    partner: 'quill',
    bond: 'link',
    met: -104,
    name: 'Heating of nine schools',
    kind: 'one_off',
    currency: 'eur',
    billed: 'checkout',
    payments: [[-90, 350_000]],
  },
  {
    key: 'juniper-hours',
    company: 'Juniper Lane Schools',
    contact: { name: 'Amara Whitlock', email: 'amara@juniperlane.example' },
    need: '',
    partner: 'quill',
    bond: 'link',
    met: -104,
    name: 'Hour pool, 20 hours',
    kind: 'hour_pool',
    currency: 'eur',
    details: { boughtMinutes: 1_200, rateMinor: 10_000 },
    payments: [[-45, 200_000]],
  },
]

/** Prospects on the way: nothing was paid yet. How far sales has come with them stands in the ladder's chapters. */
export const onTheWay = [
  {
    company: 'Pellworth Joinery',
    contact: { name: 'Hugh Pell', email: 'hugh@pellworth.example' },
    partner: 'ostervane',
    bond: 'link',
    met: -9,
    need: 'Saws that break on Mondays.',
  },
  {
    company: 'Aldermist Vets',
    contact: { name: 'Nuala Finn', email: 'nuala@aldermist.example' },
    partner: 'brackenmoor',
    bond: 'introduction',
    met: -22,
    need: 'Scanners and sterilisers on one plan.',
  },
  {
    company: 'Copsedale Printworks',
    contact: { name: 'Graham Tuck', email: 'graham@copsedale.example' },
    partner: 'pennyroyal',
    bond: 'link',
    met: -33,
    need: 'A demonstration with our own data.',
  },
  {
    company: 'Haldrick Foundry',
    contact: { name: 'Ute Haldrick', email: 'ute@haldrick.example' },
    partner: 'kestrel',
    bond: 'link',
    met: -47,
    need: 'Furnace linings, planned not guessed.',
  },
  {
    company: 'Sextant Ferries',
    contact: { name: 'Malin Aasen', email: 'malin@sextant.example' },
    partner: 'fjellhus',
    bond: 'introduction',
    met: -58,
    need: 'Docking days of four ferries.',
  },
  {
    company: 'Grenfold Timber',
    contact: { name: 'Kit Grenfold', email: 'kit@grenfold.example' },
    partner: 'ostervane',
    bond: 'link',
    met: -140,
    need: 'A cheaper plan than the one we have.',
  },
] as const
