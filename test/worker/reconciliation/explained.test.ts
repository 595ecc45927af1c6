import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ReconJob } from '../../../schema/reconciliation.ts'
import { compareCommissions } from '../../../worker/reconciliation/commissions.ts'
import { closeBreak } from '../../../worker/reconciliation/look-after.ts'
import { type BookCheck, walkChecks } from '../../../worker/reconciliation/walk-checks.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { havePayable } from '../payouts/support.ts'
import { breaksOf, told } from './support.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

/** Finance says why a job's newest break is there. */
async function explain(job: ReconJob): Promise<void> {
  const { id: by } = await haveStaff(world, 'finance')
  const open = (await breaksOf(world, job)).at(-1)
  const act = { act: `act_${job}_${open?.id}`, by: { id: by } }
  await closeBreak(world.deps, open?.id ?? 0, act, 'We know of it.')
}

describe('what a person explained', () => {
  it('stays closed each night while an account differs like that, and opens again when it agreed in between', async () => {
    const { id } = await havePayable(world, 5_000)
    const compare = async () => {
      await world.travel({ days: 1 })
      await compareCommissions(world.deps, { begin: true })
    }
    // As if a commission had appeared without a posting.
    const appear = (name: string) =>
      world.deps.db.run(sql`insert into commissions (id, partner_id, currency, amount_minor, kind, source, accrued_at, matures_at, status)
        values (${name}, ${id}, 'usd', 300, 'adjustment', ${`req_${name}`}, 1, 1, 'approved')`)
    await appear('com_x')
    await compare()
    await explain('R8')

    await compare()
    await compare()
    await compare()
    const subject = `avail:${id}:usd`
    expect(await told(world, 'R8')).toEqual([`${subject} person`])

    await world.deps.db.run(sql`update commissions set status = 'voided' where id = 'com_x'`)
    await compare()
    await appear('com_y')
    await compare()
    expect(await told(world, 'R8')).toEqual([`${subject} person`, `${subject} open`])
  })

  it('of an invariant is about the rows that broke it then, and no others', async () => {
    let rows = [{ id: 'po_1' }]
    const check: BookCheck = { name: 'I6 released was never paid', part: async () => ({ found: rows, next: undefined }) }
    const walk = async () => {
      await world.travel({ days: 1 })
      await walkChecks(world.deps, 'books', [check], { begin: true })
    }
    await walk()
    await explain('books')
    await walk()
    await walk()
    expect(await told(world, 'books')).toEqual([`${check.name} person`])

    rows = [{ id: 'po_1' }, { id: 'po_2' }]
    await walk()
    expect(await told(world, 'books')).toEqual([`${check.name} person`, `${check.name} open`])
  })
})
