import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { reconBreaks, reconRuns, reconWalks } from '../../../schema/reconciliation.ts'
import { type BookCheck, walkChecks } from '../../../worker/reconciliation/walk-checks.ts'
import { createWorld, type World } from '../../support/world.ts'

describe('walkChecks', () => {
  let world: World
  let asked: string[]

  beforeEach(async () => {
    world = await createWorld()
    asked = []
  })

  /** So many parts, and what each finds. */
  const check = (name: string, parts: number, foundAt: Record<number, unknown[]> = {}): BookCheck => ({
    name,
    part: async (_deps, behind = '0') => {
      asked.push(`${name}${behind}`)
      const n = Number(behind) + 1
      return { found: foundAt[n] ?? [], next: n < parts ? `${n}` : undefined }
    },
  })
  const walk = (checks: BookCheck[], begin = true) => walkChecks(world.deps, 'books', checks, { begin })
  const breaks = () => world.deps.db.select().from(reconBreaks)
  const walkRow = async () => (await world.deps.db.select().from(reconWalks).where(eq(reconWalks.name, 'checks/books')))[0]
  const ranAt = async () => (await world.deps.db.select().from(reconRuns).where(eq(reconRuns.job, 'books')))[0]?.ranAt ?? null

  it('takes each check to its end, and the hours in between begin nothing', async () => {
    await walk([check('a', 1), check('b', 3)], false)
    expect(asked).toEqual([])
    await walk([check('a', 1), check('b', 3)])
    expect(asked).toEqual(['a0', 'b0', 'b1', 'b2'])
    expect(await ranAt()).toEqual(world.now())
    await walk([check('a', 1)], false)
    expect(asked).toHaveLength(4)
  })

  it('makes a break between two hours, when it is too much for one run of the cron', async () => {
    const long = { ...check('a', 12, { 3: ['row'] }), calls: 100 }
    await walk([long, check('b', 1)])
    expect(asked).toEqual(['a0', 'a1', 'a2', 'a3', 'a4'])
    expect([(await breaks()).length, await ranAt()]).toEqual([1, null])
    await walk([long, check('b', 1)], false)
    await walk([long, check('b', 1)], false)
    expect(asked).toEqual([...Array.from({ length: 12 }, (_, n) => `a${n}`), 'b0'])
    expect(await ranAt()).not.toBeNull()
  })

  it('keeps the first five rows of each check', async () => {
    await walk([check('a', 3, { 1: [1, 2, 3], 3: [4, 5, 6] }), check('b', 1), check('c', 1, { 1: ['x'] })])
    expect((await breaks()).map(({ subject, detail, what }) => [subject, detail.rows, what])).toEqual([
      ['a', [1, 2, 3, 4, 5], 'The books break an invariant: a'],
      ['c', ['x'], 'The books break an invariant: c'],
    ])
  })

  it('goes on where it was after a part that failed, with what was found before', async () => {
    let fails = true
    const shaky: BookCheck = {
      name: 'shaky',
      part: async () => {
        if (fails) throw new Error('D1 is away')
        return { found: [], next: undefined }
      },
    }
    const checks = [check('a', 2, { 2: ['row'] }), shaky, check('b', 1)]
    await expect(walk(checks)).rejects.toThrow('D1 is away')
    expect((await breaks()).map(({ subject }) => subject)).toEqual(['a'])
    expect(await ranAt()).toBeNull()
    fails = false
    asked = []
    await walk(checks, false)
    expect(asked).toEqual(['b0'])
    expect(await ranAt()).not.toBeNull()
    expect(await walkRow()).toMatchObject({ startedAt: null, behind: null, state: {} })
  })

  it('calls it a break when a part fails for six hours', async () => {
    const away: BookCheck = { name: 'away', part: async () => Promise.reject(new Error('timed out')) }
    await expect(walk([away, check('b', 1)])).rejects.toThrow('timed out')
    await world.travel({ hours: 7 })
    await walk([away, check('b', 1)], false)
    expect((await breaks()).map(({ subject, detail }) => [subject, detail.rows])).toEqual([['away', [{ unchecked: 'Error: timed out' }]]])
  })

  it('closes what is found no more only at the end of a whole walk', async () => {
    await walk([check('a', 1, { 1: ['x'] })])
    await world.travel({ days: 1 })
    let fails = true
    const checks: BookCheck[] = [
      check('a', 1),
      {
        name: 'b',
        part: async () => {
          if (fails) throw new Error('away')
          return { found: [], next: undefined }
        },
      },
    ]
    await expect(walk(checks)).rejects.toThrow('away')
    expect((await breaks()).map(({ closedAt }) => closedAt)).toEqual([null])
    fails = false
    await walk(checks, false)
    expect((await breaks()).map(({ closedHow }) => closedHow)).toEqual(['clean_run'])
  })

  it('is one walk when the cron runs twice', async () => {
    await Promise.all([walk([check('a', 30, { 30: ['x'] })]), walk([check('a', 30, { 30: ['x'] })])])
    expect((await breaks()).map(({ subject }) => subject)).toEqual(['a'])
    expect(await walkRow()).toMatchObject({ startedAt: null })
  })
})
