import { beforeEach, describe, expect, it } from 'vitest'
import { type ReconBreak, reconBreaks, reconExplained, reconRuns } from '../../../schema/reconciliation.ts'
import { outbox } from '../../../schema/records.ts'
import { inOneBatch } from '../../../worker/batch.ts'
import { closeAgreed, closeClean, openBreaks, ranNow } from '../../../worker/reconciliation/store-breaks.ts'
import { type Illegal, passed } from '../../migrations/illegal.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World

const broken = (subject: string, actualMinor = 900) => ({
  subject,
  what: 'They differ.',
  currency: 'usd' as const,
  expectedMinor: 1_000,
  actualMinor,
  detail: { transfer: 'tr_1' },
})

const open = (...breaks: ReturnType<typeof broken>[]) => inOneBatch(world.deps.db, openBreaks(world.deps.db, 'R2', breaks, world.now()))
const rows = (): Promise<ReconBreak[]> => world.deps.db.select().from(reconBreaks).orderBy(reconBreaks.id)
const owed = async () =>
  (await world.deps.db.select().from(outbox)).map(({ data }) => {
    const { what, subject } = data as { what: string; subject: string } // a money_alarm
    return { what, subject }
  })
const counted = async () => (await world.deps.db.select().from(reconRuns)).map(({ job, open: n }) => [job, n])

beforeEach(async () => {
  world = await createWorld()
})

describe('a break', () => {
  it('is one row while it lasts, brought up to date by each run that finds it', async () => {
    await open(broken('po_1'))
    await world.travel({ minutes: 5 })
    await open(broken('po_1', 800), broken('po_2'))

    const found = await rows()
    expect(found.map(({ id, subject, actualMinor }) => [id, subject, actualMinor])).toEqual([
      [1, 'po_1', 800],
      [2, 'po_2', 900],
    ])
    expect(found[0]?.seenAt.getTime()).toBe(world.now().getTime())
    expect(found[0]?.openedAt.getTime()).toBe(world.now().getTime() - 300_000)
    expect(found[0]?.detail).toEqual({ transfer: 'tr_1' })
    expect(await counted()).toEqual([['R2', 2]])
  })

  it('is one row when two runs find it at once', async () => {
    await Promise.all([open(broken('po_1')), open(broken('po_1'))])

    expect(await rows()).toHaveLength(1)
  })

  it('tells finance of all that a run opened and that still differs, in one mail at its end', async () => {
    await haveStaff(world, 'finance')
    await haveStaff(world, 'approver')
    const ends = () => inOneBatch(world.deps.db, ranNow(world.deps.db, 'R2', world.now()))

    await open(broken('po_2'), broken('po_1'))
    await open(broken('po_3'), broken('po_4'))
    await inOneBatch(world.deps.db, closeAgreed(world.deps.db, 'R2', ['po_3'], world.now()))
    expect(await owed()).toEqual([])
    await ends()
    await ends()
    await world.travel({ minutes: 5 })
    await open(broken('po_1'), broken('po_2'))
    await ends()

    expect(await owed()).toEqual([{ what: '3 differences were found by R2. The first: They differ.', subject: 'po_2' }])
  })

  it('that a killed run opened is told by the next one', async () => {
    await haveStaff(world, 'finance')
    await open(broken('po_1'))
    await world.travel({ minutes: 5 })

    await inOneBatch(world.deps.db, ranNow(world.deps.db, 'R2', world.now()))

    expect(await owed()).toEqual([{ what: 'They differ.', subject: 'po_1' }])
  })

  it('closes by a clean run, and is a new row when it comes back', async () => {
    await open(broken('po_1'), broken('po_2'))
    await world.travel({ minutes: 5 })

    await inOneBatch(world.deps.db, [
      ...closeClean(world.deps.db, 'R2', ['po_2'], world.now()),
      ...ranNow(world.deps.db, 'R2', world.now()),
    ])
    await open(broken('po_1'))

    expect((await rows()).map(({ subject, closedHow }) => [subject, closedHow])).toEqual([
      ['po_1', 'clean_run'],
      ['po_2', null],
      ['po_1', null],
    ])
    expect(await counted()).toEqual([['R2', 2]])
  })

  it('stays open when a slower run that began earlier did not find it', async () => {
    const earlier = world.now()
    await world.travel({ minutes: 5 })
    await open(broken('po_1'))

    await inOneBatch(world.deps.db, closeClean(world.deps.db, 'R2', [], earlier))

    expect((await rows())[0]?.closedAt).toBeNull()
  })

  it('of another job or subject stays open', async () => {
    await open(broken('po_1'))
    await inOneBatch(world.deps.db, openBreaks(world.deps.db, 'R3', [broken('po_1')], world.now()))

    await inOneBatch(world.deps.db, closeAgreed(world.deps.db, 'R2', ['po_1', 'po_9'], world.now()))

    expect((await rows()).map(({ job, closedHow }) => [job, closedHow])).toEqual([
      ['R2', 'clean_run'],
      ['R3', null],
    ])
  })
})

describe('SQL alone refuses', () => {
  it('to change or lose a break behind its back', async () => {
    await open(broken('po_1'), broken('po_2'))
    await inOneBatch(world.deps.db, closeAgreed(world.deps.db, 'R2', ['po_2'], world.now()))

    const illegal: Illegal[] = [
      ["update recon_breaks set note = 'never mind' where id = 2", 'closed'],
      ['update recon_breaks set closed_at = null, closed_how = null where id = 2', 'closed'],
      ["update recon_breaks set subject = 'po_9' where id = 1", 'frozen'],
      ["update recon_breaks set job = 'R3' where id = 1", 'frozen'],
      ['update recon_breaks set opened_at = 1 where id = 1', 'frozen'],
      ['delete from recon_breaks where id = 1', 'never deleted'],
      ['delete from recon_breaks where id = 2', 'never deleted'],
      ["update recon_breaks set closed_at = 1, closed_how = 'person', closed_by = 'stf_1' where id = 1", 'recon_breaks_note'],
      ["update recon_breaks set closed_at = 1, closed_how = 'person', closed_by = 'stf_1', note = ' ' where id = 1", 'recon_breaks_note'],
      [
        "update recon_breaks set closed_at = 1, closed_how = 'clean_run', closed_by = 'stf_1', note = 'fine' where id = 1",
        'recon_breaks_note',
      ],
      ["update recon_breaks set closed_at = 1, closed_how = 'magic' where id = 1", 'recon_breaks'],
      [
        'insert into recon_breaks select null, job, subject, null, null, null, null, what, detail, null, null, 1, 1, null, null, null, null from recon_breaks where id = 1',
        'UNIQUE',
      ],
      [
        "insert into recon_breaks select null, 'R9', 'x', null, null, null, null, what, detail, null, null, 1, 1, null, null, null, null from recon_breaks where id = 1",
        'recon_breaks_job',
      ],
      ["insert into recon_explained values ('R2', 'po_1', 1, 1000, 900, 'They differ.')", 'nobody closed'],
      ["insert into recon_explained values ('R2', 'po_2', 2, 1000, 900, 'They differ.')", 'nobody closed'],
    ]
    expect(await passed(illegal)).toEqual([])
    expect(await world.deps.db.select().from(reconExplained)).toEqual([])
  })
})
