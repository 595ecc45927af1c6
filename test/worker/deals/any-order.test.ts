import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { openDatabase } from '../../../worker/database.ts'
import type { Deps } from '../../../worker/deps.ts'
import { readSettings } from '../../../worker/settings.ts'
import { quietBindingOf } from '../../simulation/d1.ts'
import { Store } from '../../simulation/store.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'
import { haveGroup, havePartner } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import type { World } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'
import { arriveAll, nothingTold, outcomeOf, ratesOf, revenueOf, type Story, stories, tell, tellIn, tellings } from './any-order.ts'

const day0 = new Date('2026-11-02T09:00:00Z')
const migrations = readdirSync('schema/migrations')
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => readFileSync(`schema/migrations/${file}`, 'utf8').replaceAll('--> statement-breakpoint', ''))

/** The product's acts on real SQLite in this process: what D1 proves in a minute takes seconds here, and `order.test.ts` asks D1. */
function createQuickWorld() {
  const store = new Store(migrations, (message) => {
    throw new Error(message)
  })
  let told = nothingTold()
  let counter = 0
  const unused = {} as never // no act of this story sends, mails or lists
  const deps: Deps = {
    db: openDatabase(quietBindingOf(store), { sleep: () => new Promise(() => {}), chance: () => 0.5 }),
    revenue: revenueOf(() => told),
    rail: unused,
    lists: unused,
    verifyWebhook: unused,
    hints: { send: async () => {} },
    clickQueue: unused,
    mailer: unused,
    now: () => day0,
    newId: (prefix) => `${prefix}_${String(++counter).padStart(6, '0')}`,
    settings: readSettings({ ...testVariables, ...testSecrets }),
  }
  const world = { deps, now: deps.now } as World // what the fixtures and the invariants ask
  const afresh = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    store.begin()
    counter = 0
    try {
      return await work()
    } finally {
      store.forget()
    }
  }
  const say = (now: typeof told) => {
    told = now
  }
  return { world, afresh, say }
}

const { world, afresh, say } = createQuickWorld()

/** The story's ground: a partner under its terms, whose click the customer carries. */
async function begin(story: Story) {
  const group = await haveGroup(world, { rates: ratesOf(story), holdDays: story.holdDays })
  const partner = await havePartner(world, { groupId: group.id })
  return tell(story, await haveClickId(world, await haveLink(world, partner.id)), day0)
}

const stories4 = fc.tuple(stories, fc.array(tellings, { minLength: 4, maxLength: 4 }))

// 250 stories, each told in four ways: a thousand orders.
it('I23 the events of a story are a set: any order, repetition and interleaving ends in the ledger of the story told once', async () => {
  await fc.assert(
    fc.asyncProperty(stories4, async ([story, ways]) => {
      const once = await afresh(async () => {
        const { last, events } = await begin(story)
        say(last)
        await arriveAll(world.deps, events, 1)
        await matureCommissions(world.deps)
        await checkInvariants(world)
        return outcomeOf(world.deps.db)
      })
      for (const how of ways) {
        await afresh(async () => {
          await tellIn(world.deps, say, await begin(story), how)
          expect(await outcomeOf(world.deps.db)).toEqual(once)
        })
      }
    }),
    { numRuns: 250 },
  )
}, 120_000)
