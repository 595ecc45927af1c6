import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { contacts } from '../../../schema/prospects.ts'
import { sendRelationshipLink } from '../../../worker/agreements/relationship-link.ts'
import { makeLink } from '../../../worker/agreements/store-links.ts'
import { keepRole } from '../../../worker/prospects/people.ts'
import { makePrivateLink } from '../../../worker/prospects/private-link.ts'
import { spendHours } from '../../../worker/prospects/spend-hours.ts'
import { haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { textsOf } from '../../support/pdf-text.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveKey } from '../api/fixtures.ts'
import { haveAsk, haveGuest, haveReference, haveSignedNda, linkIn, propose } from '../references/desk.ts'
import { haveGrievance } from './customer-fixtures.ts'

/** Words of the team alone, and whom we blame: on no page, file, answer or mail for anybody else (domain.md A6). */
const teamWords =
  /economic.?buyer|no.?influence|no buyer found|can say no|veto|\bally\b|no_influence|too much on|budget confirmed|hours with us/i

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const said = { veto: 'yes', confidence: 'known', side: '', deal: '', influences: '', budget_confirmed: '', decision_on: '' } as const
const of = (text: string): string => teamWords.exec(text)?.[0] ?? ''

/** A prospect that a partner named, who asks a customer that is a partner, too; both with people of every label, and a complaint. */
async function haveLabels() {
  const { deps } = world
  const sales = await haveStaff(world, 'sales')
  const partner = await havePartner(world)
  const { id: prospectId } = await haveProspect(world, partner.id, { company: 'Copsedale Printworks' })
  // A mailbox of the company’s own: one elsewhere that a partner named has no page of it.
  const guest = { ...(await haveGuest(world, 'Copsedale Printworks', 'people.example')), partner }
  await deps.db.update(contacts).set({ namedBy: partner.id }).where(eq(contacts.id, guest.contact.id))
  const reference = await haveReference(world)
  const own = await havePartner(world, { name: 'Merrowick' })
  await deps.db.update(partners).set({ prospectId: reference.customerId }).where(eq(partners.id, own.id))
  const label = (of: string, contact: string, role: 'economic_buyer' | 'ally' | 'no_influence') =>
    keepRole(deps, sales.id, of, { ...said, contact, role, budget_confirmed: role === 'economic_buyer' ? 'yes' : '' })
  await label(guest.prospectId, guest.contact.id, 'no_influence')
  await label(reference.customerId, reference.engineer.id, 'ally')
  await label(reference.customerId, reference.manager.id, 'economic_buyer')
  const time = { time_with: guest.contact.id, spent_on: 'talk', hours: 90, spent_day: '2026-11-02' } as const
  await spendHours(deps, sales.id, guest.prospectId, { act: deps.newId('act'), ...time })
  await haveSignedNda(world, guest)
  const request = await haveAsk(world, guest)
  await propose(world, request, reference)
  await haveGrievance(world, reference.customerId)
  return { sales, partner, prospectId, guest, reference, own, request }
}

describe('ROL5 words of the team', () => {
  it('are read by sales', async () => {
    const { sales, guest } = await haveLabels()
    const text = await (await world.ask(`/prospects/${guest.prospectId}`, { as: sales })).text()
    expect([of(text) !== '', text.includes('No influence on this decision'), text.includes('Can say no')]).toEqual([true, true, true])
  })

  it.each(['owner', 'member'] as const)('reach no page or file of the %s of the partner that named it', async (who) => {
    const { partner, prospectId } = await haveLabels()
    const as = who === 'owner' ? partner.owner : await haveMember(world, partner.id)
    for (const path of ['/', '/prospects', `/prospects/${prospectId}`, '/registrations', '/claims', '/earnings', '/earnings/export.csv']) {
      const answer = await world.ask(path, { as })
      expect([path, answer.status, of(await answer.text())]).toEqual([path, 200, ''])
    }
  })

  it('reach no page of the customer, signed in or by its links', async () => {
    const { sales, own, reference, request } = await haveLabels()
    const form = { act: 'act_link', name: reference.manager.name, email: reference.manager.email }
    await sendRelationshipLink(world.deps, reference.customerId, form, sales.id)
    await world.settle()
    for (const path of ['/relationship', '/asks', `/asks/${request}`]) {
      const answer = await world.ask(path, { as: own.owner })
      expect([path, answer.status, of(await answer.text())]).toEqual([path, 200, ''])
    }
    for (const path of [linkIn(world, reference.manager.email, '/relationship/by-link'), linkIn(world, reference.manager.email, '/asks')]) {
      const answer = await world.ask(path)
      expect([path, answer.status, of(await answer.text())]).toEqual([path, 200, ''])
    }
  })

  it('reach no page or file of the prospect; its own part it reads in its own words', async () => {
    const { guest } = await haveLabels()
    const { deps } = world
    const own = await makeLink(deps.db, { kind: 'prospect', subject: guest.prospectId, contactId: guest.contact.id }, world.now())
    const me = await makePrivateLink(deps, { prospectId: guest.prospectId, contactId: guest.contact.id }, world.now())
    await deps.db.batch([own.statement, ...me.statements] as never) // a batch is never empty
    await world.settle()
    const held = new URL(me.url).pathname
    const nda = linkIn(world, guest.contact.email, '/nda')
    for (const path of [`/references/${own.token}`, nda, held, `${held}/data.json`]) {
      const answer = await world.ask(path)
      expect([path, answer.status, of(await answer.text())]).toEqual([path, 200, ''])
    }
    expect(of((await textsOf(await (await world.ask(`${nda}/copy.pdf`)).arrayBuffer())).join())).toBe('')
    expect(await (await world.ask(held)).text()).toContain('contact person, is asked before a decision')
  })

  it('reach no answer of the API, no export and no mail to anybody but us', async () => {
    const { sales, partner, prospectId, guest } = await haveLabels()
    const keys = [await haveKey(world, ['prospects:read', 'references:read']), await haveKey(world, ['prospects:read'], partner.id)]
    for (const { headers } of keys) {
      for (const path of ['', `/${prospectId}`]) {
        const answer = await world.ask(`/api/v1/prospects${path}`, { headers })
        expect([path, answer.status, of(await answer.text())]).toEqual([path, 200, ''])
      }
    }
    const [company] = keys
    for (const path of [`/prospects/${guest.prospectId}`, '/references', '/references/requests']) {
      const answer = await world.ask(`/api/v1${path}`, { headers: company?.headers ?? {} })
      expect([path, answer.status, of(await answer.text())]).toEqual([path, 200, ''])
    }
    for (const path of ['/customers/file.csv', '/obligations/file.csv', '/reports/file.csv?table=requests']) {
      expect([path, of(await (await world.ask(path, { as: sales })).text())]).toEqual([path, ''])
    }
    await world.settle()
    expect(
      world.mails
        .filter(({ to }) => !to.endsWith('@wrenmarch.example'))
        .map(({ subject, text }) => of(subject + text))
        .join(''),
    ).toBe('')
  })
})
