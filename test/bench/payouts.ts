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
  faults: { type: 'string', default: '2' },
  kill: { type: 'boolean', default: false },
  real: { type: 'boolean', default: false },
  'stripe-ms': { type: 'string', default: '500' },
  'd1-ms': { type: 'string', default: '8' },
  statements: { type: 'boolean', default: false },
} as const

export const run: Bench = async ({ args, tell }) => {
  const { values } = parseArgs({ args, options })
  const folder = mkdtempSync(join(tmpdir(), 'goodword-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const partners = Number(values.partners)
  const stripe = await openStripe({ partners, faultShare: Number(values.faults) / 100 })
  const latencies = { stripeMs: Number(values['stripe-ms']), d1Ms: Number(values['d1-ms']), mailMs: 200 }
  const stage = new Stage({ folder, script: await bundle(), stripe, partners, isReal: values.real, latencies, tell })
  try {
    await stage.start()
    await stage.order('/seed')
    await stage.order('/prepare')
    await stage.send(values.kill ? Math.floor(partners / 2) : undefined)
    await stage.order('/look')
    await stage.order('/facts')
    if (values.statements) tellStatements(stage, partners, tell)
    const figures = figuresOf(stage, stripe)
    if (!isClean(figures)) process.exitCode = 1
    return figures
  } finally {
    await stage.stop()
  }
}
