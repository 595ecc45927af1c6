import { type FormRow, field } from './form-row.ts'

const { optional } = field

/** What partners send about prospects they work on, what sales answers, and the calendar of both. */
export const formsOfRegistrations: Record<string, FormRow> = {
  'POST /holidays': {
    as: 'admin',
    ready: () => ({ path: '/holidays', form: { days: '2026-12-25\n2027-01-01' } }),
    fields: { days: { ...optional('code'), more: ['2026-02-30', 'Christmas'] } },
  },
}
