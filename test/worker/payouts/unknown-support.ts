import { expect } from 'vitest'
import type { PayoutRail } from '../../../worker/stripe/port.ts'
import type { World } from '../../support/world.ts'
import { failTransfers, havePayable, haveSendingRun, type People, sweep, thePayout } from './support.ts'

/** A payout of 5,000 that is unknown: a first try that landed or was lost, and a second answer that nobody can trust. */
export const haveUnknown = async (world: World, people: People, landed: 'landed' | 'lost') => {
  await havePayable(world, 5_000)
  await haveSendingRun(world, people)
  await failTransfers(world, { kind: 'drop' }, {}, landed === 'landed' ? 'after' : 'before')
  await sweep(world)
  await world.travel({ seconds: 31 })
  await sweepUnclear(world)
}

export const sweepUnclear = async (world: World) => {
  const { rail } = world.deps
  withRail(world, { send: async () => ({ kind: 'unknown', reason: 'unclear', answer: { http: 200, code: null, requestId: null } }) })
  await sweep(world)
  world.deps.rail = rail
  expect((await thePayout(world)).status).toBe('unknown')
}

export const withRail = (world: World, rail: Partial<PayoutRail>) => {
  world.deps.rail = { ...world.deps.rail, ...rail }
}
