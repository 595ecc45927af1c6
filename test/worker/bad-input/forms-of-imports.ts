import { type FormRow, field } from './form-row.ts'

const { rule } = field

/** What the company brings along from another tool. */
export const formsOfImports: Record<string, FormRow> = {
  'POST /imports/links/preview': {
    as: 'admin',
    ready: ({ partner }) => ({ path: '/imports/links/preview', form: { list: `code,partner,destination\nhalyard,${partner.id},` } }),
    fields: { list: rule('code') },
  },
  'POST /imports/links': {
    as: 'sales',
    ready: ({ partner }) => ({ path: '/imports/links', form: { list: `code,partner,destination\nhalyard,${partner.id},` } }),
    fields: { list: rule('code') },
    makes: 'links',
  },
}
