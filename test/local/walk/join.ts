import type { Setting } from './setting.ts'

export type Partnership = { company: string; codes: { site: string; introduction: string } }

/** A company becomes a partner: invited by sales, accepted by its owner, known to Stripe, with a link of its own. */
export async function join(setting: Setting): Promise<Partnership> {
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
    terms.expect(/% of (each|the first) payment/)
    const overview = await terms.press('Accept and begin', { central: 'no', agreed: 'yes' })
    overview.expect('Overview')
  })
  await step('the owner sets up payouts at Stripe', () => setUpPayouts(setting))
  const codes = { site: `walk-${mark}`, introduction: `meet-${mark}` }
  await step('the owner makes a link to the website and one to the introduction page', async () => {
    await makeLink(setting, { kind: 'redirect', code: codes.site, destination: addresses.site })
    await makeLink(setting, { kind: 'introduction', code: codes.introduction, destination: '' })
  })
  return { company, codes }
}

async function makeLink({ owner }: Setting, entered: { kind: string; code: string; destination: string }): Promise<void> {
  const form = await owner.open('/links/new')
  const made = await form.press('Make the link', entered)
  made.expect(entered.code).expect('In use')
}

async function setUpPayouts({ owner }: Setting): Promise<void> {
  const start = await owner.open('/get-paid')
  const hosted = await start.press('Go on at Stripe', { entityType: 'company', country: 'NL' })
  const back = await hosted.press('Complete')
  back.expect('You are ready to be paid')
}
