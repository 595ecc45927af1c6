import { eq } from 'drizzle-orm'
import { partners } from '../../../schema/people.ts'
import { type FormRow, field } from './form-row.ts'

const { rule } = field

const partnerList = (group: string) => `name,country,email,group\nTern,NL,ida@tern.example,${group}`

const prospectList = (partner: string) => `stripe_customer,email,partner,first_seen\ncus_1,ida@tern.example,${partner},2024-05-31`

/** What the company brings along from another tool. */
export const formsOfImports: Record<string, FormRow> = {
  'POST /imports/partners/preview': {
    as: 'sales',
    ready: ({ group }) => ({ path: '/imports/partners/preview', form: { list: partnerList(group.id) } }),
    fields: { list: rule('code') },
    kilobytes: 450,
  },
  'POST /imports/partners': {
    as: 'admin',
    ready: ({ group }) => ({ path: '/imports/partners', form: { list: partnerList(group.id) } }),
    fields: { list: rule('code') },
    kilobytes: 450,
    makes: 'partners',
  },
  'POST /partners/:id/invitation': {
    as: 'sales',
    ready: async ({ world, group, people }) => {
      await world.ask('/imports/partners', { as: people.sales, form: { list: partnerList(group.id) } })
      const [tern] = await world.deps.db.select().from(partners).where(eq(partners.name, 'Tern'))
      return { path: `/partners/${tern?.id}/invitation`, form: {} }
    },
    fields: {},
    makes: 'outbox',
  },
  'POST /imports/links/preview': {
    as: 'admin',
    ready: ({ partner }) => ({ path: '/imports/links/preview', form: { list: `code,partner,destination\nhalyard,${partner.id},` } }),
    fields: { list: rule('code') },
    kilobytes: 450,
  },
  'POST /imports/links': {
    as: 'sales',
    ready: ({ partner }) => ({ path: '/imports/links', form: { list: `code,partner,destination\nhalyard,${partner.id},` } }),
    fields: { list: rule('code') },
    kilobytes: 450,
    makes: 'links',
  },
  'POST /imports/prospects/preview': {
    as: 'sales',
    ready: ({ partner }) => ({ path: '/imports/prospects/preview', form: { list: prospectList(partner.id) } }),
    fields: { list: rule('code') },
    kilobytes: 450,
  },
  'POST /imports/prospects': {
    as: 'sales',
    ready: ({ partner }) => ({ path: '/imports/prospects', form: { list: prospectList(partner.id) } }),
    fields: { list: rule('code') },
    kilobytes: 450,
    makes: 'prospects',
  },
}
