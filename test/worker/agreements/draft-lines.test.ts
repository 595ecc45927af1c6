import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { agreements, benefits, obligations } from '../../../schema/agreements.ts'
import { audit } from '../../../schema/records.ts'
import { draftNextVersion } from '../../../worker/agreements/agreement.ts'
import { addBenefit, addObligation, removeLine } from '../../../worker/agreements/agreement-lines.ts'
import { cancelObligation } from '../../../worker/agreements/deliver.ts'
import { linesOf } from '../../../worker/agreements/store-agreements.ts'
import { haveProspect } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, firstObligation, haveDraft, haveSigned } from './have.ts'

let world: World
let prospectId: string
beforeEach(async () => {
  world = await createWorld()
  prospectId = (await haveProspect(world, null, { company: 'Salthaven' })).id
})

const trailOf = async (subject: string) =>
  (await world.deps.db.select().from(audit).where(eq(audit.subject, subject)).orderBy(audit.seq)).map(({ act, actor }) => [act, actor])
const support = { benefit: 'support', benefitText: 'An hour a week.' } as const
const webinar = { activity: 'webinar', promised: 2, dueOn: '2027-03-01' } as const

describe('a line of a draft', () => {
  it('leaves a trail when it comes and when it goes, once', async () => {
    const id = await haveDraft(world, prospectId, { owed: [] })
    const [duty, gift] = [act(world), act(world)]
    for (let n = 0; n < 2; n += 1) {
      await addObligation(world.deps, id, { act: duty, ...webinar }, 'stf_a')
      await addBenefit(world.deps, id, { act: gift, ...support }, 'stf_b')
    }
    const line = (await firstObligation(world, id)).id

    const gone = await Promise.all([1, 2].map(() => codeOf(removeLine(world.deps, id, line, 'stf_c'))))

    expect(gone.toSorted()).toEqual(['done', 'not_found'])
    expect(await trailOf(id)).toEqual([
      ['agreement.drafted', 'stf_sales'],
      ['agreement.line_added', 'stf_a'],
      ['agreement.line_added', 'stf_b'],
      ['agreement.line_removed', 'stf_c'],
    ])
    expect(await linesOf(world.deps.db, id)).toMatchObject({ obligations: [], benefits: [{ kind: 'support' }] })
  })

  it('stays, with its trail, in what was signed', async () => {
    const id = await haveSigned(world, prospectId)
    const before = await trailOf(id)
    const line = (await firstObligation(world, id)).id

    expect(await codeOf(removeLine(world.deps, id, line, 'stf_c'))).toBe('wrong_state')
    expect(await codeOf(addBenefit(world.deps, id, { act: act(world), ...support }, 'stf_c'))).toBe('wrong_state')

    expect(await trailOf(id)).toEqual(before)
  })
})

describe('a next version', () => {
  it('comes in one piece with its lines and its trail, once', async () => {
    const first = await haveSigned(world, prospectId)
    const form = act(world)

    const made = await Promise.all([1, 2].map(() => draftNextVersion(world.deps, first, form, 'stf_sales')))

    expect(new Set(made).size).toBe(1)
    const [next = ''] = made
    expect(await trailOf(next)).toEqual([['agreement.drafted', 'stf_sales']])
    const after = await linesOf(world.deps.db, next)
    const before = await linesOf(world.deps.db, first)
    expect(after.obligations.map(({ activity, due }) => [activity, due])).toEqual(
      before.obligations.map(({ activity, due }) => [activity, due]),
    )
  })

  it('takes over what is due at that moment, though it was read before', async () => {
    const first = await haveSigned(world, prospectId)
    const owed = await firstObligation(world, first)
    const { db } = world.deps
    const fewer = { id: 'obm_fewer', obligationId: owed.id, n: 1, reason: 'not needed', by: 'stf_sales' }
    const late = new Proxy(db, {
      get: (target, name) =>
        name === 'batch'
          ? async (statements: Parameters<typeof db.batch>[0]) => {
              await cancelObligation(world.deps, fewer)
              return target.batch(statements)
            }
          : Reflect.get(target, name),
    })

    const next = await draftNextVersion({ ...world.deps, db: late }, first, act(world), 'stf_sales')

    expect(await firstObligation(world, next)).toMatchObject({ promised: owed.due - 1, due: owed.due - 1, cancelled: 0, delivered: 0 })
  })

  it('is no version at all where one of its lines cannot be written', async () => {
    const first = await haveSigned(world, prospectId)
    const { db } = world.deps
    const cut = new Proxy(db, {
      get: (target, name) =>
        name === 'batch'
          ? (statements: Parameters<typeof db.batch>[0]) =>
              target.batch([...statements, db.insert(benefits).values({ id: 'ben_x', agreementId: first, kind: 'support', text: 'x' })])
          : Reflect.get(target, name),
    })

    expect(await codeOf(draftNextVersion({ ...world.deps, db: cut }, first, act(world), 'stf_sales'))).toBe('wrong_state')

    expect(await db.select().from(agreements)).toHaveLength(1)
    expect(await db.select().from(obligations)).toHaveLength(1)
  })
})
