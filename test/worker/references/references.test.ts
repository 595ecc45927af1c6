import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { obligations } from '../../../schema/agreements.ts'
import { ndaViews } from '../../../schema/references.ts'
import { activities, referenceRequests } from '../../../schema/requests.ts'
import { formsOf, textOf } from '../../local/walk/forms.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { activitiesOf, dayIn, haveGuest, haveObligation, haveReference, linkIn, type Reference, slotIn, statusOf } from './desk.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
let reference: Reference
let guest: Awaited<ReturnType<typeof haveGuest>>

beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
  reference = await haveReference(world)
  guest = await haveGuest(world)
})

const page = async (path: string, as?: typeof sales) => textOf(await (await world.ask(path, { as })).text())
const html = async (path: string) => (await world.ask(path)).text()
const post = async (path: string, form: Record<string, string>, as?: typeof sales) => {
  const answer = await world.ask(path, { form, as })
  await world.settle()
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: textOf(await answer.text()) }
}
/** What the page's form for that address would send. */
const fieldsOf = async (path: string, action: string): Promise<Record<string, string>> => {
  const form = formsOf(await html(path)).find((each) => each.action === action)
  if (!form) throw new Error(`${path} has no form to ${action}`)
  return Object.fromEntries(form.fields.map(({ name, value }) => [name, value ?? '']))
}
const slotText = (days: number) => slotIn(world, days).toISOString().slice(0, 16)
const nameOf = () => [reference.company, reference.manager.name, reference.engineer.name, reference.customerId, reference.manager.email]

async function invite(): Promise<string> {
  await post(`/references/prospects/${guest.prospectId}/invitation`, { guest: guest.contact.id }, sales)
  return linkIn(world, guest.contact.email, '/references')
}

async function sign(): Promise<void> {
  const form = { act: world.deps.newId('act'), kind: 'one_way', signer: guest.contact.id, endsOn: dayIn(world, 300) }
  await post(`/references/prospects/${guest.prospectId}/ndas`, form, sales)
  const path = linkIn(world, guest.contact.email, '/nda')
  const { hash } = await fieldsOf(path, `${path}/signature`)
  expect((await post(`${path}/signature`, { hash: hash ?? '', name: guest.contact.name })).status).toBe(303)
}

async function askAsProspect(own: string): Promise<string> {
  const fields = await fieldsOf(own, `${own}/requests`)
  const match = /name="match"[^>]*value="([0-9a-f]{24})"/.exec(await html(own))?.[1] ?? ''
  const asked = await post(`${own}/requests`, { ...fields, match, topics: 'How long it took\nWhat it cost' })
  expect([asked.status, asked.text]).toEqual([303, ''])
  const [request] = await world.deps.db.select().from(referenceRequests)
  return request?.id ?? ''
}

const propose = (id: string, as = 'favour') =>
  post(
    `/references/requests/${id}/proposal`,
    { customer: reference.customerId, contact: reference.manager.id, slot1: slotText(2), slot2: slotText(3), slot3: slotText(4), as },
    sales,
  )

describe('a prospect asks under NDA, learns the name, and the talk fills what was promised', () => {
  it('REQ2 from an anonymous match to a held call', { timeout: 60_000 }, async () => {
    const obligationId = await haveObligation(world, reference.customerId, 'prospect_call', 3)
    const own = await invite()
    const before = await html(own)
    expect(nameOf().filter((word) => before.includes(word))).toEqual([])
    expect(textOf(before)).toContain('Manufacturing, 250 to 999 people')
    expect(textOf(before)).toContain('Works manager')

    const unsigned = await post(`${own}/requests`, {
      ...(await fieldsOf(own, `${own}/requests`)),
      match: /name="match"[^>]*value="([0-9a-f]{24})"/.exec(before)?.[1] ?? '',
      topics: 'Time',
    })
    expect([unsigned.status, unsigned.text]).toEqual([409, expect.stringContaining('sign the agreement of confidence first')])
    await sign()
    const id = await askAsProspect(own)
    expect(
      nameOf().filter((word) => word !== '' && world.mails.some((mail) => mail.to === guest.contact.email && mail.text.includes(word))),
    ).toEqual([])

    const desk = await page(`/references/requests/${id}`, sales)
    expect(desk).toContain('Merrowick Glass')
    expect(desk).toContain('(chosen by the prospect)')
    expect((await propose(id, 'owed')).status).toBe(303)
    expect(await html(own)).not.toContain(reference.company)
    const ask = linkIn(world, reference.manager.email, '/asks')
    expect(await page(ask)).toContain('3 of this kind are left')
    expect((await post(`${ask}/answer`, { slot: '2' })).status).toBe(303)

    // The name: NDA signed and the customer said yes.
    expect(await page(own)).toContain('Merrowick Glass')
    expect(await html(own)).not.toContain(reference.manager.email)
    const views = await world.deps.db.select().from(ndaViews).where(eq(ndaViews.what, id))
    expect(views.map(({ contactId }) => contactId)).toEqual([guest.contact.id, guest.contact.id])
    expect((await post(`${own}/requests/${id}/confirmation`, {})).status).toBe(303)
    expect(await page(own)).toContain(reference.manager.email)

    expect((await post(`${ask}/outcome`, { says: 'held', minutes: '40', note: '' })).status).toBe(409)
    await world.travel({ days: 4 })
    expect((await post(`${ask}/outcome`, { says: 'held', minutes: '40', note: '' })).status).toBe(303)
    expect(await statusOf(world, id)).toBe('scheduled')
    expect((await post(`${own}/requests/${id}/outcome`, { says: 'held', minutes: '', note: 'Good.' })).status).toBe(303)

    expect(await statusOf(world, id)).toBe('held')
    const [activity] = await world.deps.db.select().from(activities)
    expect(activity).toMatchObject({ status: 'held', minutes: 40, obligationId })
    const [obligation] = await world.deps.db.select().from(obligations).where(eq(obligations.id, obligationId))
    expect(obligation).toMatchObject({ promised: 3, delivered: 1, due: 2 })
    expect(await page(ask)).toContain('2 of this kind are left')
    expect(world.mails.find((mail) => /^Thank you/.test(mail.subject))?.text).toContain('2 are left')
    expect(await page(`/references/pool/${reference.customerId}`, sales)).toContain('A word of thanks')
  })

  it('REQ3 a customer says no without a reason, and it is free again', async () => {
    const own = await invite()
    await sign()
    const id = await askAsProspect(own)
    await propose(id)
    const ask = linkIn(world, reference.manager.email, '/asks')

    expect((await post(`${ask}/answer`, { slot: '' })).status).toBe(422)
    expect((await post(`${ask}/answer`, { slot: 'none' })).status).toBe(303)

    expect(await page(ask)).toContain('We do not ask again for 90 days')
    expect(await page(own)).toContain('Not possible this time')
    expect(await activitiesOf(world, reference.customerId)).toEqual({ cancelled: 1 })
    expect((await post(`${ask}/answer`, { slot: '1' })).status).toBe(409)
    expect(await page(`/references/pool/${reference.customerId}`, sales)).toContain('declined and is left alone, free from 1 February 2027')
  })

  it('REQ5 no call happens outside of a request', async () => {
    const { db } = world.deps
    const row = {
      id: 'atv_x',
      customerId: reference.customerId,
      kind: 'prospect_call',
      capGroup: 'call',
      title: 'x',
      counts: true,
    } as const
    const at = world.now()
    const times = { fromAt: at, untilAt: at, plannedBy: 'stf_x', plannedAt: at }

    await expect(db.insert(activities).values({ ...row, ...times, status: 'planned' })).rejects.toThrow()
    await expect(db.insert(activities).values({ ...row, ...times, status: 'held', heldAt: at })).rejects.toThrow()
    await expect(
      db.run(
        `insert into obligation_moves (id, obligation_id, kind, activity_id, n, recorded_by, at) values ('obm_x', 'obl_x', 'delivered', 'atv_x', 1, 'x', 0)`,
      ),
    ).rejects.toThrow()
  })

  it('a link of another kind, of nobody, or of another prospect opens nothing', async () => {
    const own = await invite()
    await sign()
    const id = await askAsProspect(own)
    const other = await haveGuest(world, 'Sextant Ferries')
    await post(`/references/prospects/${other.prospectId}/invitation`, { guest: other.contact.id }, sales)
    const theirs = linkIn(world, other.contact.email, '/references')

    const paths = [
      `/nda/${own.split('/').at(-1)}`,
      `/asks/${own.split('/').at(-1)}`,
      `/asks/${id}`,
      '/references/nobody',
      '/nda/nobody',
      '/asks/nobody',
    ]
    for (const path of paths) expect([path, (await world.ask(path)).status]).toEqual([path, 404])
    expect((await post(`${theirs}/requests/${id}/withdrawal`, {})).status).toBe(404)
    expect((await post(`${theirs}/requests/${id}/confirmation`, {})).status).toBe(404)
    expect(await page(theirs)).not.toContain('How long it took')
    expect(await statusOf(world, id)).toBe('asked')
  })
})
