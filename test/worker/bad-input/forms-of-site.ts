import { makeKey } from '../../../worker/identity/api-keys.ts'
import { type FormRow, field } from './form-row.ts'

const { rule, optional } = field

/** What an admin sends about the company's own site and the keys of the API. */
export const formsOfSite: Record<string, FormRow> = {
  'POST /site/origins': {
    as: 'admin',
    ready: () => ({ path: '/site/origins', form: { origins: 'https://www.wrenmarch.example\nhttps://shop.wrenmarch.example' } }),
    fields: {
      origins: {
        ...optional('code'),
        more: ['http://shop.wrenmarch.example', 'https://127.0.0.1', 'https://*.example', 'javascript:alert(1)'],
      },
    },
  },
  'POST /keys': {
    as: 'admin',
    ready: ({ act, partner }) => ({ path: '/keys', form: { act: act(), name: 'Reports', partner: partner.id, 'prospects:read': 'yes' } }),
    fields: { act: rule('act'), name: rule('line'), partner: { ...optional('id') }, 'prospects:read': rule('box') },
    makes: 'api_keys',
  },
  'POST /keys/:id/revocation': {
    as: 'admin',
    ready: async ({ world, people, act }) => {
      const admin = { ...people.admin, secondFactorAt: world.now() }
      const { id } = await makeKey(world.deps, admin, { act: act(), name: 'Reports', partnerId: '', scopes: ['prospects:read'] })
      return { path: `/keys/${id}/revocation`, form: {} }
    },
    fields: {},
  },
}
