import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from './measure.ts'
import { bundle } from './payouts/process.ts'
import { Stage } from './payouts/stage.ts'
import { openStripe } from './payouts/stripe.ts'

/** Paid invoices of a customer whom a partner brought: each is a deal, a payment and a commission. A third of what arrives is a repeat. */
export const run: Bench = async ({ args, tell }) => {
  const { values } = parseArgs({ args, options: { events: { type: 'string', default: '5000' } } })
  const unique = Math.ceil((Number(values.events) * 2) / 3)
  const folder = mkdtempSync(join(tmpdir(), 'goodword-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const stripe = await openStripe({ partners: 1, faultShare: 0, events: ['invoice.paid'] })
  const latencies = { stripeMs: 500, d1Ms: 8, mailMs: 200 }
  const stage = new Stage({ folder, script: await bundle(), stripe, partners: 1, isReal: false, latencies, tell })
  try {
    await stage.start()
    await stage.order('/seed')
    const { id: customer } = await stripe.act('customer', { email: 'buyer@customer.example' })
    await stage.order('/customer', { customer })
    for (let n = 0; n < unique; n += 1) await stripe.act('invoice', { customer, amount: 10_000 + n, currency: 'usd', pay: 'card' })
    await stage.order('/storm')
    await stage.order('/storm-facts')
    return figuresOf(stage, unique)
  } finally {
    await stage.stop()
  }
}

function figuresOf({ facts, done }: Stage, unique: number): Record<string, number> {
  const storm = done.find(({ path }) => path === '/storm')
  const { events = 0, acknowledged = 0, payments = 0, commissions = 0 } = facts
  const isClean = acknowledged === events && payments === unique && commissions === unique && facts.done === unique
  if (!isClean) process.exitCode = 1
  const per = (n = 0, of: number) => Number((n / Math.max(1, of)).toFixed(1))
  return {
    events,
    duplicates: events - unique,
    acknowledged,
    appliedOnce: Math.min(payments, commissions),
    notApplied: unique - payments,
    rowsReadPerEvent: per(storm?.costs.read, events),
    rowsWrittenPerEvent: per(storm?.costs.written, events),
    cpuMsPerEvent: per((storm?.cpuSeconds ?? 0) * 1_000, events),
    appliedSeconds: Math.round(storm?.clockSeconds ?? 0),
  }
}
