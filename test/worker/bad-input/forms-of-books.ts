import { prepareClose } from '../../../worker/ledger/close.ts'
import { issueStatements } from '../../../worker/statements/issue.ts'
import { agree, hashOf } from '../../../worker/statements/self-billing.ts'
import { agreementWording } from '../../../worker/statements/words.ts'
import { haveCommission } from '../../support/fixtures.ts'
import { type FormRow, field } from './form-row.ts'
import type { Scene } from './scene.ts'

const { rule, hidden, optional } = field

/** November is over and its statements are issued. */
async function haveIssuedMonth({ world, partner }: Scene): Promise<void> {
  await haveCommission(world, partner, 5_000)
  await world.travel({ days: 31 })
  await issueStatements(world.deps)
}

async function havePreparedMonth(scene: Scene): Promise<void> {
  await haveIssuedMonth(scene)
  await prepareClose(scene.world.deps, '2026-11', scene.people.finance)
}

const ofMonth = (as: 'finance' | 'approver', act: string, ready: (scene: Scene) => Promise<void>): FormRow => ({
  as,
  ready: async (scene) => {
    await ready(scene)
    return { path: `/ledger/months/2026-11/${act}`, form: {} }
  },
  fields: {},
})

const company = { legalName: 'Halyard Ltd', address: 'Pier 3, Cork, Ireland', taxId: 'IE1234567T' }
const identityFields: FormRow['fields'] = { legalName: rule('line'), address: rule('line'), taxId: rule('id') }

const agreementForm = async ({ world }: Scene) => ({
  ...company,
  taxReason: 'reverse_charge' as const,
  textHash: await hashOf(agreementWording(world.deps.settings.companyName)),
  agreed: 'yes' as const,
})

/** Months, statements and what invoices name. */
export const formsOfBooks: Record<string, FormRow> = {
  'POST /ledger/months/:month/preparation': { ...ofMonth('finance', 'preparation', haveIssuedMonth), makes: 'closed_months' },
  'POST /ledger/months/:month/withdrawal': ofMonth('finance', 'withdrawal', havePreparedMonth),
  'POST /ledger/months/:month/confirmation': ofMonth('approver', 'confirmation', havePreparedMonth),
  'POST /ledger/billing': { as: 'finance', ready: () => ({ path: '/ledger/billing', form: company }), fields: identityFields },
  'POST /payouts/self-billing': {
    as: 'owner',
    ready: async (scene) => ({ path: '/payouts/self-billing', form: await agreementForm(scene) }),
    fields: { ...identityFields, taxReason: rule('choice'), textHash: hidden('id'), agreed: optional('box') },
    makes: 'self_billing_agreements',
  },
  'POST /payouts/self-billing/end': {
    as: 'owner',
    ready: async (scene) => {
      await agree(scene.world.deps, scene.partner.id, await agreementForm(scene), scene.people.owner.id)
      return { path: '/payouts/self-billing/end', form: {} }
    },
    fields: {},
  },
}
