import type { Deps } from '../../../worker/deps.ts'
import { invoke } from '../invocation.ts'
import { minute } from '../schedule.ts'
import { type Sim, strikes } from '../sim.ts'

type Options = {
  /** Pressed again until it worked or was declined, as somebody does who needs it done. */
  untilDone?: boolean
  done?: (result: unknown) => void
}

/** A person presses a button: sometimes twice at once. */
export function act(sim: Sim, what: string, press: (ports: Deps) => Promise<unknown>, { untilDone = false, done }: Options = {}): void {
  const once = () =>
    invoke(
      sim,
      what,
      async (invocation) => {
        const result = await press(sim.portsOf(invocation))
        done?.(result)
      },
      (how, error) => {
        const isDeclined =
          error instanceof sim.product.Refusal && error.code !== 'conflict' && error.code !== 'unavailable' && error.code !== 'not_found'
        if (untilDone && how !== 'done' && !isDeclined) sim.schedule.after(sim.random('people').between(1, 40) * minute, once)
      },
    )
  once()
  if (strikes(sim, 'F27', 0.15)) sim.schedule.after(sim.random('people').between(0, 400), once)
}
