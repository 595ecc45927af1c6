import { beforeEach, describe, expect, it } from 'vitest'
import { contacts, prospects } from '../../../schema/prospects.ts'
import { isLeftAlone } from '../../../worker/prospects/left-alone.ts'
import { nameCompanies } from '../../../worker/prospects/name-companies.ts'
import { makePrivateLink } from '../../../worker/prospects/private-link.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveLink } from '../tracking/fixtures.ts'
import { acceptance, haveRegistration } from './registrations.ts'

const mine = 'delia@kestrel.example'
const written = { company: 'Kestrel', contactName: 'Delia', email: mine, need: 'A plan.', website: '', goodword_referral: '' }

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Kestrel Yard', domain: 'kestrel.example' })
  sales = await haveStaff(world, 'sales')
  await haveLink(world, partner.id, { code: 'kestrel', kind: 'introduction' })
})

/** A partner registers a company and names a mailbox of its own as the person there; sales accepts it. */
async function haveOwnMailboxIn(prospect?: { company: string; domain: string | null }): Promise<string> {
  const known = prospect && (await haveProspect(world, null, prospect))
  await nameCompanies(world.deps)
  const id = await haveRegistration(world, partner, { email: mine, contactName: 'Delia', need: 'Their secret need.' })
  const form = acceptance(known && { prospect: known.id })
  expect((await world.ask(`/registrations/${id}/acceptance`, { as: sales, form })).status).toBe(303)
  return id
}
/** What each private link shows that was mailed to an address. */
async function pagesOf(email: string): Promise<string[]> {
  await world.settle()
  const paths = world.mails.flatMap(({ to, text }) => (to === email ? (/(\/me\/[\w-]{20,})/.exec(text)?.[1] ?? []) : []))
  return Promise.all(paths.map(async (path) => (await world.ask(path)).text()))
}
const haveColleague = async () => {
  const [prospect] = await world.deps.db.select().from(prospects)
  const colleague = { id: 'con_ann', name: 'Ann Secret', email: 'ann@halewick.example', namedBy: 'staff', createdAt: world.now() }
  await world.deps.db.insert(contacts).values({ ...colleague, prospectId: prospect?.id ?? '' })
}

describe('a mailbox that a partner put in as somebody of another company', () => {
  it.each([
    ['asks for its link', () => world.ask('/me', { form: { email: mine } })],
    ['introduces itself by a link', () => world.ask('/i/kestrel', { form: { ...written, act: 'act_1' } })],
    [
      'is introduced as its own company',
      () => world.ask('/introductions', { as: partner.owner, form: { ...introduced, act: 'act_2', domain: 'kestrel.example' } }),
    ],
  ])('never sees that company, when it %s', async (_, ask) => {
    await haveOwnMailboxIn()
    await haveColleague()

    expect((await ask()).status).toBeLessThan(400)

    for (const page of await pagesOf(mine)) expect(page).not.toMatch(/Ann Secret|Erase what .* about Halewick/)
  })

  it('nor one that has no domain, and was matched by its name', async () => {
    await haveOwnMailboxIn({ company: 'Halewick Dairies', domain: null })
    await haveColleague()

    await world.ask('/me', { form: { email: mine } })

    for (const page of await pagesOf(mine)) expect(page).not.toContain('Ann Secret')
  })

  it('nor by a link from before', async () => {
    await haveOwnMailboxIn()
    const [contact] = await world.deps.db.select().from(contacts)
    const of = { prospectId: contact?.prospectId ?? '', contactId: contact?.id ?? '' }
    const { url, statements } = await makePrivateLink(world.deps, of, world.now())
    for (const statement of statements) await statement

    const { pathname } = new URL(url)
    expect((await world.ask(pathname)).status).toBe(410)
    expect((await world.ask(`${pathname}/erasure`, { form: { sure: 'yes' } })).status).toBe(410)
  })
})

const introduced = { company: 'Kestrel Yard', contactName: 'Delia', email: mine, need: 'A plan.', agreed: 'yes' }

describe('an address that somebody puts in the place of its own', () => {
  const corrected = { name: 'Delia', title: '', company: 'Kestrel', email: 'buyer@wanted.example' }
  let path: string
  beforeEach(async () => {
    await world.ask('/i/kestrel', { form: { ...written, act: 'act_1' } })
    await world.settle()
    path = /(\/me\/[\w-]+)/.exec(world.mails.findLast(({ to }) => to === mine)?.text ?? '')?.[1] ?? ''
  })

  it('is proven by its mailbox alone: whoever typed it sees and erases nothing more, and nobody is left alone by it', async () => {
    const answer = await world.ask(`${path}/correction`, { form: corrected })
    const next = answer.headers.get('location') ?? ''
    await world.ask(`${next}/erasure`, { form: { sure: 'yes' } })
    await world.ask(`${path}/erasure`, { form: { sure: 'yes' } })

    expect(await isLeftAlone(world.deps, { domain: 'wanted.example', email: corrected.email })).toBe(false)
    expect((await world.ask(path)).status).toBe(410)
    await world.settle()
    const [page = ''] = await pagesOf(corrected.email)
    expect(page).toContain('Delia')
  })

  it('gets no more mails than any other', async () => {
    for (let n = 0; n < 8; n += 1) {
      await world.ask('/i/kestrel', { form: { ...written, act: `act_1${n}`, email: `d${n}@kestrel.example` } })
      await world.settle()
      const mailed = world.mails.findLast(({ to }) => to === `d${n}@kestrel.example`)
      const own = /(\/me\/[\w-]+)/.exec(mailed?.text ?? '')?.[1] ?? ''
      await world.ask(`${own}/correction`, { form: corrected })
    }
    await world.settle()

    expect(world.mails.filter(({ to }) => to === corrected.email).length).toBeLessThanOrEqual(5)
  })
})
