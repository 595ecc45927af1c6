import { haveDestination } from '../../support/fixtures.ts'
import { begin, compare, haveForgotten, propose, raiseEpoch, shown } from '../payouts/restore-support.ts'
import { fund } from '../payouts/support.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, hidden } = field

/** Stripe made a transfer that the restored database forgot, and the comparison found it. */
async function haveFound({ world, people, partner }: Scene): Promise<void> {
  await fund(world)
  await haveForgotten(world, { id: partner.id, destination: await haveDestination(world, partner.id) }, 5_000)
  await begin(world, people)
  await compare(world, people)
}

const ofProposal = (act: string): FormRow => ({
  as: 'approver',
  ready: async (scene) => {
    await haveFound(scene)
    await propose(scene.world, scene.people.finance)
    return { path: `/restore/adoptions/${act}`, form: { shown: await shown(scene.world, 'proposed') } }
  },
  fields: { shown: hidden('id') },
})

/** What people do after a database restore. */
export const formsOfRestore: Record<string, FormRow> = {
  'POST /restore': {
    as: 'finance',
    ready: ({ world }) => {
      raiseEpoch(world)
      return { path: '/restore', form: { day: '2026-11-01', time: '09:00' } }
    },
    fields: { day: rule('day'), time: rule('digits') },
    makes: 'restores',
  },
  'POST /restore/comparison': {
    as: 'finance',
    ready: async ({ world, people }) => {
      await begin(world, people)
      return { path: '/restore/comparison', form: {} }
    },
    fields: {},
  },
  'POST /restore/adoptions': {
    as: 'finance',
    ready: async (scene) => {
      await haveFound(scene)
      return { path: '/restore/adoptions', form: { shown: await shown(scene.world, 'found') } }
    },
    fields: { shown: hidden('id') },
  },
  'POST /restore/adoptions/confirmation': ofProposal('confirmation'),
  'POST /restore/adoptions/refusal': ofProposal('refusal'),
}
