import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { settings } from '../../../schema/people.ts'
import type { WorryKind } from '../../../schema/proposals.ts'
import { firstDiscountRules } from '../../../worker/agreements/rules-discounts.ts'
import { agreeToPrice, allowBoth, changePrice, removeProposalLine } from '../../../worker/proposals/proposal.ts'
import { sendProposal, takeProposalBack } from '../../../worker/proposals/send.ts'
import { getProposal } from '../../../worker/proposals/store.ts'
import { answerWorry, raiseWorry, settleWorry } from '../../../worker/proposals/worries.ts'
import { createWorld, type World } from '../../support/world.ts'
import { codeOf, haveGuest, haveSignedNda } from '../references/desk.ts'
import { type Guest, haveProposal, haveSentProposal, setDiscountRules, updateProposal } from './have-proposals.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const by = 'stf_sales'
const raise = (id: string, kind: WorryKind, words = 'Will it hold?') => raiseWorry(world.deps, id, { kind, words }, by)
const send = (id: string, guest: Guest) => codeOf(sendProposal(world.deps, id, guest.contact.id, by))
const stored = async (id: string) => (await getProposal(world.deps.db, id)).proposal
/** In SQL alone: everything it needs but what the rule asks for. */
const sentInSql = `status = 'sent', text = 'x', text_hash = 'x', token_hash = 'x', sent_at = 1793610000000`

describe('worries', () => {
  it('WOR1 a proposal is not sent while a worry has neither an answer nor a written "we cannot", in SQL also', async () => {
    const { id, guest } = await haveProposal(world)
    await haveSignedNda(world, guest)
    await raise(id, 'quality')
    await raise(id, 'cost', 'It is too dear.')

    expect(await send(id, guest)).toBe('worry_open')
    await answerWorry(world.deps, id, 'quality', { answeredBy: ['pilot', 'warranty'], cannot: null }, by)
    expect(await send(id, guest)).toBe('worry_open')
    await expect(updateProposal(id, `${sentInSql}, contact_id = '${guest.contact.id}'`)).rejects.toThrow('a worry is open')

    await answerWorry(world.deps, id, 'cost', { answeredBy: [], cannot: 'Not below the list price.' }, by)
    expect(await send(id, guest)).toBe('fine')
  })

  it('WOR1 there are three, each once: a fourth is 422, the same twice 409', async () => {
    const { id } = await haveProposal(world)
    await raise(id, 'quality')
    await raise(id, 'quality')

    await expect(raise(id, 'quality', 'And will it last?')).rejects.toMatchObject({ status: 409, code: 'already_done' })
    await raise(id, 'satisfaction')
    await raise(id, 'cost')
    await expect(raise(id, 'quality', 'A fourth.')).rejects.toMatchObject({ status: 422, code: 'invalid' })
    expect((await getProposal(world.deps.db, id)).worries).toHaveLength(3)
  })

  it('WOR1 are raised, answered, settled, in this order, and their words stay', async () => {
    const { id } = await haveProposal(world)
    await raise(id, 'quality')
    expect(await codeOf(settleWorry(world.deps, id, 'quality', by))).toBe('wrong_state')
    await answerWorry(world.deps, id, 'quality', { answeredBy: ['criterion'], cannot: null }, by)
    await answerWorry(world.deps, id, 'quality', { answeredBy: ['criterion', 'reference_talk'], cannot: null }, by)
    await settleWorry(world.deps, id, 'quality', by)

    expect((await getProposal(world.deps.db, id)).worries).toMatchObject([
      { status: 'settled', answeredBy: ['criterion', 'reference_talk'] },
    ])
    expect(await codeOf(settleWorry(world.deps, id, 'quality', by))).toBe('wrong_state')
    expect(await codeOf(settleWorry(world.deps, id, 'cost', by))).toBe('not_found')
    for (const set of [`words = 'Nothing.'`, `status = 'raised'`, `kind = 'cost'`]) {
      await expect(env.DB.prepare(`update worries set ${set} where proposal_id = '${id}'`).run()).rejects.toThrow()
    }
    await expect(env.DB.prepare(`delete from worries where proposal_id = '${id}'`).run()).rejects.toThrow('stays')
  })
})

describe('sending', () => {
  it('NDA1 needs a signed NDA in force, in the act and in SQL, and a person with an address', async () => {
    const { id, guest } = await haveProposal(world)

    expect(await send(id, guest)).toBe('nda_required')
    await expect(updateProposal(id, `${sentInSql}, contact_id = '${guest.contact.id}'`)).rejects.toThrow('NDA in force')

    await haveSignedNda(world, guest)
    expect(await codeOf(sendProposal(world.deps, id, 'con_nobody', by))).toBe('signer_unknown')
    const stranger = await haveGuest(world, 'Somebody else')
    expect(await codeOf(sendProposal(world.deps, id, stranger.contact.id, by))).toBe('signer_unknown')
    expect(await send(id, guest)).toBe('fine')
    expect(await send(id, guest)).toBe('wrong_state')
  })

  it('LAD5 price and references share one proposal: the text holds price, duties, permissions and benefits of each column', async () => {
    const { id } = await haveSentProposal(world)

    const { text } = await stored(id)
    for (const part of [
      'Regular: €20,000.00',
      'Reference: €18,000.00',
      'Sponsor: €16,000.00',
      '2 × call with a prospect',
      'Logo:',
      'Answers within',
    ]) {
      expect(text).toContain(part)
    }
  })

  it('CAT2 a sponsor’s column holds the reference’s, and each offered column a talk or a visit', async () => {
    const { id, guest } = await haveProposal(world)
    await haveSignedNda(world, guest)
    await removeProposalLine(world.deps, id, 1, by)
    expect(await send(id, guest)).toBe('fine')
    await takeProposalBack(world.deps, id, by)
    await removeProposalLine(world.deps, id, 2, by)
    expect(await send(id, guest)).toBe('wrong_state')
  })

  it('DIS1 no lower price for nothing: 409 nothing_in_return', async () => {
    const { id, guest } = await haveProposal(world)
    await haveSignedNda(world, guest)
    for (const n of [1, 2, 3, 5, 6]) await removeProposalLine(world.deps, id, n, by)

    expect(await send(id, guest)).toBe('nothing_in_return')
    await expect(updateProposal(id, `${sentInSql}, contact_id = '${guest.contact.id}'`)).rejects.toThrow('outside the policy')
  })

  it('DIS2 the switch decides: not asked, none, and standard without a question', async () => {
    const { id, guest } = await haveProposal(world, { wasAsked: false })
    await haveSignedNda(world, guest)
    expect(await send(id, guest)).toBe('not_asked')
    await expect(updateProposal(id, `${sentInSql}, contact_id = '${guest.contact.id}'`)).rejects.toThrow('outside the policy')

    await setDiscountRules(world, { policy: 'none' })
    expect(await send(id, guest)).toBe('policy_none')
    await world.deps.db
      .update(settings)
      .set({ value: { ...firstDiscountRules, policy: 'standard' } })
      .where(eq(settings.key, 'discounts'))
    expect(await send(id, guest)).toBe('fine')
  })

  it('DIS4 above the first limit two activities, above the second another person', async () => {
    const { id, guest } = await haveProposal(world, { referenceBps: 2_500, sponsorBps: 4_100 })
    await haveSignedNda(world, guest)
    expect(await send(id, guest)).toBe('needs_second_person')
    await expect(updateProposal(id, `${sentInSql}, contact_id = '${guest.contact.id}'`)).rejects.toThrow('outside the policy')
    expect(await codeOf(agreeToPrice(world.deps, id, 'I like it.', by))).toBe('same_person')
    await agreeToPrice(world.deps, id, 'Our first enterprise.', 'stf_colm')
    await changePrice(world.deps, id, { ...(await stored(id)), sponsorBps: 4_200 }, by)
    expect(await send(id, guest)).toBe('needs_second_person')
    await agreeToPrice(world.deps, id, 'Still our first enterprise.', 'stf_colm')
    expect(await send(id, guest)).toBe('fine')

    const other = await haveProposal(world, { referenceBps: 2_600, sponsorBps: 2_600 })
    await haveSignedNda(world, other.guest)
    await removeProposalLine(world.deps, other.id, 2, by)
    expect(await send(other.id, other.guest)).toBe('set_not_specific')
  })

  it('DIS5 a sponsor’s cut is not below a reference’s, in SQL also', async () => {
    await expect(haveProposal(world, { referenceBps: 2_000, sponsorBps: 1_900 })).rejects.toThrow()
  })

  it('CAT4 a lower price and the partner switch meet with a written reason alone', async () => {
    const { id, guest } = await haveProposal(world, { partner: true })
    await haveSignedNda(world, guest)

    expect(await send(id, guest)).toBe('double_benefit')
    await expect(updateProposal(id, `${sentInSql}, contact_id = '${guest.contact.id}'`)).rejects.toThrow('outside the policy')
    await allowBoth(world.deps, id, 'It brings a whole trade.', by)
    expect(await send(id, guest)).toBe('fine')

    const plain = await haveProposal(world)
    expect(await codeOf(allowBoth(world.deps, plain.id, 'Why not.', by))).toBe('wrong_state')
  })
})
