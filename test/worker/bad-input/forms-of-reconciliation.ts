import { inOneBatch } from '../../../worker/batch.ts'
import { openBreaks } from '../../../worker/reconciliation/store-breaks.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule } = field

/** A break that a comparison opened; its number. */
export async function haveBreak({ world, partner }: Scene): Promise<string> {
  const found = {
    subject: 'tr_1',
    what: 'They differ.',
    partnerId: partner.id,
    currency: 'usd' as const,
    expectedMinor: 500,
    actualMinor: 0,
  }
  await inOneBatch(world.deps.db, openBreaks(world.deps.db, 'R2', [found], world.now()))
  return '1'
}

/** What finance does about a break. */
export const formsOfReconciliation: Record<string, FormRow> = {
  'POST /reconciliation/breaks/:id/owner': {
    as: 'finance',
    ready: async (scene) => ({ path: `/reconciliation/breaks/${await haveBreak(scene)}/owner`, form: { act: scene.act() } }),
    fields: { act: rule('act') },
  },
  'POST /reconciliation/breaks/:id/closure': {
    as: 'finance',
    ready: async (scene) => ({
      path: `/reconciliation/breaks/${await haveBreak(scene)}/closure`,
      form: { act: scene.act(), note: 'Made by hand on Monday.' },
    }),
    fields: { act: rule('act'), note: rule('text') },
    makes: 'recon_explained',
  },
}
