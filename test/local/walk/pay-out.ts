import type { Partnership } from './join.ts'
import { havePasskey, usePasskey } from './passkey.ts'
import type { Page, Person } from './person.ts'
import type { Setting } from './setting.ts'
import { eventually } from './steps.ts'

/** Finance prepares a run, another person approves it, and the money leaves. Gives the partner's payout. */
export async function payOut(setting: Setting, { company }: Partnership): Promise<{ payoutId: string }> {
  const { step, finance, approver, secondApprover, owner } = setting
  const runUrl = await step('finance prepares a run and submits it', async () => {
    const preview = await finance.open('/runs/new')
    const draft = await preview.expect(company).press('Prepare a run')
    const submitted = await draft.expect(company).press('Submit for approval')
    submitted.expect('Waits for approval')
    if (submitted.has(/^Approve/)) throw new Error('Who prepared the run may approve it')
    return submitted.url
  })
  await step('an administrator makes a one-time code, with which the approver adds a passkey', async () => {
    await approver.signIn(new URL(runUrl).pathname)
    await havePasskey(setting, approver)
  })
  await step('another person approves exactly these payouts, with the passkey', async () => {
    const approved = await approve(approver, runUrl)
    // Beside everything else that a shared portal may pay, the run may be above a cap.
    if (!approved.text.includes('a second person approves')) return
    await secondApprover.signIn(new URL(runUrl).pathname)
    await havePasskey(setting, secondApprover)
    await approve(secondApprover, runUrl)
  })
  const payoutId = await step('the money leaves, and the partner sees it settled', async () => {
    return eventually('the payout', async () => {
      const list = await owner.open('/payouts')
      const url = list.link(/\/payouts\/po_\w+$/)
      const payout = await owner.open(url)
      return payout.text.includes('It is in your Stripe account') ? url.split('/').at(-1) : undefined
    })
  })
  await step('the partner is written to, and the run is done', async () => {
    await owner.mail(/^We sent you/)
    await eventually('the end of the run', async () => ((await approver.open(runUrl)).text.includes('Result') ? true : undefined))
  })
  await step('the partner reads its statement, and has it as a PDF', async () => {
    const statements = await owner.open('/payouts/statements')
    const statement = await owner.open(statements.link(/\/payouts\/statements\/[\w:.-]+$/))
    const file = await owner.askOnce(statement.link(/statement\.pdf$/))
    if (file.status !== 200 || !file.text.startsWith('%PDF-'))
      throw new Error(`The PDF was answered with ${file.status}: ${file.text.slice(0, 500)}`)
  })
  return { payoutId }
}

async function approve(approver: Person, runUrl: string): Promise<Page> {
  const run = await approver.open(runUrl)
  const again = await usePasskey(approver, await approver.open(run.expect('Waits for approval').link(/second-factor/)))
  return again.press('Approve exactly these payouts')
}
