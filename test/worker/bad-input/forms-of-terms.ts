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
  'POST /terms/:id/versions': {
    as: 'admin',
    ready: ({ group }) => {
      const percent = { one_off_earns: 'percent', one_off_percent: '12.5', one_off_duration: 'months', one_off_months: '12' }
      const form = {
        version: '2',
        intent: 'publish',
        hold_days: '30',
        ...earns({ ...percent, retainer_earns: 'flat', retainer_flat: '50.00 EUR' }),
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
      retainer_flat: { kind: 'amounts', more: ['', '0.00 EUR'] },
    },
    makes: 'terms_versions',
  },
}
