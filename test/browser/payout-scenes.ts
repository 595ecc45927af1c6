import { company } from './partner-scenes.ts'
import { addFirstPasskey, usePasskey } from './passkey-scenes.ts'
import { type Stage, signIn } from './stage.ts'
import type { Visitor } from './visitor.ts'

const holdDays = 31

/** The hold ends, finance prepares and submits a run, another person approves it, and the partner is paid. */
export async function payOut(
  stage: Stage,
  { finance, approver, admin, owner }: { finance: Visitor; approver: Visitor; admin: Visitor; owner: Visitor },
): Promise<void> {
  await stage.stripe('fund', { currency: 'eur', amount: 10_000_000 })
  await stage.stripe('clock', { advanceSeconds: holdDays * 86_400 })
  const runUrl = await prepare(stage, finance)
  await approve(stage, approver, admin, runUrl)
  await seeSettled(stage, owner, finance)
}

async function prepare(stage: Stage, finance: Visitor): Promise<string> {
  const { page } = finance
  const { portal } = stage.addresses
  await signIn(stage, finance)
  await stage.see(finance, 'overview-finance')
  await page.goto(`${portal}/commissions`)
  await stage.see(finance, 'commissions')
  await page.goto(`${portal}/runs`)
  await stage.see(finance, 'runs')
  await page.goto(`${portal}/runs/new`)
  await page.getByRole('link', { name: company }).waitFor()
  await stage.see(finance, 'run-preview')
  await page.getByRole('button', { name: 'Prepare a run' }).click()
  await page.getByRole('button', { name: 'Submit for approval' }).waitFor()
  await stage.see(finance, 'run-draft')
  await page.getByRole('button', { name: 'Submit for approval' }).click()
  await page.getByText('Waits for approval').first().waitFor()
  return page.url()
}

async function approve(stage: Stage, approver: Visitor, admin: Visitor, runUrl: string): Promise<void> {
  const { page } = approver
  await signIn(stage, approver)
  const authenticator = await addFirstPasskey(stage, admin, approver, 'Colm Deasy')
  await page.goto(runUrl)
  await stage.see(approver, 'run-to-approve')
  await page.getByRole('link', { name: 'Use your passkey' }).click()
  await usePasskey(stage, approver, authenticator)
  await page.getByRole('button', { name: 'Approve exactly these payouts' }).click()
  // The page renews itself while the run is sent.
  await page.getByText('Result').waitFor({ timeout: 30_000 })
  await stage.see(approver, 'run-done')
}

async function seeSettled(stage: Stage, owner: Visitor, finance: Visitor): Promise<void> {
  const { portal } = stage.addresses
  await signIn(stage, owner)
  await stage.see(owner, 'overview-partner')
  await owner.page.goto(`${portal}/payouts`)
  await stage.see(owner, 'payouts')
  await owner.page.getByRole('table').getByRole('link').first().click()
  await owner.page.getByText('It is in your Stripe account').waitFor()
  await stage.see(owner, 'payout')
  await finance.page.goto(`${portal}/ledger`)
  await stage.see(finance, 'ledger')
}
