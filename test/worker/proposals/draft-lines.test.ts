import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { audit } from '../../../schema/records.ts'
import { addLine, draftProposal, removeProposalLine } from '../../../worker/proposals/proposal.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf } from '../agreements/have.ts'
import { haveGuest } from '../references/desk.ts'
import { haveSentProposal } from './have-proposals.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const trailOf = async (subject: string) =>
  (await world.deps.db.select().from(audit).where(eq(audit.subject, subject)).orderBy(audit.seq)).map((row) => [
    row.act,
    row.actor,
    row.detail,
  ])

it('a line of a draft leaves a trail when it comes and when it goes, once', async () => {
  const { prospectId } = await haveGuest(world)
  const price = { name: 'A year', listMinor: 2_000_000, currency: 'eur' as const, referenceBps: 1_000, sponsorBps: 2_000, partner: false }
  const id = await draftProposal(world.deps, { act: act(world), prospectId, ...price }, 'stf_sales')
  const [duty, grant, gift] = [act(world), act(world), act(world)]
  const words = 'Ann Lee answers within an hour'
  for (let n = 0; n < 2; n += 1) {
    await addLine(world.deps, id, { act: duty, category: 'reference', activity: 'webinar', promised: 2, dueOn: '2027-06-01' }, 'stf_a')
    await addLine(world.deps, id, { act: grant, category: 'sponsor', grant: 'logo' }, 'stf_b')
    await addLine(world.deps, id, { act: gift, category: 'sponsor', benefit: 'support', benefitText: words }, 'stf_b')
  }

  const gone = await Promise.all([1, 2].map(() => codeOf(removeProposalLine(world.deps, id, 1, 'stf_c'))))

  expect(gone.filter((code) => code === 'not_found')).toHaveLength(1)
  const webinar = { category: 'reference', what: 'webinar', quantity: 2, dueOn: '2027-06-01' }
  expect((await trailOf(id)).slice(1)).toEqual([
    ['proposal.line_added', 'stf_a', webinar],
    ['proposal.line_added', 'stf_b', { category: 'sponsor', what: 'logo' }],
    ['proposal.line_added', 'stf_b', { category: 'sponsor', benefit: 'support' }],
    ['proposal.line_removed', 'stf_c', webinar],
  ])
})

it('a line of what was sent stays, and nothing is said of it', async () => {
  const { id } = await haveSentProposal(world)
  const before = await trailOf(id)

  expect(await codeOf(removeProposalLine(world.deps, id, 1, 'stf_c'))).toBe('wrong_state')
  expect(await codeOf(addLine(world.deps, id, { act: act(world), category: 'sponsor', grant: 'logo' }, 'stf_c'))).toBe('wrong_state')

  expect(await trailOf(id)).toEqual(before)
})
