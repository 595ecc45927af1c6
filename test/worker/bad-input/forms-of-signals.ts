import { thresholdNames } from '../../../schema/signals.ts'
import { grantExemption } from '../../../worker/attribution/exempt.ts'
import { defaultThresholds } from '../../../worker/attribution/rules-signals-thresholds.ts'
import { signalsOf, storeSignals } from '../../../worker/attribution/store-signals.ts'
import { inOneBatch } from '../../../worker/batch.ts'
import { haveProspect } from '../../support/fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule } = field

/** An open signal that sales decides about; its id. */
export async function haveSignal({ world, partner }: Pick<Scene, 'world' | 'partner'>): Promise<string> {
  const prospect = await haveProspect(world, partner.id)
  const about = { kind: 'prospect' as const, id: prospect.id, partnerId: partner.id, prospectId: prospect.id }
  const made = signalsOf(world.deps, about, [{ rule: 'same_company', evidence: { match: 'domain' } }], world.now())
  await inOneBatch(world.deps.db, storeSignals(world.deps.db, made))
  return made[0]?.id ?? ''
}

export async function haveExemption({ world, partner, act }: Scene): Promise<string> {
  const endsAt = new Date(world.now().getTime() + 86_400_000)
  await grantExemption(world.deps, { rule: 'late_click', partnerId: partner.id, groupId: null, reason: 'A fair.', endsAt }, act(), 'stf_1')
  const [row] = await world.deps.db.all<{ id: string }>('select id from signal_exemptions')
  return row?.id ?? ''
}

/** No day at all, past days, and more than a year. */
const until = { kind: 'choice' as const, more: ['2026-02-31', '2026-11-01', '2999-01-01', '2026-13-01', '1899-12-31'] }

/** What staff decide about signals, and what an administrator sets. */
export const formsOfSignals: Record<string, FormRow> = {
  'POST /signals/:id/release': {
    as: 'sales',
    ready: async (scene) => ({ path: `/signals/${await haveSignal(scene)}/release`, form: { release_reason: 'Another company.' } }),
    fields: { release_reason: rule('line') },
  },
  'POST /signals/:id/confirmation': {
    as: 'sales',
    ready: async (scene) => ({ path: `/signals/${await haveSignal(scene)}/confirmation`, form: { confirm_reason: 'The same company.' } }),
    fields: { confirm_reason: rule('line') },
  },
  'POST /signals/:id/owner': {
    as: 'sales',
    ready: async (scene) => ({ path: `/signals/${await haveSignal(scene)}/owner`, form: {} }),
    fields: {},
    takesNothing: true,
  },
  'POST /signals/:id/notes': {
    as: 'sales',
    ready: async (scene) => ({ path: `/signals/${await haveSignal(scene)}/notes`, form: { act: scene.act(), note: 'I wrote to them.' } }),
    fields: { act: rule('act'), note: rule('note') },
    makes: 'signal_notes',
  },
  'POST /signals/:id/exemption': {
    as: 'sales',
    ready: async (scene) => ({
      path: `/signals/${await haveSignal(scene)}/exemption`,
      form: { act: scene.act(), exempt_reason: 'They are two firms.', until: '2026-12-31' },
    }),
    fields: { act: rule('act'), exempt_reason: rule('line'), until },
    makes: 'signal_exemptions',
  },
  'POST /signals/rules': {
    as: 'admin',
    ready: () => ({
      path: '/signals/rules',
      form: {
        ...Object.fromEntries(thresholdNames.map((name) => [name, String(defaultThresholds[name])])),
        disposable: 'throwaway.example',
      },
    }),
    fields: {
      ...Object.fromEntries(thresholdNames.map((name) => [name, rule('whole')])),
      disposable: { kind: 'code', optional: true, more: ['no-domain', '<b>.example'] },
    },
  },
  'POST /signals/exemptions': {
    as: 'admin',
    ready: ({ group, act }) => ({
      path: '/signals/exemptions',
      form: { act: act(), group: group.id, rule: 'paid_traffic', exempt_reason: 'They may advertise.', until: '2026-12-31' },
    }),
    fields: { act: rule('act'), group: rule('id'), rule: rule('choice'), exempt_reason: rule('line'), until },
    makes: 'signal_exemptions',
  },
  'POST /signals/exemptions/:id/end': {
    as: 'sales',
    ready: async (scene) => ({ path: `/signals/exemptions/${await haveExemption(scene)}/end`, form: {} }),
    fields: {},
    takesNothing: true,
  },
}
