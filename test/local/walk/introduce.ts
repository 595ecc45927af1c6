import type { Partnership } from './join.ts'
import type { Setting } from './setting.ts'
import { eventually } from './steps.ts'

/** A visitor reads who recommends us, introduces itself, and is somebody sales can see, with the partner's credit. */
export async function introduceItself(setting: Setting, { company, codes }: Partnership): Promise<{ prospectUrl: string }> {
  const { step, prospect, sales, owner, mark } = setting
  const prospectCompany = `Halm Foundry ${mark}`
  await step('a prospect follows the link, reads who receives a share, and introduces itself', async () => {
    const page = await prospect.open(`/r/${codes.introduction}`)
    page.expect(`${company} recommends`).expect('receives a share')
    const entered = { company: prospectCompany, contactName: prospect.name, email: prospect.email, need: 'A plan for the furnaces.' }
    const thanks = await page.press('Send', entered)
    thanks.expect('Thank you')
  })
  await step('the partner sees the click', () =>
    eventually('the click', async () => (/Clicks in 30 days\s*[1-9]/.test((await owner.open('/')).text) ? true : undefined)),
  )
  await step('prospect and partner are written to', async () => {
    await prospect.mail(/has what you wrote/)
    await owner.mail(/introduction received/)
  })
  return step('sales sees the prospect and whose credit it is', async () => {
    const list = await sales.open(`/prospects?q=${encodeURIComponent(prospectCompany)}`)
    const prospectUrl = list.expect(prospectCompany).link(/\/prospects\/pro_/)
    const page = await sales.open(prospectUrl)
    page.expect(company)
    return { prospectUrl }
  })
}
