import { haveDestination, haveMember } from '../../support/fixtures.ts'
import { haveLink } from '../tracking/fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import { cookieOf } from './scene.ts'
import { haveInvitedPartner } from './states.ts'

const { rule, optional, hidden } = field

/** A button of the page “Get paid”; an account at Stripe stands behind it. */
const getPaidButton = (path: string): FormRow => ({
  as: 'owner',
  ready: async ({ world, partner }) => {
    await haveDestination(world, partner.id)
    return { path, form: {} }
  },
  fields: {},
  takesNothing: true,
})

/** What the people of a partner send. */
export const formsOfPartners: Record<string, FormRow> = {
  'POST /links': {
    as: 'member',
    ready: ({ act }) => {
      const form = {
        act: act(),
        kind: 'redirect',
        destination: 'https://www.wrenmarch.example/pricing',
        code: 'halyard',
        campaign: 'autumn',
      }
      return { path: '/links', form }
    },
    fields: {
      act: rule('act'),
      kind: rule('choice'),
      destination: rule('destination'),
      code: { kind: 'code', optional: true, more: ['x'] },
      campaign: { kind: 'code', optional: true },
    },
    makes: 'links',
  },
  'POST /links/many/preview': {
    as: 'member',
    ready: () => ({ path: '/links/many/preview', form: { list: 'code,destination,campaign\nhalyard,,autumn' } }),
    fields: { list: rule('code') },
    kilobytes: 450,
  },
  'POST /links/many': {
    as: 'member',
    ready: () => ({ path: '/links/many', form: { list: 'code,destination,campaign\nhalyard,,autumn' } }),
    fields: { list: rule('code') },
    kilobytes: 450,
    makes: 'links',
  },
  'POST /links/:id/archival': {
    as: 'member',
    ready: async ({ world, partner }) => ({ path: `/links/${(await haveLink(world, partner.id)).id}/archival`, form: {} }),
    fields: {},
  },
  'POST /introductions': {
    as: 'member',
    ready: ({ act }) => {
      const person = { contactName: 'Ada Quill', email: 'ada@quillworks.example', company: 'Quillworks', domain: 'quillworks.example' }
      return { path: '/introductions', form: { act: act(), ...person, need: 'A planning tool.', agreed: 'yes' } }
    },
    fields: {
      act: rule('act'),
      company: rule('line'),
      contactName: rule('line'),
      email: rule('email'),
      domain: rule('domain'),
      need: rule('text'),
      agreed: rule('box'),
    },
    makes: 'introductions',
  },
  'POST /get-paid/account': {
    as: 'owner',
    ready: () => ({ path: '/get-paid/account', form: { seen: '0', country: 'NL', entityType: 'company' } }),
    fields: { seen: hidden('whole'), country: rule('country'), entityType: rule('choice') },
    makes: 'payout_destinations',
  },
  'POST /get-paid/onboarding': getPaidButton('/get-paid/onboarding'),
  'POST /get-paid/dashboard': getPaidButton('/get-paid/dashboard'),
  'POST /get-paid/look': getPaidButton('/get-paid/look'),
  'POST /members': {
    as: 'owner',
    ready: ({ act }) => ({ path: '/members', form: { act: act(), name: 'Ida Holm', email: 'ida@halyard.example', role: 'member' } }),
    fields: { act: rule('act'), name: rule('line'), email: rule('email'), role: rule('choice') },
    makes: 'members',
  },
  'POST /members/:id/removal': {
    as: 'owner',
    ready: async ({ world, partner }) => ({ path: `/members/${(await haveMember(world, partner.id)).id}/removal`, form: {} }),
    fields: {},
    takesNothing: true,
  },
  'POST /partners/acceptance': {
    as: 'owner',
    ready: async (scene) => {
      const { owner } = await haveInvitedPartner(scene)
      const cookie = await cookieOf(scene.world, owner)
      return { path: '/partners/acceptance', form: { terms: scene.group.termsVersionId, central: 'no', agreed: 'yes' }, cookie }
    },
    fields: { terms: hidden('id'), central: rule('choice'), agreed: optional('box') },
  },
}
