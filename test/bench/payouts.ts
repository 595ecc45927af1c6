import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from './measure.ts'
import { figuresOf, isClean } from './payouts/facts.ts'
import { bundle } from './payouts/process.ts'
import { Stage } from './payouts/stage.ts'
import { openStripe } from './payouts/stripe.ts'
import { tellStatements } from './payouts/telling.ts'

const options = {
  partners: { type: 'string', default: '10000' },
  /** Of the run that is killed in its middle, after the other one. */
  killed: { type: 'string', default: '600' },
  faults: { type: 'string', default: '2' },
  real: { type: 'boolean', default: false },
  'stripe-ms': { type: 'string', default: '500' },
  'd1-ms': { type: 'string', default: '8' },
  statements: { type: 'boolean', default: false },
} as const

type Run = { partners: number; faultShare: number; isReal: boolean; stripeMs: number; d1Ms: number; isKilled: boolean; statements: boolean }

/**
 * A run from the preview to done: the product in workerd over a real D1, people's forms over HTTP, its queue, sweeps and webhooks on
 * a simulated clock, and Stripe's stand-in at Stripe's limits with some per cent of the transfers going wrong. Then a smaller one
 * whose workerd is killed in the middle, with all that waits in its queue lost.
 */
export const run: Bench = async ({ args, tell }) => {
  const { values } = parseArgs({ args, options })
  const given = {
    faultShare: Number(values.faults) / 100,
    isReal: values.real,
    stripeMs: Number(values['stripe-ms']),
    d1Ms: Number(values['d1-ms']),
    statements: values.statements,
  }
  const figures = await runOnce({ ...given, partners: Number(values.partners), isKilled: false }, tell)
  if (Number(values.killed) === 0) return figures
  const killed = await runOnce({ ...given, partners: Number(values.killed), isKilled: true }, tell)
  return {
    ...figures,
    double: (figures.double ?? 0) + (killed.double ?? 0),
    killedAt: killed.killedAt ?? 0,
    killedTransfers: killed.transfers ?? 0,
    killedAllFinalSeconds: killed.allFinalSeconds ?? 0,
  }
}

async function runOnce(given: Run, tell: (line: string) => void): Promise<Record<string, number>> {
  const { partners, faultShare, isReal, stripeMs, d1Ms } = given
  const folder = mkdtempSync(join(tmpdir(), 'goodword-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const stripe = await openStripe({ partners, faultShare })
  const latencies = { stripeMs, d1Ms, mailMs: 200 }
  const stage = new Stage({ folder, script: await bundle(), stripe, partners, isReal, latencies, tell })
  try {
    await stage.start()
    await stage.order('/seed')
    await stage.order('/prepare')
    await stage.send(given.isKilled ? Math.floor(partners / 2) : undefined)
    await stage.order('/look')
    await stage.order('/facts')
    if (given.statements) tellStatements(stage, partners, tell)
    const figures = figuresOf(stage, stripe)
    if (!isClean(figures)) process.exitCode = 1
    return figures
  } finally {
    await stage.stop()
  }
}
