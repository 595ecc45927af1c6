import { dealKinds } from '../../../schema/terms.ts'
import { type FormRow, field } from './form-row.ts'

const { rule, optional, hidden } = field

const groupRules: FormRow['fields'] = {
  windowDays: { kind: 'whole', more: ['0', '731'] },
  model: rule('choice'),
  minimums: optional('amounts'),
}

/** Nothing earns but what is given. */
const earns = (given: Record<string, string>) => ({
  ...Object.fromEntries(dealKinds.map((kind) => [`${kind}_earns`, 'nothing'])),
  ...given,
})

/** What an admin sends about groups and their terms. */
export const formsOfTerms: Record<string, FormRow> = {
  'POST /terms': {
    as: 'admin',
    ready: ({ group, act }) => {
      const rules = { windowDays: '30', model: 'last_touch', minimums: '25.00 EUR, 3,000 JPY' }
      return { path: '/terms', form: { act: act(), name: 'Founding', ...rules, like: group.id } }
    },
    fields: { act: rule('act'), name: rule('line'), ...groupRules, like: { kind: 'id', optional: true, hidden: true } },
    makes: 'groups',
  },
  'POST /terms/:id/rules': {
    as: 'admin',
    ready: ({ group }) => ({ path: `/terms/${group.id}/rules`, form: { windowDays: '30', model: 'last_touch', minimums: '25.00 EUR' } }),
    fields: groupRules,
  },
  'POST /terms/:id/links': {
    as: 'admin',
    ready: ({ group }) => {
      const form = { parameter: 'via', consent: 'yes', utm: 'utm_source=partner', defaultLinks: 'https://www.wrenmarch.example/ autumn' }
      return { path: `/terms/${group.id}/links`, form }
    },
    fields: {
      parameter: { kind: 'code', more: ['9a', 'A', 'c'] },
      consent: optional('box'),
      utm: { kind: 'code', optional: true, more: ['source=a', 'utm_source={host}', 'utm_source=a&utm_source=b'] },
      defaultLinks: { kind: 'destination', optional: true },
    },
  },
  'POST /terms/:id/versions': {
    as: 'admin',
    ready: ({ group }) => {
      const percent = { one_off_earns: 'percent', one_off_percent: '12.5', one_off_duration: 'months', one_off_months: '12' }
      const limits = {
        one_off_tiers: '15 % above 50,000.00 EUR; 20 % above 90,000.00 EUR',
        one_off_tier_mode: 'whole',
        one_off_deal_cap: '5,000.00 EUR, 600,000 JPY',
        one_off_year_cap: '20,000.00 EUR',
      }
      const form = {
        version: '2',
        intent: 'publish',
        hold_days: '30',
        ...earns({ ...percent, ...limits, retainer_earns: 'flat', retainer_flat: '50.00 EUR' }),
      }
      return { path: `/terms/${group.id}/versions`, form }
    },
    fields: {
      version: hidden('whole'),
      intent: hidden('choice'),
      hold_days: { kind: 'whole', more: ['366'] },
      one_off_earns: rule('choice'),
      one_off_percent: rule('percent'),
      one_off_duration: { kind: 'choice', optional: true },
      one_off_months: { kind: 'whole', more: ['0', '121'] },
      one_off_tiers: {
        kind: 'amounts',
        optional: true,
        more: [
          '15',
          '0 % above 5.00 EUR',
          '101 % above 5.00 EUR',
          '15 % above 0.00 EUR',
          '15 % above 5.00 XXX',
          '5 % above 9.00 EUR; 6 % above 9.00 EUR',
        ],
      },
      one_off_tier_mode: { kind: 'choice', optional: true },
      one_off_deal_cap: { kind: 'amounts', optional: true, more: ['0.00 EUR'] },
      one_off_year_cap: { kind: 'amounts', optional: true, more: ['0.00 EUR'] },
      retainer_flat: { kind: 'amounts', more: ['', '0.00 EUR'] },
    },
    makes: 'terms_versions',
  },
}
