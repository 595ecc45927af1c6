import type { Partnership } from './join.ts'
import { lookAtStripe, onStripesSide, type Setting, travel } from './setting.ts'
import { eventually } from './steps.ts'

const holdDays = 30
const healthy = 'Stripe can receive your payouts.'

/** The hold of the last commission ends, and there is money to pay it with. */
export async function endHold(setting: Setting): Promise<void> {
  await setting.step('the balance at Stripe is funded, and the hold of the last commission ends', async () => {
    await onStripesSide(setting, 'fund', { currency: 'eur', amount: 100_000_000 })
    await travel(setting, holdDays + 1)
  })
}

/** Stripe restricts the partner's account: the partner reads it, finance sees it blocked by name. It heals, and both see that. */
export async function sufferRestriction(setting: Setting, { company }: Partnership): Promise<void> {
  const { step, owner, finance } = setting
  const getPaid = (what: string, isHealthy: boolean) =>
    eventually(what, async () => ((await owner.open('/get-paid')).text.includes(healthy) === isHealthy ? true : undefined))

  await step('Stripe restricts the partner’s account: the partner reads it, and finance sees it blocked by name', async () => {
    await owner.signIn('/get-paid')
    await restrict(setting, 'restrict')
    await getPaid('the restriction', false)
    const preview = await finance.signIn('/runs/new')
    preview.expect(company).expect('Stripe account is restricted')
  })
  await step('the restriction heals, and the account is ready again', async () => {
    await restrict(setting, 'restore')
    await getPaid('the readiness', true)
  })
}

/** The newest account is the one that this walk opened. */
async function restrict(setting: Setting, state: 'restrict' | 'restore'): Promise<void> {
  const { accounts } = await lookAtStripe(setting)
  await onStripesSide(setting, 'account', { id: accounts[0]?.id, state })
}
