import type { Deps } from '../../worker/deps.ts'
import { bindingOf } from './d1.ts'
import { hintQueueOf } from './hints.ts'
import { effect, type Invocation } from './invocation.ts'
import { type Sim, strikes } from './sim.ts'
import { stripeClientOf } from './stripe/client.ts'

/** The product's dependencies for one invocation: its own database port, rail and revenue source over what the simulator plays. */
export function portsOf(sim: Sim, invocation: Invocation): Deps {
  const client = stripeClientOf(sim, invocation)
  const unused = (what: string) => async () => {
    throw new Error(`The simulation has no ${what}`)
  }
  const now = () => new Date(sim.schedule.now + invocation.skewMs)
  const sleep = (ms: number) =>
    new Promise<void>((wake) =>
      sim.schedule.after(ms, () => {
        sim.isStirred = true
        wake()
      }),
    )
  return {
    db: sim.product.openDatabase(bindingOf(sim, invocation), { sleep, chance: () => sim.random('jitter').next() }),
    rail: sim.product.paceRail(
      sim.product.openRail(() => client, sim.settings),
      now,
      sleep,
    ),
    revenue: sim.product.openRevenue(() => client),
    lists: sim.product.openLists(() => client, sim.settings),
    verifyWebhook: unused('webhook to verify'),
    hints: hintQueueOf(sim, invocation),
    clickQueue: { send: unused('clicks') },
    mailer: {
      send: (mail) =>
        effect<void>(
          sim,
          invocation,
          () => `mail ${mail.id}`,
          { latencyMs: 30, weight: 0.5 },
          ({ give, fail }) => {
            // A mail that fails may have left all the same: it is sent again under its id.
            if (strikes(sim, 'F12', sim.mix.network / 3)) fail(new Error('The mail could not be handed over'))
            else give()
          },
        ),
    },
    pages: { read: unused('page to read') },
    now,
    newId: (prefix) => `${prefix}_${(sim.ids++).toString(36).padStart(8, '0')}`,
    settings: sim.settings,
  }
}
