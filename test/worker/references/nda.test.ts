import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { ndas, ndaViews } from '../../../schema/references.ts'
import { makeLink } from '../../../worker/agreements/store-links.ts'
import { acceptSlot, confirmSlot } from '../../../worker/references/answer.ts'
import { declineNda, endNda, endPastNdas, sendNda, signNda } from '../../../worker/references/nda.ts'
import { findNdaInForce, getNda } from '../../../worker/references/store-ndas.ts'
import { getRequest } from '../../../worker/references/store-requests.ts'
import { textOf } from '../../local/walk/forms.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, dayIn, haveAsk, haveContact, haveGuest, haveReference, haveSignedNda, propose } from './desk.ts'

let world: World
let guest: Awaited<ReturnType<typeof haveGuest>>
beforeEach(async () => {
  world = await createWorld()
  guest = await haveGuest(world)
})

const send = (overrides: Partial<Parameters<typeof sendNda>[3]> = {}) =>
  sendNda(world.deps, 'stf_seed', guest.prospectId, {
    act: act(),
    kind: 'one_way',
    signer: guest.contact.id,
    endsOn: dayIn(world, 30),
    ...overrides,
  })
const row = async (id: string) => (await world.deps.db.select().from(ndas).where(eq(ndas.id, id)))[0]

/** A call that a customer accepted, and the prospect's own page. */
async function haveAcceptedCall() {
  const reference = await haveReference(world)
  const id = await haveAsk(world, guest)
  await propose(world, id, reference)
  await acceptSlot(world.deps, await getRequest(world.deps.db, id), 1, 'customer')
  const { token, statement } = await makeLink(
    world.deps.db,
    { kind: 'prospect', subject: guest.prospectId, contactId: guest.contact.id },
    world.now(),
  )
  await statement
  return { id, reference, page: async () => textOf(await (await world.ask(`/references/${token}`)).text()) }
}

describe('an NDA', () => {
  it('NDA1 comes before a name and before an appointment, in the page, the act and SQL alone', async () => {
    const { id, reference, page } = await haveAcceptedCall()
    const request = await getRequest(world.deps.db, id)

    expect(await page()).not.toContain(reference.company)
    expect(await codeOf(confirmSlot(world.deps, request, 'prospect'))).toBe('nda_required')
    await expect(env.DB.prepare(`update reference_requests set status = 'scheduled' where id = '${id}'`).run()).rejects.toThrow(
      'no NDA in force',
    )

    await haveSignedNda(world, guest)
    expect(await page()).toContain(reference.company)
    expect(await codeOf(confirmSlot(world.deps, request, 'prospect'))).toBe('fine')
  })

  it('NDA2 names each viewer and logs each view, and nobody can change the log', async () => {
    const { id, page } = await haveAcceptedCall()
    const nda = await haveSignedNda(world, guest)
    await page()
    await world.travel({ hours: 1 })
    await page()

    const views = await world.deps.db.select().from(ndaViews).where(eq(ndaViews.ndaId, nda))
    expect(views.map(({ contactId, what }) => [contactId, what])).toEqual([
      [guest.contact.id, 'text'],
      [guest.contact.id, id],
      [guest.contact.id, id],
    ])
    await expect(world.deps.db.delete(ndaViews)).rejects.toThrow()
    await expect(world.deps.db.update(ndaViews).set({ contactId: 'con_other' })).rejects.toThrow()
    await expect(
      world.deps.db.insert(ndaViews).values({ id: 'ndv_x', ndaId: nda, contactId: 'con_nobody', what: id, at: world.now() }),
    ).rejects.toThrow()
  })

  it('NDA3 binds both sides for a roadmap', async () => {
    await haveSignedNda(world, guest, 'one_way')
    expect(await findNdaInForce(world.deps.db, guest.prospectId, world.now(), 'mutual')).toBeUndefined()

    const mutual = await haveSignedNda(world, guest, 'mutual')
    expect((await findNdaInForce(world.deps.db, guest.prospectId, world.now(), 'mutual'))?.id).toBe(mutual)
  })

  it('NDA4 hides the names when it ends, by a person or by its last day, and keeps the log', async () => {
    const { reference, page } = await haveAcceptedCall()
    const first = await haveSignedNda(world, guest)
    expect(await page()).toContain(reference.company)
    await endNda(world.deps, 'stf_seed', first, 'They asked for it.')
    expect(await page()).not.toContain(reference.company)
    expect(await world.deps.db.select().from(ndaViews).where(eq(ndaViews.ndaId, first))).toHaveLength(2)

    const second = await haveSignedNda(world, guest)
    expect(await page()).toContain(reference.company)
    await world.travel({ days: 366 })
    expect(await page()).not.toContain(reference.company)
    await endPastNdas(world.deps)
    expect(await row(second)).toMatchObject({ status: 'ended', closedReason: 'Its last day is over.' })
  })

  it('is signed by the named person alone, with name, moment and the hash of what was read', async () => {
    const id = await send()
    const { textHash } = await getNda(world.deps.db, id)

    expect(await codeOf(signNda(world.deps, id, { name: 'Somebody Else', textHash }))).toBe('signer_unknown')
    expect(await codeOf(signNda(world.deps, id, { name: 'Pia Cope', textHash: 'b'.repeat(64) }))).toBe('stale')
    await world.travel({ hours: 2 })
    await signNda(world.deps, id, { name: 'pia  cope', textHash })
    expect(await row(id)).toMatchObject({ status: 'signed', signedBy: 'pia  cope', signedAt: world.now() })
    expect(await codeOf(signNda(world.deps, id, { name: 'Pia Cope', textHash }))).toBe('wrong_state')
    expect(await codeOf(declineNda(world.deps, id))).toBe('wrong_state')
  })

  it('sends the signer a copy with the text and its hash', async () => {
    const id = await haveSignedNda(world, guest)
    await world.settle()

    const nda = await getNda(world.deps.db, id)
    const copy = world.mails.find(({ subject }) => subject.startsWith('Your copy'))
    expect(copy?.to).toBe(guest.contact.email)
    expect(copy?.text).toContain(nda.textHash)
    expect(copy?.text).toContain('keeps them to itself')
  })

  it('goes to nobody unknown, and never ends before it begins', async () => {
    const silent = await haveContact(world, guest.prospectId, { name: 'No Mail', email: null })
    const other = await haveGuest(world, 'Another')

    expect(await codeOf(send({ signer: 'con_nobody' }))).toBe('signer_unknown')
    expect(await codeOf(send({ signer: silent.id }))).toBe('signer_unknown')
    expect(await codeOf(send({ signer: other.contact.id }))).toBe('signer_unknown')
    expect(await codeOf(send({ endsOn: dayIn(world, 0) }))).toBe('invalid')
    const same = act()
    expect(await send({ act: same })).toBe(await send({ act: same }))
  })

  it('is frozen in SQL once it was sent', async () => {
    const id = await haveSignedNda(world, guest)
    const refused = (set: string) =>
      env.DB.prepare(`update ndas set ${set} where id = '${id}'`)
        .run()
        .then(
          () => 'done',
          (error: Error) => error.message,
        )

    for (const set of [
      "text = 'x'",
      "text_hash = 'x'",
      "signer_id = 'x'",
      "ends_on = '2099-01-01'",
      "signed_by = 'x'",
      "kind = 'mutual'",
    ]) {
      expect([set, await refused(set)]).toEqual([set, expect.stringContaining('frozen')])
    }
    expect(await refused("status = 'sent', signed_at = null, signed_by = null")).toContain('ndas:')
    await expect(env.DB.prepare('delete from ndas').run()).rejects.toThrow('never deleted')
  })
})
