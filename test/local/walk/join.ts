import type { Setting } from './setting.ts'

/** A company becomes a partner: invited by sales, accepted by its owner, known to Stripe, with a link of its own. */
export async function join(setting: Setting): Promise<{ company: string; code: string }> {
  const { step, sales, owner, mark, addresses } = setting
  const company = `Peregrine Walks ${mark}`
  await step('sales signs in by mail', async () => {
    const page = await sales.signIn('/partners')
    page.expect('Partners')
  })
  await step('sales invites a partner and its owner', async () => {
    const form = await sales.open('/partners/new')
    const group = /<option value="(grp_[^"]+)"[^>]*>Standard</.exec(form.html)?.[1] ?? ''
    const entered = {
      name: company,
      country: 'NL',
      groupId: group,
      domain: `walk-${mark}.example`,
      ownerName: owner.name,
      ownerEmail: owner.email,
    }
    const made = await form.press('Send the invitation', entered)
    made.expect(company).expect('Invited')
  })
  await step('the owner is written to, signs in and accepts the terms', async () => {
    await owner.mail(/invites/)
    const terms = await owner.signIn()
    terms.expect('10 % of each payment for 12 months')
    const overview = await terms.press('Accept and begin', { agreed: 'yes' })
    overview.expect('Overview')
  })
  await step('the owner sets up payouts at Stripe', () => setUpPayouts(setting))
  const code = `walk-${mark}`
  await step('the owner makes a tracked link', async () => {
    const links = await owner.open('/links')
    const made = await links.press(/^(create|make)/i, { code, destination: addresses.site })
    made.expect(code)
  })
  return { company, code }
}

async function setUpPayouts({ owner }: Setting): Promise<void> {
  const start = await owner.open('/get-paid')
  const hosted = await start.press(/stripe/i)
  const back = await hosted.press('Complete')
  back.expect(/ready|nothing is missing/i)
}
