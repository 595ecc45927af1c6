import { beforeEach, describe, expect, it } from 'vitest'
import { outbox } from '../../../schema/records.ts'
import { deliverNotice, sweepOutbox } from '../../../worker/notices/deliver.ts'
import type { Mail } from '../../../worker/notices/port.ts'
import { never } from '../../../worker/notices/rules.ts'
import { owe } from '../../../worker/notices/store.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let sent: Mail[]
let broken: boolean

beforeEach(async () => {
  sent = []
  broken = false
  world = await createWorld({
    mailer: {
      send: async (mail) => {
        if (broken) throw new Error('the mail server is away')
        sent.push(mail)
      },
    },
  })
})

const haveNotice = (id: string) =>
  owe(world.deps.db, id, `${id}@partner.example`, { template: 'stripe_ready', data: { partner: 'Alder' } }, world.now())
const rowOf = async () => (await world.deps.db.select().from(outbox))[0]

describe('a notice', () => {
  it('is sent once, however often it is hinted at', async () => {
    await haveNotice('ntc_1')

    await deliverNotice(world.deps, 'ntc_1')
    await Promise.all([deliverNotice(world.deps, 'ntc_1'), sweepOutbox(world.deps)])

    expect(sent.map(({ id, to, subject }) => [id, to, subject])).toEqual([['ntc_1', 'ntc_1@partner.example', 'Alder is ready to be paid']])
    expect(await rowOf()).toMatchObject({ sentAt: world.now(), tries: 1, error: null })
  })

  it('is sent once when two look at the same moment', async () => {
    await haveNotice('ntc_1')

    await Promise.all([deliverNotice(world.deps, 'ntc_1'), deliverNotice(world.deps, 'ntc_1'), sweepOutbox(world.deps)])

    expect(sent).toHaveLength(1)
  })

  it('waits after a failure, keeps its error, and goes out when it is due again', async () => {
    await haveNotice('ntc_1')
    broken = true
    await sweepOutbox(world.deps)
    expect(await rowOf()).toMatchObject({ sentAt: null, tries: 1, error: 'Error: the mail server is away' })

    broken = false
    await sweepOutbox(world.deps)
    expect(sent).toHaveLength(0)
    await world.travel({ minutes: 1 })
    await sweepOutbox(world.deps)

    expect(sent).toHaveLength(1)
    expect(await rowOf()).toMatchObject({ sentAt: world.now(), tries: 2, error: null })
  })

  it('is given up after ten tries; its error stays', async () => {
    await haveNotice('ntc_1')
    broken = true
    for (let n = 0; n < 12; n += 1) {
      await sweepOutbox(world.deps)
      await world.travel({ days: 1 })
    }

    expect(await rowOf()).toMatchObject({ sentAt: null, tries: 10, nextAt: never, error: 'Error: the mail server is away' })
  })

  it('that fails holds up no other; a template nobody knows is an error of its own row', async () => {
    await world.deps.db.insert(outbox).values({
      id: 'ntc_0',
      recipient: 'x@partner.example',
      template: 'of_long_ago',
      data: {},
      createdAt: world.now(),
      nextAt: world.now(),
      tries: 0,
    })
    await haveNotice('ntc_1')

    await sweepOutbox(world.deps)

    expect(sent.map(({ id }) => id)).toEqual(['ntc_1'])
    expect((await rowOf())?.error).toContain('of_long_ago')
  })

  it('goes out fifty to a sweep, the oldest first', async () => {
    for (let n = 0; n < 52; n += 1) await haveNotice(`ntc_${String(n).padStart(2, '0')}`)

    await sweepOutbox(world.deps)
    expect([sent.length, sent[0]?.id, sent.at(-1)?.id]).toEqual([50, 'ntc_00', 'ntc_49'])
    await sweepOutbox(world.deps)
    expect(sent).toHaveLength(52)
  })
})
