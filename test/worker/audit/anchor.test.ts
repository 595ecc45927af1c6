import { env } from 'cloudflare:workers'
import { and, eq, isNull } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { reconBreaks } from '../../../schema/reconciliation.ts'
import { anchorSeals } from '../../../worker/audit/anchor.ts'
import { trail } from '../../../worker/audit/store.ts'
import { findNewestSeal } from '../../../worker/audit/store-seals.ts'
import { checkChains } from '../../../worker/books.ts'
import { runCron } from '../../../worker/cron.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

const sweep = '*/5 * * * *'

describe('anchors', () => {
  let world: World
  let isMailAway: boolean

  beforeEach(async () => {
    isMailAway = false
    world = await createWorld()
    const { mailer } = world.deps
    world.deps.mailer = {
      send: async (mail) => {
        if (isMailAway) throw new Error('no mail today')
        await mailer.send(mail)
      },
    }
    await haveStaff(world, 'finance', 'admin')
    await haveStaff(world, 'auditor')
    await haveStaff(world, 'approver')
    await happen()
  })

  const happen = () => trail(world.deps.db, { at: world.now(), actor: 'system', act: 'test.happened', subject: 'x' })
  const openBreaks = async () =>
    (
      await world.deps.db
        .select()
        .from(reconBreaks)
        .where(and(eq(reconBreaks.job, 'R6'), isNull(reconBreaks.closedAt)))
    ).map(({ subject, detail }) => ({ subject, detail }))
  const anchorMails = () => world.mails.filter(({ subject }) => subject.startsWith('Seal '))

  it('go by mail, once a day, to everybody of finance, the auditors and the administrators', async () => {
    await anchorSeals(world.deps)
    await anchorSeals(world.deps)
    await runCron(world.deps, sweep)
    const newest = await findNewestSeal(world.deps.db)
    expect(anchorMails()).toHaveLength(2)
    expect(anchorMails()[0]?.text).toContain(newest?.hash)
    expect(anchorMails()[0]?.text).toContain(`--anchor 1:${newest?.hash}`)
    await world.travel({ days: 1 })
    await anchorSeals(world.deps)
    await runCron(world.deps, sweep)
    expect(anchorMails()).toHaveLength(4)
  })

  it('are not missed while nothing is written', async () => {
    await anchorSeals(world.deps)
    await runCron(world.deps, sweep)
    await world.travel({ days: 31 })
    await checkChains(world.deps, { begin: true })
    expect(await openBreaks()).toEqual([])
  })

  it('are missed after a day without one, until one leaves again', async () => {
    await anchorSeals(world.deps)
    await runCron(world.deps, sweep)
    await happen()
    await runCron(world.deps, sweep)
    await checkChains(world.deps, { begin: true })
    expect(await openBreaks()).toEqual([])

    isMailAway = true
    await world.travel({ hours: 27 })
    await anchorSeals(world.deps)
    await runCron(world.deps, sweep)
    await checkChains(world.deps, { begin: true })
    expect(await openBreaks()).toEqual([
      { subject: 'I26 the newest seal left the database within a day', detail: { rows: [{ waiting: 2, left: 1 }] } },
    ])

    isMailAway = false
    await world.travel({ hours: 24 })
    await runCron(world.deps, sweep)
    await checkChains(world.deps, { begin: true })
    expect(await openBreaks()).toEqual([])
  })

  it('show a chain that was written anew from end to end', async () => {
    await anchorSeals(world.deps)
    await runCron(world.deps, sweep)
    for (const name of ['seals_never_go', 'audit_never_change']) await env.DB.prepare(`drop trigger ${name}`).run()
    await env.DB.prepare('delete from seals').run()
    await env.DB.prepare("update audit set actor = 'somebody else'").run()
    await runCron(world.deps, sweep)
    await checkChains(world.deps, { begin: true })
    expect(await openBreaks()).toMatchObject([
      { subject: 'I26 the seals are those that left with the mails', detail: { rows: [{ seal: 1 }] } },
    ])
  })

  it('are not needed to see that a sealed row was changed', async () => {
    await runCron(world.deps, sweep)
    await env.DB.prepare('drop trigger audit_never_change').run()
    await env.DB.prepare("update audit set actor = 'somebody else'").run()
    await checkChains(world.deps, { begin: true })
    expect(await openBreaks()).toMatchObject([
      { subject: 'I26 every seal is what its rows give', detail: { rows: [{ seal: 1, why: 'A row it covers was changed' }] } },
      { subject: 'I26 the newest seals are what their rows give' },
    ])
  })
})
