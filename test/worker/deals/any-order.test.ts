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
import { arriveAll, type Ground, outcomeOf, rateNames, ratesOf, type Story, stories, tell, tellIn, tellings } from './any-order.ts'
import { nothingTold, revenueOf } from './any-order-told.ts'

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
    pages: unused,
    now: () => day0,
    newId: (prefix) => `${prefix}_${String(++counter).padStart(6, '0')}`,
    settings: readSettings({ ...testVariables, ...testSecrets }),
  }
  const world = { deps, now: deps.now } as World // what the fixtures and the invariants ask
  /** Does the work on the tables as they are now, and undoes it. */
  const afresh = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = counter
    store.begin()
    try {
      return await work()
    } finally {
      store.forget()
      counter = before
    }
  }
  const say = (now: typeof told) => {
    told = now
  }
  return { world, afresh, say }
}

const { world, afresh, say } = createQuickWorld()
const grounds = new Map<string, Ground>()
const termsOf = ({ rate, holdDays }: Pick<Story, 'rate' | 'holdDays'>) => `${rate}, held for ${holdDays} days`

/** The ground of every story: under each terms a partner, whose click the customer carries, and another that may claim it. */
for (const rate of rateNames) {
  for (const holdDays of [0, 30] as const) {
    const group = await haveGroup(world, { rates: ratesOf({ rate }), holdDays })
    const link = await haveLink(world, (await havePartner(world, { groupId: group.id })).id)
    const claimant = await havePartner(world, { groupId: group.id })
    grounds.set(termsOf({ rate, holdDays }), { referral: haveClickId(world, link), claimant: claimant.id })
  }
}

const groundOf = (story: Parameters<typeof termsOf>[0]): Ground => {
  const ground = grounds.get(termsOf(story))
  if (!ground) throw new Error(`No partner for ${termsOf(story)}`)
  return ground
}

it('I23 the events of a story are a multiset, a claim that moves the credit among them: any order, repetition and interleaving ends in the ledger of the story told once', async () => {
  await fc.assert(
    fc.asyncProperty(stories, tellings, async (story, how) => {
      const plot = tell(story, groundOf(story), day0)
      const once = await afresh(async () => {
        say(plot.last)
        await arriveAll(world.deps, plot.events, 1)
        await matureCommissions(world.deps)
        return outcomeOf(world.deps.db)
      })
      await afresh(async () => {
        await tellIn(world.deps, say, plot, how)
        expect(await outcomeOf(world.deps.db)).toEqual(once)
        // Where events met, which is where books and figures could part.
        if (how.atOnce > 1) await checkInvariants(world)
      })
    }),
    { numRuns: 1_000 },
  )
}, 480_000)
