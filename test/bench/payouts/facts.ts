import type { Stage } from './stage.ts'
import type { Stripe } from './stripe.ts'

const perEndpoint = 25

/** What must never be, counted on both sides; anything but 0 fails the bench. */
function violationsOf({ facts }: Stage, { standIn }: Stripe): Record<string, number> {
  const transfers = Object.values(standIn.state.tables.transfers).map(({ object }) => object)
  const groups = new Map<string, number>()
  for (const { transfer_group: group } of transfers) groups.set(group ?? '', (groups.get(group ?? '') ?? 0) + 1)
  return {
    double: [...groups.values()].filter((n) => n > 1).length,
    unknownTransfers: transfers.length - (facts.paid ?? 0),
    ledgerMinusStripe: (facts.ledgerPaidMinor ?? 0) - transfers.reduce((sum, { amount }) => sum + amount, 0),
    open: facts.open ?? 0,
  }
}

/**
 * `wallRatio` is the time from the approval to the moment when the last payout that met no fault and no kill was paid, over the time
 * that Stripe's limit alone needs for the transfers. What met one waits longer by design (a backoff, a quiet hour): `allFinalSeconds`.
 */
export function figuresOf(stage: Stage, stripe: Stripe): Record<string, number> {
  const { facts } = stage
  const violations = violationsOf(stage, stripe)
  const transfers = Object.keys(stripe.standIn.state.tables.transfers).length
  const measured = stage.done.filter(({ path }) => path === '/prepare' || path === '/send')
  const sum = (of: (done: (typeof measured)[number]) => number) => measured.reduce((all, each) => all + of(each), 0)
  const payouts = Math.max(1, facts.payouts ?? 0)
  const round = (n: number, digits = 2) => Number(n.toFixed(digits))
  const run = stage.done.find(({ path }) => path === '/look')?.costs.pages[0]
  return {
    wallRatio: round(((facts.undisturbedMs ?? 0) / 1_000) * (perEndpoint / transfers), 3),
    rowsReadPerPayout: round(sum(({ costs }) => costs.read) / payouts, 1),
    rowsWrittenPerPayout: round(sum(({ costs }) => costs.written) / payouts, 1),
    transfers,
    ...violations,
    faults: stripe.faults.total,
    limitedByStripe: stripe.limited(),
    killedAt: stage.killedAt,
    wallSeconds: round((facts.undisturbedMs ?? 0) / 1_000, 1),
    share99Seconds: round((facts.share99Ms ?? 0) / 1_000, 1),
    allFinalSeconds: round((facts.allFinalMs ?? 0) / 1_000, 1),
    machineSeconds: round(
      sum(({ cpuSeconds }) => cpuSeconds),
      1,
    ),
    cpuMsPerPayout: round((sum(({ cpuSeconds }) => cpuSeconds) * 1_000) / payouts, 2),
    peakMemoryMb: round(stage.peakHeap / 1_048_576, 1),
    mostStatements: Math.max(...measured.flatMap(({ costs }) => costs.heaviest.map(({ statements }) => statements))),
    runPageRowsRead: run?.read ?? 0,
    mails: sum(({ costs }) => costs.progress.mails),
    webhooks: sum(({ costs }) => costs.progress.webhooks),
  }
}

export const isClean = (figures: Record<string, number>): boolean =>
  ['double', 'unknownTransfers', 'ledgerMinusStripe', 'open'].every((name) => figures[name] === 0)
