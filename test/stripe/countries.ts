import type Stripe from 'stripe'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest } from './errors.ts'
import { listPage, pageParams } from './pagination.ts'
import { expand } from './params.ts'
import type { State } from './state.ts'
import type { Table } from './table.ts'

/** Countries with their currency. A platform in the self-serve region can transfer to accounts in any of these. */
export const currencyOf: Record<string, string> = {
  AE: 'aed',
  AT: 'eur',
  AU: 'aud',
  BE: 'eur',
  BG: 'eur',
  BR: 'brl',
  CA: 'cad',
  CH: 'chf',
  CY: 'eur',
  CZ: 'czk',
  DE: 'eur',
  DK: 'dkk',
  EE: 'eur',
  ES: 'eur',
  FI: 'eur',
  FR: 'eur',
  GB: 'gbp',
  GI: 'gbp',
  GR: 'eur',
  HK: 'hkd',
  HR: 'eur',
  HU: 'huf',
  IE: 'eur',
  IS: 'isk',
  IT: 'eur',
  JP: 'jpy',
  LI: 'chf',
  LT: 'eur',
  LU: 'eur',
  LV: 'eur',
  MT: 'eur',
  MX: 'mxn',
  NL: 'eur',
  NO: 'nok',
  NZ: 'nzd',
  PL: 'pln',
  PT: 'eur',
  RO: 'ron',
  SE: 'sek',
  SG: 'sgd',
  SI: 'eur',
  SK: 'eur',
  TH: 'thb',
  US: 'usd',
}

const eea = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ')
const selfServe = ['US', 'GB', 'CA', 'CH', ...eea]

/** Where an account of this country's platform may be paid: connect/cross-border-payouts. */
export const transferCountries = (country: string): string[] => (selfServe.includes(country) ? [...selfServe].sort() : [country])

const specOf = (country: string): Stripe.CountrySpec => {
  const code = currencyOf[country] ?? 'usd'
  return {
    id: country,
    object: 'country_spec',
    default_currency: code,
    supported_bank_account_currencies: { [code]: [country] },
    supported_payment_currencies: [...new Set([code, 'usd', 'eur', 'gbp'])],
    supported_payment_methods: ['card', 'stripe'],
    supported_transfer_countries: transferCountries(country),
    verification_fields: { company: { additional: [], minimum: [] }, individual: { additional: [], minimum: [] } },
  }
}

const specsOf = (state: State): Table<Stripe.CountrySpec> =>
  Object.fromEntries(
    Object.keys(currencyOf).map((country, index) => [country, { owner: state.platform.id, seq: -index, object: specOf(country) }]),
  )

export const countryEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/country_specs', { ...pageParams }, ({ state, params }) =>
    listPage({ table: specsOf(state), owner: state.platform.id, url: '/v1/country_specs' }, params),
  ),
  endpoint('GET', '/v1/country_specs/:id', { ...expand }, (call) => {
    const country = part(call, 'id').toUpperCase()
    if (!currencyOf[country])
      throw invalidRequest(
        `Country '${part(call, 'id')}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'.`,
        { status: 404 },
      )
    return specOf(country)
  }),
]
