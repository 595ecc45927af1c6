import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { grants } from '../../../schema/grants.ts'
import { invitations } from '../../../schema/invitations.ts'
import { contacts } from '../../../schema/prospects.ts'
import { isOutreachEnded } from '../../../worker/agreements/outreach.ts'
import { closeEngagement } from '../../../worker/engagements/engagement.ts'
import { noteGoodwill } from '../../../worker/engagements/goodwill.ts'
import { leaveInvitation, sendInvitation } from '../../../worker/engagements/kickoff-invitation.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, haveSales } from '../agreements/have.ts'
import { haveCustomer, haveGrievance } from '../prospects/customer-fixtures.ts'
import { by, haveEngagement, haveInvitation, today } from './engaged.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const rows = () => world.deps.db.select().from(invitations)
const words = 'It came true.\n\nMay somebody phone you?'

describe('an invitation', () => {
  it('ASK1 is drafted for a person of ours, who sends it with one click and these words; nothing left before', async () => {
    const sales = await haveSales(world)
    const { askId, contactId } = await haveInvitation(world)
    await world.settle()
    expect(world.mails.filter(({ to }) => to.startsWith('bea@'))).toEqual([])
    expect(await (await world.ask('/invitations', { as: sales })).text()).toContain('Bea yes')
    const page = await (await world.ask(`/invitations/${askId}`, { as: sales })).text()
    expect(page).toContain('Fewer stops of line 1: One stop in October')

    expect((await world.ask(`/invitations/${askId}/sending`, { as: sales, form: { text: words } })).status).toBe(303)
    await world.settle()

    const [mail] = world.mails.filter(({ to }) => to.startsWith('bea@'))
    expect(mail?.text).toContain('May somebody phone you?')
    expect(await world.deps.db.select().from(grants)).toMatchObject([{ kind: 'calls', scope: 'individual', status: 'asked', contactId }])
    const link = /\/relationship\/by-link\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? ''
    const own = await (await world.ask(link)).text()
    expect(own).toContain('May we?')
    const [, textHash = ''] = /name="textHash" value="([0-9a-f]{64})"/.exec(own) ?? []
    const [grant] = await world.deps.db.select().from(grants)
    const yes = { side: 'person', textHash, agreed: 'yes' }
    expect((await world.ask(`${link}/grants/${grant?.id}/approval`, { form: yes })).status).toBe(303)
    expect(await world.deps.db.select().from(grants)).toMatchObject([{ status: 'given', givenBy: 'Bea yes' }])
  })

  it('ASK1 is sent once, by whoever is faster, and tells the company’s owners nothing', async () => {
    const { askId } = await haveInvitation(world)
    const sent = await Promise.all([1, 2].map(() => codeOf(sendInvitation(world.deps, askId, words, by))))
    await world.settle()

    expect(sent.toSorted()).toEqual(['done', 'wrong_state'])
    expect(world.mails.filter(({ to }) => !to.endsWith('@wrenmarch.example'))).toHaveLength(1)
    expect(await codeOf(leaveInvitation(world.deps, askId, 'Not now.', by))).toBe('wrong_state')
  })

  it('is left with a reason instead, and then never sent', async () => {
    const { askId } = await haveInvitation(world)
    await leaveInvitation(world.deps, askId, 'She changes her job.', by)
    expect(await rows()).toMatchObject([{ status: 'left', reason: 'She changes her job.', grantId: null }])
    expect(await codeOf(sendInvitation(world.deps, askId, words, by))).toBe('wrong_state')
    await expect(
      world.deps.db.run(sql`update invitations set status = 'drafted', reason = null, decided_at = null, decided_by = null`),
    ).rejects.toThrow()
  })

  it('waits for an address, and for a grievance that was opened since', async () => {
    const { askId, prospectId, contactId } = await haveInvitation(world, null)
    expect(await codeOf(sendInvitation(world.deps, askId, words, by))).toBe('wrong_state')
    await world.deps.db.update(contacts).set({ email: 'bea@salthaven.example' }).where(eq(contacts.id, contactId))
    await haveGrievance(world, prospectId)
    expect(await codeOf(sendInvitation(world.deps, askId, words, by))).toBe('grievance_open')
    expect(await rows()).toMatchObject([{ status: 'drafted' }])
  })

  it('CAT6 of a customer whose mail had ended is a person’s decision that it hears from us again', async () => {
    const { askId, id, prospectId } = await haveInvitation(world)
    await closeEngagement(world.deps, id, { on: today, version: 2 }, by)
    expect(await isOutreachEnded(world.deps.db, prospectId, world.now())).toBe(true)
    await sendInvitation(world.deps, askId, words, by)
    expect(await isOutreachEnded(world.deps.db, prospectId, world.now())).toBe(false)
  })
})

describe('goodwill', () => {
  const deed = (what = 'Came on a Sunday') => ({ act: act(world), whatWeDid: what, thankedBy: 'Bea Lund', happenedOn: today })

  it('GOO1 marks good moments to ask, of customers whom nobody asked yet', async () => {
    const sales = await haveSales(world)
    const { id } = await haveEngagement(world)
    await noteGoodwill(world.deps, id, deed(), by)
    const moments = async () => (await world.ask('/invitations/moments', { as: sales })).text()

    expect(await moments()).toContain('Came on a Sunday')
    await world.travel({ days: 100 })
    expect(await moments()).not.toContain('Came on a Sunday')
  })

  it('GOO1 is append-only, of its own engagement, and not of a day to come', async () => {
    const { id } = await haveEngagement(world)
    expect(await codeOf(noteGoodwill(world.deps, id, { ...deed(), happenedOn: '2026-11-03' }, by))).toBe('invalid')
    expect(await codeOf(noteGoodwill(world.deps, 'eng_nobody', deed(), by))).toBe('not_found')
    await noteGoodwill(world.deps, id, deed(), by)
    await expect(world.deps.db.run(sql`update goodwill set what_we_did = 'Nothing'`)).rejects.toThrow()
    const other = await haveCustomer(world)
    await expect(
      world.deps.db.run(
        sql`insert into goodwill select 'gdw_x', ${other.id}, engagement_id, what_we_did, null, happened_on, 'x', 1 from goodwill`,
      ),
    ).rejects.toThrow()
  })
})
