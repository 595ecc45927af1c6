import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { obligationMoves, obligations } from '../../../schema/agreements.ts'
import { outbox } from '../../../schema/records.ts'
import { endAgreements, giveNotice } from '../../../worker/agreements/agreement-end.ts'
import { cancelObligation, deliverStatements, requireDue } from '../../../worker/agreements/deliver.ts'
import { tellOverdue } from '../../../worker/agreements/nightly.ts'
import { inOneBatch } from '../../../worker/batch.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveHeldActivity } from '../references/held-activity.ts'
import { act, codeOf, firstObligation, haveDraft, haveSigned } from './have.ts'

let world: World
let prospectId: string

beforeEach(async () => {
  world = await createWorld()
  prospectId = (await haveProspect(world, null, { company: 'Salthaven' })).id
})

const owing = (promised: number) => [
  { activity: 'conference_talk' as const, promised, dueOn: '2027-03-01' },
  { activity: 'prospect_call' as const, promised: 1, dueOn: '2027-04-01' },
]

async function figures(id: string) {
  const [row] = await world.deps.db.select().from(obligations).where(eq(obligations.id, id))
  if (!row) throw new Error('the obligation is there')
  return { promised: row.promised, delivered: row.delivered, due: row.due, cancelled: row.cancelled }
}

const deliver = (obligationId: string, activityId: string, n = 1) =>
  inOneBatch(world.deps.db, deliverStatements(world.deps.db, { obligationId, activityId, n, at: world.now(), by: 'stf_sales' }))

const cancel = (obligationId: string, n: number) =>
  cancelObligation(world.deps, { id: `obm_${act(world)}`, obligationId, n, reason: 'not needed', by: 'stf_sales' })

describe('OBL1 delivered + due + cancelled = promised', () => {
  it('for any order of deliveries, cancellations, repeats and too many of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.oneof(fc.constant('deliver' as const), fc.constant('again' as const), fc.integer({ min: 1, max: 4 })), {
          maxLength: 10,
        }),
        async (promised, events) => {
          const { id: customer } = await haveProspect(world)
          const obligation = await firstObligation(world, await haveSigned(world, customer, { owed: owing(promised) }))
          let expected = { delivered: 0, cancelled: 0 }
          let last = ''
          for (const event of events) {
            const due = promised - expected.delivered - expected.cancelled
            if (event === 'deliver' && due > 0) {
              last = await haveHeldActivity(world, customer, obligation.id, 'conference_talk')
              await deliver(obligation.id, last)
              expected = { ...expected, delivered: expected.delivered + 1 }
            } else if (event === 'again' && last) {
              await expect(deliver(obligation.id, last)).rejects.toThrow()
            } else if (typeof event === 'number') {
              const answer = await codeOf(cancel(obligation.id, event))
              expect(answer).toBe(event <= due ? 'done' : 'more_than_owed')
              if (event <= due) expected = { ...expected, cancelled: expected.cancelled + event }
            }
            const now = await figures(obligation.id)
            expect(now).toEqual({ promised, ...expected, due: promised - expected.delivered - expected.cancelled })
          }
        },
      ),
      { numRuns: 12 },
    )
  }, 120_000)

  it('SQL itself refuses figures that do not follow the moves, and a move that is changed', async () => {
    const { db } = world.deps
    const obligation = await firstObligation(world, await haveSigned(world, prospectId, { owed: owing(2) }))
    await cancel(obligation.id, 1)

    await expect(db.update(obligations).set({ delivered: 1, due: 0 }).where(eq(obligations.id, obligation.id))).rejects.toThrow()
    await expect(db.update(obligations).set({ promised: 3, due: 2 }).where(eq(obligations.id, obligation.id))).rejects.toThrow()
    await expect(db.update(obligationMoves).set({ n: 2 })).rejects.toThrow()
    await expect(db.delete(obligationMoves)).rejects.toThrow()
    expect(await figures(obligation.id)).toEqual({ promised: 2, delivered: 0, due: 1, cancelled: 1 })
  })

  it('fifty deliveries at once and one slot: one is delivered', async () => {
    const obligation = await firstObligation(world, await haveSigned(world, prospectId, { owed: owing(50) }))
    const held: string[] = []
    for (let n = 0; n < 50; n += 1) held.push(await haveHeldActivity(world, prospectId, obligation.id, 'conference_talk'))
    await cancel(obligation.id, 49)

    const answers = await Promise.allSettled(held.map((each) => deliver(obligation.id, each)))

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await figures(obligation.id)).toEqual({ promised: 50, delivered: 1, due: 0, cancelled: 49 })
  }, 60_000)
})

describe('what delivers, and when', () => {
  it('OBL2 an activity that was not held delivers nothing', async () => {
    const obligation = await firstObligation(world, await haveSigned(world, prospectId, { owed: owing(2) }))

    await expect(deliver(obligation.id, 'atv_nobodys')).rejects.toThrow()
    expect((await figures(obligation.id)).due).toBe(2)
  })

  it('OBL3 more than agreed is refused with more_than_owed', async () => {
    const obligation = await firstObligation(world, await haveSigned(world, prospectId, { owed: owing(2) }))

    expect(await codeOf(requireDue(world.deps.db, obligation.id, 3))).toBe('more_than_owed')
    expect(await codeOf(cancel(obligation.id, 3))).toBe('more_than_owed')
    expect(await codeOf(requireDue(world.deps.db, 'obl_nobodys', 1))).toBe('not_found')
  })

  it('nothing is owed before both have signed: one_signature', async () => {
    const obligation = await firstObligation(world, await haveDraft(world, prospectId, { owed: owing(2) }))

    expect(await codeOf(requireDue(world.deps.db, obligation.id, 1))).toBe('one_signature')
    await expect(deliver(obligation.id, 'atv_any')).rejects.toThrow()
  })

  it('and nothing after the end: agreement_ended, with what was left cancelled', async () => {
    const id = await haveSigned(world, prospectId, { owed: owing(2), noticeDays: 10 })
    const obligation = await firstObligation(world, id)
    await giveNotice(world.deps, id, { by: 'stf_sales', reason: 'we part', side: 'us' })
    await endAgreements(world.deps)
    expect((await figures(obligation.id)).due).toBe(2)

    await world.travel({ days: 11 })
    await endAgreements(world.deps)
    await endAgreements(world.deps)

    expect(await codeOf(requireDue(world.deps.db, obligation.id, 1))).toBe('agreement_ended')
    expect(await figures(obligation.id)).toEqual({ promised: 2, delivered: 0, due: 0, cancelled: 2 })
  })

  it('OBL4 finance sees the receivable and its file; sales and finance are told once what is late', async () => {
    await haveSigned(world, prospectId, { owed: [{ activity: 'prospect_call', promised: 3, dueOn: '2026-11-01' }], percent: 20 })
    const finance = await haveStaff(world, 'finance')
    await tellOverdue(world.deps)
    await tellOverdue(world.deps)
    const told = await world.deps.db.select().from(outbox).where(eq(outbox.template, 'desk_news'))
    expect(told.filter(({ recipient }) => recipient === finance.email)).toHaveLength(1)

    const page = await (await world.ask('/obligations', { as: finance })).text()
    const answer = await world.ask('/obligations/due.csv', { as: finance })
    const file = await answer.text()

    expect(page).toContain('Salthaven')
    expect(page).toContain('4,000.00')
    expect(page).toContain('Late')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="obligations.csv"')
    expect(file).toContain('prospect_call,3,0,3,0,2026-11-01,overdue,400000,4000.00,eur')
  })
})
