import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { outbox } from '../../schema/records.ts'
import { randomToken } from '../../worker/identity/keys.ts'
import { forLog } from '../../worker/log.ts'
import { owe } from '../../worker/notices/store.ts'
import { hasParameter, isOpen, pathWith, routes } from '../support/routes.ts'
import { createWorld, type World } from '../support/world.ts'

const token = randomToken()

describe('a text for the log', () => {
  const withToken = routes.filter((route) => isOpen(route) && hasParameter(route)).map(({ path }) => path)

  it.each(withToken)('says nothing of the private token in %s', (path) => {
    const address = pathWith({ method: 'GET', path, roles: [] }, token)

    expect(forLog(`${address} of https://portal.example${address}?next=1`)).not.toContain(token)
  })

  it('says nothing of addresses and keys that Stripe repeats', () => {
    expect(forLog('Invalid email: ada+1@mail.p.example, key sk_live_51abc, whsec_9, rk_test_***abc')).toBe(
      'Invalid email: …@…, key sk_…, whsec_…, rk_…',
    )
  })

  it('keeps ids, which open nothing', () => {
    const id = 'rrq_0123456789abcdef01234567'
    expect(forLog(`/asks/${id} /runs/run_2026-11_1`)).toBe(`/asks/${id} /runs/run_2026-11_1`)
  })
})

describe('a failed statement', () => {
  it('is told without its values', async () => {
    const { deps } = await createWorld()
    const failed = await deps.db.run(sql`insert into no_such_table values (${'Ida Pine'})`).catch((error: unknown) => error)

    expect(String(failed)).toContain('Ida Pine')
    expect(forLog(failed)).toContain('no_such_table')
    expect(forLog(failed)).not.toContain('Ida Pine')
  })
})

describe('a private link', () => {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })

  const accessUrl = `https://portal.example/relationship/by-link/${token}`
  const have = () =>
    owe(
      world.deps.db,
      'ntc_1',
      'ida@pine.example',
      { template: 'relationship_link', data: { name: 'Ida', customer: 'Pine', accessUrl } },
      world.now(),
    )

  it('stands in the mail, and in the outbox no more once that is sent', async () => {
    await have()
    world.hints.push({ kind: 'outbox', id: 'ntc_1' })
    await world.settle()

    expect(world.mails[0]?.text).toContain(accessUrl)
    const [row] = await world.deps.db.select().from(outbox)
    expect(row).toMatchObject({ sentAt: world.now(), data: { name: 'Ida', customer: 'Pine' } })
    expect(JSON.stringify(row)).not.toContain(token)
  })

  it('stays while its mail is still to be tried again, and the error says nothing of it', async () => {
    world = await createWorld({ mailer: { send: () => Promise.reject(new Error(`no way to ${accessUrl}`)) } })
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await have()
    world.hints.push({ kind: 'outbox', id: 'ntc_1' })
    await world.settle()

    expect(await world.deps.db.select().from(outbox)).toMatchObject([
      { sentAt: null, data: { accessUrl }, error: 'Error: no way to https://portal.example/relationship/by-link/…' },
    ])
    vi.restoreAllMocks()
  })
})
