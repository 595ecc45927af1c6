import { appealRegistration } from '../../../worker/prospects/change-registration.ts'
import { askExtension } from '../../../worker/prospects/extend-registration.ts'
import { haveStaff } from '../../support/fixtures.ts'
import {
  acceptance,
  anotherCompany,
  haveAccepted,
  haveRefused,
  haveRegistration,
  refusal,
  registrationOf,
} from '../prospects/registrations.ts'
import { type FormRow, field } from './form-row.ts'

const { rule, optional, hidden } = field

const further = (n: 2 | 3 | 4): FormRow['fields'] => ({
  [`name${n}`]: optional('line'),
  [`email${n}`]: optional('email'),
  [`title${n}`]: optional('line'),
  [`role${n}`]: optional('choice'),
  [`confidence${n}`]: optional('choice'),
})

/** What partners send about prospects they work on, what sales answers, and the calendar of both. */
export const formsOfRegistrations: Record<string, FormRow> = {
  'POST /registrations': {
    as: 'member',
    ready: ({ world }) => ({
      path: '/registrations',
      form: {
        ...registrationOf(world, { others: 'named' }),
        name2: 'Bo',
        email2: 'bo@halewick.example',
        title2: 'Buyer',
        role2: 'ally',
        confidence2: 'guess',
      },
    }),
    fields: {
      act: rule('act'),
      company: rule('line'),
      domain: rule('domain'),
      contactName: rule('line'),
      email: rule('email'),
      title: optional('line'),
      role: rule('choice'),
      confidence: rule('choice'),
      need: rule('text'),
      others: rule('choice'),
      ...further(2),
      ...further(3),
      ...further(4),
      workStage: rule('choice'),
      nextStep: rule('line'),
      scope: rule('line'),
    },
    makes: 'registrations',
  },
  'POST /registrations/check': {
    as: 'member',
    ready: () => ({ path: '/registrations/check', form: { domain: 'halewick.example', company: 'Halewick Dairies' } }),
    fields: { domain: rule('domain'), company: optional('line') },
  },
  'POST /registrations/:id/withdrawal': {
    as: 'member',
    ready: async ({ world, partner }) => ({
      path: `/registrations/${await haveRegistration(world, partner, anotherCompany(world))}/withdrawal`,
      form: {},
    }),
    fields: {},
    takesNothing: true,
  },
  'POST /registrations/:id/appeal': {
    as: 'member',
    ready: async ({ world, partner, people }) => ({
      path: `/registrations/${await haveRefused(world, partner, people.sales, anotherCompany(world))}/appeal`,
      form: { appeal: 'We met them twice.' },
    }),
    fields: { appeal: rule('note') },
  },
  'POST /registrations/:id/extension': {
    as: 'member',
    ready: async ({ world, partner, people }) => ({
      path: `/registrations/${await haveAccepted(world, partner, people.sales, anotherCompany(world))}/extension`,
      form: { progress: 'They try it in two halls.' },
    }),
    fields: { progress: rule('note') },
    makes: 'registration_extensions',
  },
  'POST /registrations/:id/acceptance': {
    as: 'sales',
    ready: async ({ world, partner }) => ({
      path: `/registrations/${await haveRegistration(world, partner, anotherCompany(world))}/acceptance`,
      form: acceptance(),
    }),
    fields: {
      version: hidden('whole'),
      prospect: hidden('id'),
      days: { kind: 'whole', more: ['0', '366'] },
      words: optional('note'),
      takeover: { kind: 'note', optional: true, hidden: true },
    },
    makes: 'registration_decisions',
  },
  'POST /registrations/:id/refusal': {
    as: 'sales',
    ready: async ({ world, partner, people }) => {
      const id = await haveRefused(world, partner, await haveStaff(world, 'sales'), anotherCompany(world))
      await appealRegistration(world.deps, { id: people.owner.id, partnerId: partner.id }, id, 'We met them twice.')
      return { path: `/registrations/${id}/refusal`, form: refusal({ version: '3' }) }
    },
    fields: { version: hidden('whole'), reason: rule('choice'), words: rule('note') },
    makes: 'registration_decisions',
  },
  'POST /registrations/:id/extension/answer': {
    as: 'sales',
    ready: async ({ world, partner, people }) => {
      const id = await haveAccepted(world, partner, people.sales, anotherCompany(world))
      await askExtension(world.deps, { id: people.owner.id, partnerId: partner.id }, id, 'They try it in two halls.')
      return { path: `/registrations/${id}/extension/answer`, form: { outcome: 'granted', days: '60', reason: 'The trial runs.' } }
    },
    fields: { outcome: rule('choice'), days: { kind: 'whole', more: ['0', '366'] }, reason: rule('note') },
  },
  'POST /holidays': {
    as: 'admin',
    ready: () => ({ path: '/holidays', form: { days: '2026-12-25\n2027-01-01' } }),
    fields: { days: { ...optional('code'), more: ['2026-02-30', 'Christmas'] } },
  },
}
