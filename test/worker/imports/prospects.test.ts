import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { attributions, contacts, prospectStripeCustomers, prospects, touches } from '../../../schema/prospects.ts'
import { audit } from '../../../schema/records.ts'
import { signals } from '../../../schema/signals.ts'
import { moveAttribution } from '../../../worker/attribution/move.ts'
import { identifyProspect } from '../../../worker/prospects/identify.ts'
import { leaveAlone } from '../../../worker/prospects/left-alone.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { dump } from '../bad-input/stored.ts'
import { linesOf } from './lines.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
let ada: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
  ada = await havePartner(world, { name: 'Ostervane' })
})

const head = 'stripe_customer,email,domain,partner,first_seen'
const fileOf = (...lines: string[]) => [head, ...lines].join('\n')
const ask = (path: string, list: string) => world.ask(path, { as: sales, form: { list } })
const preview = (list: string) => ask('/imports/prospects/preview', list)
const send = (list: string) => ask('/imports/prospects', list)
const statesOf = async (answer: Response) => linesOf(await answer.text()).map(({ is }) => is)
const notesOf = async (answer: Response) => linesOf(await answer.text()).map(({ is, because }) => `${is}: ${because}`)
const all = (table: typeof touches | typeof attributions | typeof prospects) => world.deps.db.select().from(table)

describe('importing prospects', () => {
  it('stores who it is, the evidence and the credit, and a payment finds it', async () => {
    const list = fileOf('cus_1,Ann@Oak.example,,Ostervane,2024-05-31')
    const before = await dump(world)
    expect(await statesOf(await preview(list))).toEqual(['New'])
    expect(await dump(world)).toEqual(before)

    expect(await statesOf(await send(list))).toEqual(['Stored'])

    expect(await all(prospects)).toMatchObject([{ company: 'oak.example', domain: 'oak.example', stage: 'new', createdAt: world.now() }])
    expect(await world.deps.db.select().from(contacts)).toMatchObject([{ email: 'ann@oak.example', namedBy: 'staff' }])
    expect(await world.deps.db.select().from(prospectStripeCustomers)).toMatchObject([{ stripeCustomer: 'cus_1' }])
    expect(await all(touches)).toMatchObject([{ kind: 'decision', partnerId: ada.id, touchedAt: new Date('2024-05-31T00:00:00Z') }])
    expect(await all(attributions)).toMatchObject([
      {
        partnerId: ada.id,
        n: 1,
        decidedBy: sales.id,
        reason: expect.stringMatching(/first seen on 2024-05-31/),
        decidedAt: world.now(),
        heldReason: null,
      },
    ])
    const found = await identifyProspect(world.deps, { stripeCustomer: 'cus_1', email: 'pay@elsewhere.example' }, world.now(), 'stripe')
    expect(found).toMatchObject({ kind: 'known', attribution: { partnerId: ada.id } })
    const imported = (await world.deps.db.select().from(audit)).filter(({ act }) => act === 'prospect.imported')
    expect(imported).toMatchObject([{ actor: sales.id, partnerId: ada.id, detail: { firstSeen: '2024-05-31' } }])
    await world.settle()
    expect(world.mails).toEqual([])
  })

  it('stores nothing when it comes again, even twice at once', async () => {
    const list = fileOf(
      'cus_1,ann@oak.example,,Ostervane,2024-05-31',
      'cus_2,ben@oak.example,,Ostervane,2024-06-01',
      ',zoe@gmail.com,,Ostervane,2024-06-02',
      ',,www.elm.example,Ostervane,2024-06-02',
      ',,müller.example,Ostervane,2024-06-02',
      'cus_9,,,Ostervane,2024-06-02',
    )
    const once = await Promise.all([send(list), send(list)])
    expect(once.map(({ status }) => status)).toEqual([200, 200])
    const before = await dump(world)

    expect(await statesOf(await send(list))).toEqual(Array(6).fill('Same'))
    expect(await statesOf(await preview(list))).toEqual(Array(6).fill('Same'))

    expect(await dump(world)).toEqual(before)
    expect((await all(prospects)).map((each) => 'company' in each && each.company).toSorted()).toEqual([
      'An imported customer',
      'An imported customer',
      'elm.example',
      'oak.example',
      'xn--mller-kva.example',
    ])
    expect(await all(attributions)).toHaveLength(5)
  })

  it('lists the lines without a Stripe customer, and takes it when it comes later', async () => {
    const first = await (
      await preview(fileOf(',ann@oak.example,,Ostervane,2024-05-31', 'cus_2,,,Ostervane,2024-05-31', ',,,Ostervane,2024-05-31'))
    ).text()
    expect(first).toMatch(/1 line has no Stripe customer.*Line 2: ann@oak\.example</s)
    await send(fileOf(',ann@oak.example,,Ostervane,2024-05-31'))

    const answer = await send(fileOf('cus_1,ann@oak.example,,Ostervane,2024-05-31'))

    const page = await answer.text()
    expect(page).not.toContain('no Stripe customer')
    expect(linesOf(page)).toMatchObject([{ is: 'Stored', because: expect.stringMatching(/Stripe customer is added/) }])
    expect(await world.deps.db.select().from(prospectStripeCustomers)).toMatchObject([{ stripeCustomer: 'cus_1' }])
    expect([(await all(touches)).length, (await all(attributions)).length, (await all(prospects)).length]).toEqual([1, 1, 1])
  })

  it('adds what is missing to whom the partner brought here, and no evidence', async () => {
    await haveProspect(world, ada.id, { domain: 'oak.example', company: 'Oak' })
    const before = [await all(touches), await all(attributions)]

    expect(await statesOf(await send(fileOf('cus_1,ann@oak.example,,Ostervane,2024-05-31')))).toEqual(['Stored'])

    expect([await all(touches), await all(attributions)]).toEqual(before)
    expect(await world.deps.db.select().from(prospectStripeCustomers)).toMatchObject([{ stripeCustomer: 'cus_1' }])
  })

  it('gives the credit for somebody whom we know and nobody decided about', async () => {
    const { id } = await haveProspect(world, null, { domain: 'oak.example', company: 'Oak' })

    expect(await notesOf(await send(fileOf(',ann@oak.example,,Ostervane,2024-05-31')))).toEqual([
      'Stored: We know Oak. Ostervane gets the credit, since 2024-05-31.',
    ])
    expect(await all(attributions)).toMatchObject([{ prospectId: id, partnerId: ada.id }])
  })

  it('moves no credit and changes no evidence', async () => {
    const kestrel = await havePartner(world, { name: 'Kestrel' })
    await haveProspect(world, kestrel.id, { domain: 'oak.example', company: 'Oak' })
    const customer = await haveProspect(world, null, { domain: 'elm.example', company: 'Elm' })
    await world.deps.db.update(prospects).set({ stage: 'customer', customerSince: world.now() }).where(eq(prospects.id, customer.id))
    const nobodys = await haveProspect(world, kestrel.id, { domain: 'ash.example', company: 'Ash' })
    await moveAttribution(world.deps, {
      prospectId: nobodys.id,
      partnerId: null,
      touchId: null,
      reason: 'It came by itself.',
      actor: sales.id,
    })
    for (const domain of ['fir.example', 'fir.example']) await haveProspect(world, null, { domain })
    const before = await dump(world)

    const list = fileOf(...['oak', 'elm', 'ash', 'fir'].map((name) => `cus_${name},ann@${name}.example,,Ostervane,2024-05-31`))

    for (const answer of [await preview(list), await send(list)]) {
      expect(await notesOf(answer)).toEqual([
        'Refused: Kestrel has the credit for Oak. A person moves it on its page, with a reason.',
        'Refused: Elm has bought or has a deal without a partner. A person gives the credit on its page, with a reason.',
        'Refused: It is decided that nobody gets the credit for Ash. A person moves it on its page, with a reason.',
        'Refused: Several of our prospects fit. Decide on the page of the right one.',
      ])
    }
    expect(await dump(world)).toEqual(before)
  })

  it('names nobody who asked to be left alone', async () => {
    const [statement] = await leaveAlone(world.deps, { emails: ['ann@gmail.com'], domains: ['oak.example'] })
    await statement
    const before = await dump(world)

    const page = await notesOf(await send(fileOf(',ann@gmail.com,,Ostervane,2024-05-31', ',ben@oak.example,,Ostervane,2024-05-31')))

    expect(page).toEqual(Array(2).fill(expect.stringMatching(/^Refused: They asked us to be left alone/)))
    expect(await dump(world)).toEqual(before)
  })

  it('holds for a person what a partner would earn from itself', async () => {
    await send(fileOf(`,${ada.owner.email},,Ostervane,2024-05-31`))

    expect(await all(attributions)).toMatchObject([{ partnerId: ada.id, heldReason: expect.any(String) }])
    expect(await world.deps.db.select().from(signals)).toMatchObject([{ rule: 'same_person', partnerId: ada.id }])
  })

  it('refuses lines that contradict each other', async () => {
    await havePartner(world, { name: 'Kestrel' })

    expect(
      await notesOf(
        await preview(
          fileOf(
            'cus_1,ann@oak.example,,Ostervane,2024-05-31',
            'cus_1,ben@elm.example,,Ostervane,2024-05-31',
            'cus_2,ANN@oak.example,,Ostervane,2024-05-31',
            'cus_3,cid@oak.example,,Kestrel,2024-05-31',
          ),
        ),
      ),
    ).toEqual([
      expect.stringMatching(/^New/),
      'Refused: It has the Stripe customer of line 2.',
      'Refused: It has the mail address of line 2.',
      'Refused: Line 2 says that another partner brought this company.',
    ])
  })

  it('is for sales alone', async () => {
    const list = fileOf('cus_1,,,Ostervane,2024-05-31')
    const [admin, auditor, finance] = [
      await haveStaff(world, 'admin'),
      await haveStaff(world, 'auditor'),
      await haveStaff(world, 'finance'),
    ]

    for (const as of [admin, auditor, finance, ada.owner]) {
      expect((await world.ask('/imports/prospects', { as })).status).toBe(404)
      for (const path of ['/imports/prospects', '/imports/prospects/preview']) {
        expect((await world.ask(path, { as, form: { list } })).status).toBe(404)
      }
    }
    expect(await (await world.ask('/imports', { as: admin })).text()).not.toContain('/imports/prospects')
    expect(await (await world.ask('/imports', { as: sales })).text()).toContain('/imports/prospects')
    expect(await all(prospects)).toEqual([])
  })
})
