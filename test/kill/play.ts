import { join } from 'node:path'
import { type Addresses, freeAddresses } from '../local/addresses.ts'
import type { OneOfCrowd } from '../local/crowd.ts'
import type { Setting } from '../local/walk/setting.ts'
import type { Patch } from '../simulation/bundle.ts'
import { mutants } from '../simulation/mutants/list.ts'
import { randomOf } from '../simulation/random.ts'
import { buildWorker } from './build.ts'
import { startChild } from './child.ts'
import { gatherCrowd } from './crowd.ts'
import { killAtRandom, untilTwoRunsPay } from './killing.ts'
import { signEverybodyIn } from './people.ts'
import { rounds, sweepUntilRest, tick, workOn } from './round.ts'
import { openStripeSide, type Stripe } from './stripe-side.ts'
import { judge, type Verdict } from './verdict.ts'
import { lookInto, underwayIn } from './watch.ts'
import { createWork } from './work.ts'
import { openWorker, type WorkerLife } from './worker-life.ts'
import { Writes } from './writes.ts'

type Play = {
  folder: string
  kills: number
  partners: number
  seed: number
  mutant: string | undefined
  tell: (line: string) => void
}

/** Kills that met a call to Stripe under way, and how many such calls they cut. */
type Cuts = { killsWhileSending: number; callsCut: number }
export type Figures = { kills: number } & Verdict & Cuts & { seed: number; seconds: number }

type Stage = { addresses: Addresses; worker: WorkerLife; stripe: Stripe; crowd: OneOfCrowd[]; setting: Setting }

/** Longer than a lease, and then longer than Stripe's quiet. */
const jumps = [26, 65] as const
/** Also between kills the leases of the dead run out, so that their keys are used again under fire. */
const killsPerJump = 6

/** Kills the Worker again and again while it pays, lets it come to rest, and holds the books against Stripe. */
export async function play(asked: Play): Promise<Figures> {
  const { folder, kills, seed, tell } = asked
  const beganAt = performance.now()
  const seconds = () => Math.round((performance.now() - beganAt) / 100) / 10
  const stage = await setUp(asked)
  tell(`${asked.partners} partners can be paid, after ${seconds()} s`)
  const writes = new Writes()
  const { broken, ...cuts } = await killWhileItPays(stage, writes, asked)
  tell(`The last kill is over, after ${seconds()} s`)
  await comeToRest(stage, folder, tell)
  const stripe = await stage.stripe.state()
  const verdict = lookInto(folder, (books) => judge(books, stripe, writes))
  return { kills, ...verdict, ...cuts, seed, seconds: seconds(), problems: [...broken, ...verdict.problems] }
}

/** The leases run out, then Stripe's quiet; and the daily round looks for what no webhook told. */
async function comeToRest({ addresses, stripe }: Stage, folder: string, tell: Play['tell']): Promise<void> {
  for (const minutes of jumps) {
    await stripe.advance(minutes)
    await sweepUntilRest(addresses, folder)
    const { calls, open } = lookInto(folder, underwayIn)
    tell(`${minutes} minutes on: ${open} payouts are open, ${calls.length} of them with a call that nobody answered`)
  }
  for (const round of rounds) await tick(addresses, round)
  await sweepUntilRest(addresses, folder)
}

async function setUp({ folder, seed, mutant, partners }: Play): Promise<Stage> {
  const addresses = await freeAddresses()
  const [built] = await Promise.all([
    buildWorker(patchesOf(mutant)),
    startChild('stripe-process.ts', [String(addresses.portalPort), String(seed)], join(folder, 'stripe.log')),
  ])
  const worker = openWorker(folder, addresses, built)
  await worker.start()
  const stripe = openStripeSide(addresses)
  const crowd = await gatherCrowd(addresses, stripe, partners)
  return { addresses, worker, stripe, crowd, setting: await signEverybodyIn(addresses) }
}

function patchesOf(name: string | undefined): readonly Patch[] {
  if (!name) return []
  const mutant = mutants.find((each) => each.name.startsWith(`${name} `))
  if (!mutant) throw new Error(`There is no mutant ${name}`)
  return mutant.patches
}

async function killWhileItPays({ addresses, worker, stripe, crowd, setting }: Stage, writes: Writes, { folder, kills, seed, tell }: Play) {
  const cut = new Set<string>()
  const found: Cuts & { broken: string[] } = { killsWhileSending: 0, callsCut: 0, broken: [] }
  const random = randomOf(seed, 'kills').next
  let isOver = false
  const work = createWork({ setting, worker, stripe, writes, random: randomOf(seed, 'work').next, isOver: () => isOver })
  await stripe.worsen(random)
  const working = workOn(work, addresses, crowd)
  working.catch(() => {}) // told where it is awaited
  await untilTwoRunsPay(folder)
  for (let kill = 1; kill <= kills; kill += 1) {
    const { calls, open } = await killAtRandom(worker, folder, random)
    const fresh = calls.filter((call) => !cut.has(call))
    for (const call of fresh) cut.add(call)
    found.callsCut += fresh.length
    if (fresh.length > 0) found.killsWhileSending += 1
    const broken = lookInto(folder, (books) => books.broken())
    found.broken.push(...broken.map((each) => `After kill ${kill}: ${each}`))
    tell(`Kill ${kill}: ${fresh.length} calls to Stripe cut, ${open} payouts open, ${writes.acknowledged} writes acknowledged so far`)
    isOver = kill === kills
    await (isOver ? stripe.calm() : stripe.worsen(random))
    if (!isOver && kill % killsPerJump === 0) await stripe.advance(jumps[0])
    await worker.start()
  }
  await working
  return found
}
