import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { customers } from '../../../schema/customers.ts'
import { type GrantKind, grantApprovals, grantKinds, grants, grantUses, type UseKind } from '../../../schema/grants.ts'
import { outbox } from '../../../schema/records.ts'
import { approveGrant, askForGrant, recordPost } from '../../../worker/agreements/grant.ts'
import { takeDown, useGrant } from '../../../worker/agreements/grant-use.ts'
import { refuseGrant, withdrawGrant } from '../../../worker/agreements/leave-grant.ts'
import { endGrants, remindOfGrants } from '../../../worker/agreements/nightly.ts'
import { grantNeeds, sidesNeeded } from '../../../worker/agreements/rules-grants.ts'
import { getGrant, listTakedowns, listUses } from '../../../worker/agreements/store-grants.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, haveCustomerPartner, haveGrant, statusOfGrant, wholeGrant } from './have.ts'

let world: World
let prospectId: string

beforeEach(async () => {
  world = await createWorld()
  prospectId = (await haveProspect(world, null, { company: 'Fjellhus' })).id
})

const use = (id: string, place: UseKind) =>
  useGrant(world.deps, id, { act: act(world), use: place, place: 'https://www.wrenmarch.example' }, 'stf_1')
const leave = (id: string) => withdrawGrant(world.deps, id, { by: 'mem_1', side: 'them', reason: 'no more' })

async function approve(id: string, side: 'person' | 'company' | 'company_second' | 'us', name: string) {
  const { textHash } = await getGrant(world.deps.db, id)
  await approveGrant(world.deps, id, { side, name, via: 'stf_1', evidence: 'a mail', shownHash: textHash })
}

describe('what each permission also needs', () => {
  it.each(grantKinds)('%s is given by the last yes it needs and not before', async (kind) => {
    const id = await askForGrant(world.deps, wholeGrant(world, prospectId, kind, { twoApprovers: true }), 'stf_1')
    const sides = sidesNeeded(await getGrant(world.deps.db, id))
    for (const [n, side] of sides.entries()) {
      expect(await statusOfGrant(world, id)).toBe('asked')
      await expect(
        world.deps.db.update(grants).set({ status: 'given', givenBy: 'x', givenAt: world.now() }).where(eq(grants.id, id)),
      ).rejects.toThrow()
      await approve(id, side, side === 'person' ? 'Ida Holm' : `Approver ${n}`)
    }
    expect(await statusOfGrant(world, id)).toBe('given')
    expect(sides.length).toBe({ nda_slide: 2, joint_press_release: 3 }[kind as string] ?? 1)
  })

  it('a joint release has two different people of a listed company', async () => {
    const id = await askForGrant(world.deps, wholeGrant(world, prospectId, 'joint_press_release', { twoApprovers: true }), 'stf_1')
    await approve(id, 'company', 'Cora Head')

    expect(await codeOf(approve(id, 'company_second', 'cora head'))).toBe('same_person')
  })

  it('a recommendation on LinkedIn counts once it stands, with address and day', async () => {
    const id = await askForGrant(world.deps, wholeGrant(world, prospectId, 'linkedin', { postUrl: null, postedOn: null }), 'stf_1')
    await approve(id, 'person', 'Ida Holm')
    expect(await statusOfGrant(world, id)).toBe('asked')

    await recordPost(world.deps, id, { postUrl: 'https://social.example/1', postedOn: '2026-11-01' }, 'stf_1')

    expect(await statusOfGrant(world, id)).toBe('given')
  })

  it('a logo by a person is refused with needs_organisation, and by SQL', async () => {
    const asked = wholeGrant(world, prospectId, 'logo', { scope: 'individual' })

    expect(await codeOf(askForGrant(world.deps, asked, 'stf_1'))).toBe('needs_organisation')
    const id = await haveGrant(world, prospectId, 'logo')
    await expect(world.deps.db.update(grants).set({ scope: 'individual' }).where(eq(grants.id, id))).rejects.toThrow()
  })

  it('the person alone says yes for itself', async () => {
    const id = await askForGrant(world.deps, wholeGrant(world, prospectId, 'calls', { scope: 'individual' }), 'stf_1')

    expect(await codeOf(approve(id, 'person', 'Somebody Else'))).toBe('wrong_state')
    expect(await codeOf(approve(id, 'company', 'Cora'))).toBe('wrong_state')
  })
})

describe('GRA1 no grant implies another', () => {
  it.each(grantKinds)('%s may be used where it says, and nowhere else', async (kind: GrantKind) => {
    const id = await haveGrant(world, prospectId, kind)
    const places: UseKind[] = ['wall', 'quote', 'site', 'print', 'slide', 'press', 'social']
    for (const place of places)
      expect([place, await codeOf(use(id, place))]).toEqual([place, grantNeeds[kind].uses.includes(place) ? 'done' : 'no_grant'])
  })

  it('SQL refuses a use of another permission, too', async () => {
    const id = await haveGrant(world, prospectId, 'calls')
    const { textHash } = await getGrant(world.deps.db, id)
    const row = {
      id: 'use_x',
      grantId: id,
      prospectId,
      kind: 'wall' as const,
      place: 'x',
      textHash,
      since: world.now(),
      recordedBy: 'stf_1',
    }

    await expect(world.deps.db.insert(grantUses).values(row)).rejects.toThrow()
  })
})

describe('GRA2 one person’s willingness never becomes public use', () => {
  it('a person’s calls and LinkedIn make nothing public', async () => {
    for (const kind of ['calls', 'linkedin', 'nda_slide'] as const) {
      const id = await haveGrant(world, prospectId, kind, kind === 'calls' ? { scope: 'individual' } : {})
      expect(await codeOf(use(id, 'wall'))).toBe('no_grant')
    }
  })

  it.each(['private_only', 'forbidden'] as const)('where the company says %s its people are private only', async (referencePolicy) => {
    const row = { standing: 'active' as const, customerSince: world.now(), madeBy: 'system', createdAt: world.now(), version: 1 }
    const before = await askForGrant(world.deps, wholeGrant(world, prospectId, 'web_release'), 'stf_1')
    await world.deps.db.insert(customers).values({ prospectId, referencePolicy, ...row })

    for (const kind of grantKinds.filter((each) => each !== 'calls')) {
      expect([kind, await codeOf(askForGrant(world.deps, wholeGrant(world, prospectId, kind), 'stf_1'))]).toEqual([
        kind,
        'needs_organisation',
      ])
    }
    expect(await codeOf(approve(before, 'company', 'Cora'))).toBe('wrong_state')
    expect(await codeOf(haveGrant(world, prospectId, 'calls', { scope: 'individual' }))).toBe('done')
  })
})

describe('GRA3 a withdrawal', () => {
  it('works at once, closes our own places and opens a task for every other use', async () => {
    const id = await haveGrant(world, prospectId, 'web_release')
    for (const place of ['wall', 'quote', 'site'] as const) await use(id, place)

    await leave(id)

    const uses = await listUses(world.deps.db, id)
    expect(uses.map(({ kind, takenDownAt, overdueSince }) => [kind, takenDownAt !== null, overdueSince !== null]).toSorted()).toEqual([
      ['quote', true, false],
      ['site', false, true],
      ['wall', true, false],
    ])
    const [task, ...more] = await listTakedowns(world.deps.db)
    expect([task?.company, task?.kind, more.length]).toEqual(['Fjellhus', 'site', 0])
    await takeDown(world.deps, id, task?.id ?? '', 'stf_1')
    expect(await listTakedowns(world.deps.db)).toEqual([])
    expect(await codeOf(takeDown(world.deps, id, task?.id ?? '', 'stf_1'))).toBe('wrong_state')
    expect(await codeOf(use(id, 'site'))).toBe('no_grant')
  })

  it('at the same moment as a new use leaves none that nobody knows', async () => {
    const id = await haveGrant(world, prospectId, 'web_release')

    await Promise.all([codeOf(use(id, 'site')), codeOf(leave(id)), codeOf(use(id, 'wall')), codeOf(leave(id))])

    const open = (await listUses(world.deps.db, id)).filter(({ takenDownAt }) => takenDownAt === null)
    expect(open.every(({ overdueSince }) => overdueSince !== null)).toBe(true)
    expect(await statusOfGrant(world, id)).toBe('withdrawn')
    expect(await codeOf(leave(id))).toBe('wrong_state')
  })
})

describe('GRA4 text is bound to its hash', () => {
  it('one changed letter is refused in SQL, and a yes to other words with text_changed', async () => {
    const { db } = world.deps
    const id = await askForGrant(world.deps, wholeGrant(world, prospectId, 'web_release'), 'stf_1')
    await expect(db.update(grants).set({ text: 'They kept every data.' }).where(eq(grants.id, id))).rejects.toThrow()
    const yes = { side: 'company' as const, name: 'Cora', via: 'stf_1', shownHash: 'f'.repeat(64) }

    expect(await codeOf(approveGrant(world.deps, id, yes))).toBe('text_changed')
    const row = { grantId: id, side: 'company' as const, name: 'Cora', textHash: 'f'.repeat(64), via: 'stf_1', at: world.now() }
    await expect(db.insert(grantApprovals).values(row)).rejects.toThrow()
  })
})

describe('GRA6 every grant ends', () => {
  it('we ask again 60 days before, once; after its last day it is over, with its uses', async () => {
    const { prospectId: customer, owner } = await haveCustomerPartner(world)
    const sales = await haveStaff(world, 'sales')
    const id = await haveGrant(world, customer, 'web_release', { endsOn: '2027-01-10' })
    await use(id, 'site')
    await remindOfGrants(world.deps)
    expect((await mailsAbout('Our site')).length).toBe(0)

    await world.travel({ days: 10 })
    await remindOfGrants(world.deps)
    await remindOfGrants(world.deps)
    expect((await mailsAbout('2027-01-10')).toSorted()).toEqual([owner.email, sales.email].toSorted())
    await endGrants(world.deps)
    expect(await statusOfGrant(world, id)).toBe('given')

    await world.travel({ days: 60 })
    await endGrants(world.deps)
    expect(await statusOfGrant(world, id)).toBe('ended')
    expect(await listTakedowns(world.deps.db)).toHaveLength(1)
  })

  it('its last day is not before its first', async () => {
    const backwards = wholeGrant(world, prospectId, 'calls', { startsOn: '2026-02-01', endsOn: '2026-01-01' })

    await expect(askForGrant(world.deps, backwards, 'stf_1')).rejects.toThrow()
  })

  it('a no is a no, and nothing is given after it', async () => {
    const id = await askForGrant(world.deps, wholeGrant(world, prospectId, 'web_release'), 'stf_1')
    await refuseGrant(world.deps, id, { by: 'mem_1', side: 'them', reason: 'not now' })

    expect(await codeOf(approve(id, 'company', 'Cora'))).toBe('wrong_state')
    expect(await codeOf(use(id, 'site'))).toBe('no_grant')
  })
})

async function mailsAbout(word: string): Promise<string[]> {
  const rows = await world.deps.db.select().from(outbox)
  return rows
    .filter(({ id, data }) => id.startsWith('grant_ending') && JSON.stringify(data).includes(word))
    .map(({ recipient }) => recipient)
}
