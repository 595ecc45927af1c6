import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { agreements } from '../../../schema/agreements.ts'
import { grants } from '../../../schema/grants.ts'
import { proposals, type WorryKind } from '../../../schema/proposals.ts'
import { audit } from '../../../schema/records.ts'
import { ndaViews } from '../../../schema/references.ts'
import { linesOf } from '../../../worker/agreements/store-agreements.ts'
import { acceptProposal } from '../../../worker/proposals/decide.ts'
import { addLine, agreeToPrice, changePrice, removeProposalLine } from '../../../worker/proposals/proposal.ts'
import { sendProposal, sendProposalAgain, takeProposalBack } from '../../../worker/proposals/send.ts'
import { findProposalOfLink, getProposal } from '../../../worker/proposals/store.ts'
import { answerWorry, raiseWorry } from '../../../worker/proposals/worries.ts'
import { eraseProspect } from '../../../worker/prospects/erase.ts'
import { endNda } from '../../../worker/references/nda.ts'
import { textOf } from '../../local/walk/forms.ts'
import { haveMember, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, haveCustomerPartner } from '../agreements/have.ts'
import { codeOf, haveGuest, haveSignedNda } from '../references/desk.ts'
import { type Guest, haveProposal, haveSentProposal, setDiscountRules, tokenIn, updateProposal } from './have-proposals.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const by = 'stf_sales'
const raise = (id: string, kind: WorryKind, words = 'Will it hold?') => raiseWorry(world.deps, id, { kind, words }, by)
const send = (id: string, guest: Guest) => codeOf(sendProposal(world.deps, id, guest.contact.id, by))
const stored = async (id: string) => (await getProposal(world.deps.db, id)).proposal

describe('what was sent', () => {
  it('stays as it was read, and changes only when it is taken back', async () => {
    const { id, guest, token } = await haveSentProposal(world)

    expect(await codeOf(changePrice(world.deps, id, { ...(await stored(id)), listMinor: 1 }, by))).toBe('wrong_state')
    expect(await codeOf(addLine(world.deps, id, { act: act(world), category: 'sponsor', grant: 'logo' }, by))).toBe('wrong_state')
    expect(await codeOf(removeProposalLine(world.deps, id, 1, by))).toBe('wrong_state')
    expect(await codeOf(raise(id, 'cost'))).toBe('wrong_state')
    for (const set of ['list_minor = 1', `text = 'y'`, 'partner = 1', `token_hash = null`])
      await expect(updateProposal(id, set)).rejects.toThrow()
    await expect(env.DB.prepare(`delete from proposals where id = '${id}'`).run()).rejects.toThrow()

    await takeProposalBack(world.deps, id, by)
    expect((await world.ask(`/proposal/${token}`)).status).toBe(404)
    expect(await codeOf(takeProposalBack(world.deps, id, by))).toBe('wrong_state')
    expect(await send(id, guest)).toBe('fine')
  })

  it('reaches another reader by a fresh link alone', async () => {
    const { id, guest, token } = await haveSentProposal(world)
    await world.travel({ hours: 1 })
    await sendProposalAgain(world.deps, id, guest.contact.id, by)

    const fresh = await tokenIn(world)
    expect([(await world.ask(`/proposal/${token}`)).status, (await world.ask(`/proposal/${fresh}`)).status]).toEqual([404, 200])
  })
})

describe('the prospect’s page', () => {
  const page = async (token: string) => world.ask(`/proposal/${token}`)
  const answer = (token: string, what: 'acceptance' | 'refusal', form: Record<string, string>) =>
    world.ask(`/proposal/${token}/${what}`, { form })

  it('NDA2 shows three columns to its named reader, and logs each reading', async () => {
    const { id, guest, token } = await haveSentProposal(world)

    const text = textOf(await (await page(token)).text())
    for (const part of ['Regular', 'Reference', 'Sponsor', '€16,000.00', guest.contact.name, 'Accept it']) expect(text).toContain(part)
    await page(token)

    const views = await world.deps.db.select().from(ndaViews).where(eq(ndaViews.what, id))
    expect(views.map(({ contactId }) => contactId)).toEqual([guest.contact.id, guest.contact.id])
    const sales = await haveStaff(world, 'sales')
    expect(textOf(await (await world.ask(`/proposals/${id}`, { as: sales })).text())).toContain('Who read it')
  })

  it('NDA4 goes with the NDA, and the log stays; a decision is refused in SQL also', async () => {
    const { id, guest, token, textHash } = await haveSentProposal(world)
    await page(token)
    const [nda] = await world.deps.db.all<{ id: string }>(`select id from ndas where prospect_id = '${guest.prospectId}'`)
    await endNda(world.deps, by, nda?.id ?? '', 'Over.')

    expect((await page(token)).status).toBe(409)
    expect((await answer(token, 'acceptance', { hash: textHash, name: guest.contact.name, column: 'regular' })).status).toBe(409)
    await expect(updateProposal(id, `status = 'declined', decided_at = 1793610000000, decided_name = 'x'`)).rejects.toThrow('NDA in force')
    expect(await world.deps.db.select().from(ndaViews).where(eq(ndaViews.what, id))).toHaveLength(1)
  })

  it('is nobody else’s: an invented or another’s link answers like a missing one', async () => {
    const { id } = await haveSentProposal(world)
    const { owner, partner } = await haveCustomerPartner(world)
    const member = await haveMember(world, partner.id)

    for (const path of ['/proposal/nothing', `/proposal/${id}`]) expect((await world.ask(path)).status).toBe(404)
    for (const path of ['/proposals', `/proposals/${id}`, `/proposals/${id}/paper`]) {
      expect((await world.ask(path, { as: owner })).status).toBe(404)
      expect((await world.ask(path, { as: member })).status).toBe(404)
    }
  })

  it('takes one column under the reader’s own name and for the text it read, once', async () => {
    const { id, guest, token, textHash } = await haveSentProposal(world)
    const fine = { hash: textHash, name: guest.contact.name, column: 'reference' }

    expect((await answer(token, 'acceptance', { ...fine, name: 'Somebody Else' })).status).toBe(409)
    expect((await answer(token, 'acceptance', { ...fine, hash: 'a'.repeat(64) })).status).toBe(409)
    expect((await answer(token, 'acceptance', { ...fine, column: 'cheapest' })).status).toBe(422)
    const both = await Promise.all([answer(token, 'acceptance', fine), answer(token, 'acceptance', { ...fine, column: 'sponsor' })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect((await answer(token, 'refusal', { hash: textHash, declinedName: guest.contact.name, because: '' })).status).toBe(409)

    expect(await stored(id)).toMatchObject({ status: 'accepted', decidedName: guest.contact.name })
    expect(await world.deps.db.select().from(agreements)).toHaveLength(1)
    const detail = (await world.deps.db.select().from(audit).where(eq(audit.act, 'proposal.accepted'))).map((row) => row.detail)
    expect(JSON.stringify(detail)).toContain(textHash)
  })

  it('drafts the agreement of a sponsor with all it states, discount and second person included', async () => {
    const { id, guest } = await haveProposal(world, { referenceBps: 1_000, sponsorBps: 4_500 })
    await haveSignedNda(world, guest)
    await agreeToPrice(world.deps, id, 'Our first enterprise.', 'stf_colm')
    await sendProposal(world.deps, id, guest.contact.id, by)
    const { textHash } = await stored(id)
    const reader = await findProposalOfLink(world.deps.db, await tokenIn(world))

    await acceptProposal(world.deps, reader ?? { id, contactId: '' }, { hash: textHash ?? '', name: guest.contact.name, column: 'sponsor' })

    const { agreementId } = await stored(id)
    const [agreement] = await world.deps.db.select().from(agreements)
    expect(agreement).toMatchObject({ id: agreementId, kind: 'sponsor', status: 'draft', startsOn: '2026-11-02', endsOn: '2027-11-02' })
    const { obligations, benefits, discount } = await linesOf(world.deps.db, agreementId ?? '')
    expect(obligations.map(({ activity, promised }) => [activity, promised]).toSorted()).toEqual([
      ['case_study', 1],
      ['prospect_call', 2],
      ['site_visit', 1],
    ])
    expect(benefits.map(({ text }) => text)).toEqual(['Answers within an hour'])
    expect(discount).toMatchObject({ percentBps: 4_500, amountMinor: 900_000, givenBy: by, secondBy: 'stf_colm' })
    expect((await world.deps.db.select().from(grants)).map((grant) => [grant.kind, grant.status, grant.agreementId])).toEqual([
      ['calls', 'asked', agreementId],
    ])
  })

  it('of the regular column drafts nothing, and declining keeps the words', async () => {
    const one = await haveSentProposal(world)
    await answer(one.token, 'acceptance', { hash: one.textHash, name: one.guest.contact.name, column: 'regular' })
    const other = await haveSentProposal(world, { guest: await haveGuest(world, 'Haldrick Foundry') })
    await answer(other.token, 'refusal', { hash: other.textHash, declinedName: other.guest.contact.name, because: 'Not this year.' })

    expect(await world.deps.db.select().from(agreements)).toEqual([])
    expect(await stored(other.id)).toMatchObject({ status: 'declined', declinedBecause: 'Not this year.' })
    expect(textOf(await (await page(other.token)).text())).toContain('You said no')
  })
})

it('goes with its prospect: nothing that anybody wrote is left, and the link opens nothing', async () => {
  const { id, guest, token } = await haveSentProposal(world, { partner: false })
  await takeProposalBack(world.deps, id, by)
  await raise(id, 'quality', 'Will Pia’s people use it?')
  await answerWorry(world.deps, id, 'quality', { answeredBy: [], cannot: 'Pia cannot have that.' }, by)
  await sendProposal(world.deps, id, guest.contact.id, by)

  expect(await eraseProspect(world.deps, guest.prospectId, 'prospect')).toBe(true)

  const kept = await world.deps.db.all(`select p.name, p.text, w.words, w.cannot from proposals p join worries w on w.proposal_id = p.id`)
  expect(kept).toEqual([{ name: 'Erased', text: 'Erased', words: 'Erased', cannot: 'Erased' }])
  expect((await world.ask(`/proposal/${token}`)).status).toBe(404)
  expect((await world.ask(`/proposal/${await tokenIn(world)}`)).status).toBe(404)
  await expect(updateProposal(id, 'list_minor = 1')).rejects.toThrow('what was sent stays')
})

describe('the lists of staff', () => {
  it('filter by state, and lead from the prospect to a new one', async () => {
    const { guest } = await haveSentProposal(world)
    const sales = await haveStaff(world, 'sales')
    const read = async (path: string) => textOf(await (await world.ask(path, { as: sales })).text())

    expect(await read('/proposals?status=sent')).toContain('A year of planning')
    expect(await read('/proposals?status=accepted')).toContain('None like this')
    expect(await read(`/prospects/${guest.prospectId}`)).toContain('New proposal')
  })

  it('LAD5 DIS2 a new one opens with the policy’s cuts under “standard”, and with none otherwise', async () => {
    const { guest } = await haveProposal(world)
    const sales = await haveStaff(world, 'sales')
    const read = async () => (await world.ask(`/proposals/new?prospect=${guest.prospectId}`, { as: sales })).text()

    expect(await read()).not.toContain('value="25"')
    await setDiscountRules(world, { policy: 'standard' })
    expect(await read()).toContain('value="25"')
  })

  it('CAT1 nobody types a category: an unknown field is refused', async () => {
    const { id } = await haveProposal(world)
    const sales = await haveStaff(world, 'sales')
    const form = { name: 'X', list: '1', currency: 'eur', reference: '', sponsor: '', category: 'sponsor' }

    expect((await world.ask(`/proposals/${id}/price`, { as: sales, form })).status).toBe(422)
    expect((await world.deps.db.select().from(proposals)).map(({ listMinor }) => listMinor)).toEqual([2_000_000])
  })
})
