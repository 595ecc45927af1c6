import { describe, expect, it } from 'vitest'
import { digestOf, fingerprintOf, payoutIdOf } from '../../../worker/payouts/digest.ts'
import {
  backoffMs,
  blockerOf,
  type Candidate,
  hourOf,
  keyOf,
  keyWallMs,
  leaseMs,
  paceOf,
  periodOf,
  quietMs,
  runIdOf,
  shortOf,
} from '../../../worker/payouts/rules.ts'
import { consequenceOf, differenceTo, isTransferOf, secondApproverReasons } from '../../../worker/payouts/rules-run.ts'
import { reasonInWords } from '../../../worker/payouts/words.ts'

const now = new Date('2026-11-02T09:00:00Z')

const minutes = (n: number) => new Date(now.getTime() + n * 60_000)

const green: Candidate = {
  partnerId: 'par_1',
  partner: 'Fjordwerk',
  partnerStatus: 'active',
  currency: 'usd',
  amountMinor: 5_000,
  availMinor: 5_000,
  heldMinor: 0,
  minimumMinor: 2_500,
  destination: 'acct_1',
  destinationVersion: 1,
  readiness: 'active',
  readinessCodes: [],
  due: [],
  askedAt: now,
  holdUntil: now,
  openPayout: null,
  isReturned: false,
}

describe('blockerOf', () => {
  it.each<[string, Partial<Candidate>, string | undefined]>([
    ['all is well', {}, undefined],
    ['exactly the minimum', { amountMinor: 2_500, availMinor: 2_500 }, undefined],
    ['one below the minimum', { amountMinor: 2_499, availMinor: 2_499 }, 'below_minimum'],
    ['the hold ends at this moment', { holdUntil: now }, undefined],
    ['the hold ends a millisecond later', { holdUntil: new Date(now.getTime() + 1) }, 'destination_hold'],
    ['suspended', { partnerStatus: 'suspended' }, 'partner_not_active'],
    ['left', { partnerStatus: 'left' }, 'partner_not_active'],
    ['below zero', { amountMinor: -1, availMinor: -1 }, 'negative_balance'],
    ['all on hold', { amountMinor: 0, availMinor: 0, heldMinor: 900 }, 'open_hold'],
    ['nothing at all', { amountMinor: 0, availMinor: 0 }, 'below_minimum'],
    ['three decimals', { currency: 'kwd' }, 'currency_not_transferable'],
    ['no account', { destination: null, readiness: null }, 'no_destination'],
    ['details due', { readiness: 'restricted', due: ['identity.document'] }, 'requirements_due'],
    ['pending', { readiness: 'pending' }, 'requirements_due'],
    ['restricted for no reason we can fix', { readiness: 'restricted' }, 'restricted'],
    ['rejected', { readiness: 'rejected' }, 'destination_rejected'],
    ['unsupported', { readiness: 'unsupported' }, 'destination_rejected'],
    ['closed', { readiness: 'closed' }, 'destination_closed'],
    ['not known', { readiness: 'unknown' }, 'stripe_not_reachable'],
    ['asked and silent', { isSilent: true }, 'stripe_not_reachable'],
    ['asked 27 hours ago', { askedAt: minutes(-27 * 60) }, 'stripe_not_reachable'],
    ['its bank sent money back', { isReturned: true }, 'bank_refused'],
    ['a payout is open', { openPayout: 'po_1' }, 'open_payout'],
    ['balance and commissions differ', { availMinor: 4_999 }, 'balance_differs'],
  ])('%s', (_, facts, blocker) => {
    expect(blockerOf({ ...green, ...facts }, now)?.blocker).toBe(blocker)
  })

  it('names what is due, until when, and which payout', () => {
    expect(blockerOf({ ...green, readiness: 'restricted', due: ['a', 'b'] }, now)?.detail).toBe('a, b')
    expect(blockerOf({ ...green, holdUntil: minutes(60) }, now)?.detail).toBe('2026-11-02T10:00:00.000Z')
    expect(blockerOf({ ...green, openPayout: 'po_1' }, now)?.detail).toBe('po_1')
  })
})

it('a short balance pays the smallest first, each currency by itself', () => {
  const of = (partnerId: string, amountMinor: number, currency: 'usd' | 'eur' = 'usd') => ({ ...green, partnerId, amountMinor, currency })
  const all = [of('par_1', 700), of('par_2', 300), of('par_3', 500), of('par_4', 100, 'eur')]

  expect([...shortOf(all, new Map([['usd', 800]]))].map(({ partnerId }) => partnerId)).toEqual(['par_4', 'par_1'])
  expect([
    ...shortOf(
      all,
      new Map([
        ['usd', 1500],
        ['eur', 100],
      ]),
    ),
  ]).toEqual([])
  expect(shortOf([of('par_1', 800)], new Map([['usd', 799]])).size).toBe(1)
})

describe('ids, keys and time', () => {
  it('a payout id is a function of run, partner and currency', async () => {
    expect(await payoutIdOf('run_1', 'par_1', 'usd')).toBe(await payoutIdOf('run_1', 'par_1', 'usd'))
    const ids = await Promise.all([
      payoutIdOf('run_1', 'par_1', 'usd'),
      payoutIdOf('run_2', 'par_1', 'usd'),
      payoutIdOf('run_1', 'par_2', 'usd'),
      payoutIdOf('run_1', 'par_1', 'eur'),
    ])
    expect(new Set(ids).size).toBe(4)
    expect(ids[0]).toMatch(/^po_[0-9a-f]{24}$/)
  })

  it('runs, keys and hours', () => {
    expect(runIdOf(periodOf(now), 3)).toBe('run_2026-11_3')
    expect([keyOf('po_1', 0), keyOf('po_1', 1)]).toEqual(['po:po_1:0', 'po:po_1:1'])
    expect(hourOf(new Date('2026-11-02T09:59:59.999Z'))).toBe(now.getTime())
  })

  it('backs off 30 s × 2^n, at most two hours', () => {
    expect([1, 2, 3, 8, 9, 50].map((tries) => backoffMs(tries) / 1000)).toEqual([30, 60, 120, 3_840, 7_200, 7_200])
  })

  it('the constants of money.md 7', () => {
    expect([keyWallMs, quietMs, leaseMs].map((ms) => ms / 60_000)).toEqual([23 * 60, 60, 20])
    expect([paceOf(true), paceOf(false)]).toEqual([24, 20])
  })
})

describe('fingerprintOf', () => {
  const printed = {
    payoutId: 'po_1',
    partnerId: 'par_1',
    currency: 'usd',
    amountMinor: 5_000,
    destination: 'acct_1',
    destinationVersion: 1,
    lines: 'com_1:5000',
  }
  const other = { ...printed, payoutId: 'po_2', partnerId: 'par_2' }

  it('does not depend on the order of reading', async () => {
    expect(await fingerprintOf([printed, other])).toBe(await fingerprintOf([other, printed]))
    expect(await fingerprintOf([])).toBe(await digestOf(''))
  })

  it.each([
    ['amount', { amountMinor: 5_001 }],
    ['currency', { currency: 'eur' }],
    ['partner', { partnerId: 'par_9' }],
    ['destination', { destination: 'acct_9' }],
    ['destination version', { destinationVersion: 2 }],
    ['a line', { lines: 'com_2:5000' }],
    ['id', { payoutId: 'po_9' }],
  ])('one changed %s is another fingerprint', async (_, change) => {
    expect(await fingerprintOf([{ ...printed, ...change }, other])).not.toBe(await fingerprintOf([printed, other]))
  })
})

describe('caps', () => {
  const caps = [{ currency: 'usd', payoutMinor: 1_000, runMinor: 5_000, hourMinor: 2_000, firstMinor: 100 }]
  const facts = { currency: 'usd' as const, totalMinor: 5_000, largestMinor: 1_000, largestFirstMinor: 100 }

  it.each([
    ['at every cap', {}, 0],
    ['a payout above', { largestMinor: 1_001 }, 1],
    ['the run above', { totalMinor: 5_001 }, 1],
    ['a first payout above', { largestFirstMinor: 101 }, 1],
    ['everything above', { largestMinor: 1_001, totalMinor: 5_001, largestFirstMinor: 101 }, 3],
  ])('%s', (_, change, reasons) => {
    expect(secondApproverReasons([{ ...facts, ...change }], caps).length).toBe(reasons)
  })

  it('a currency without caps needs a second approver for every payout in it', () => {
    expect(secondApproverReasons([{ ...facts, currency: 'eur', totalMinor: 1, largestMinor: 1 }], caps)).toEqual([
      'There are no caps for EUR.',
    ])
  })
})

it('compares a transfer in amount, currency, destination and group', () => {
  const payout = { id: 'po_1', amountMinor: 5, currency: 'usd', destination: 'acct_1' }
  const transfer = { payoutId: 'po_1', amountMinor: 5, currency: 'usd', destination: 'acct_1', transferGroup: 'po_1' }
  expect(isTransferOf(payout, transfer)).toBe(true)
  for (const change of [{ payoutId: '' }, { amountMinor: 6 }, { currency: 'eur' }, { destination: 'acct_2' }, { transferGroup: null }]) {
    expect(isTransferOf(payout, { ...transfer, ...change })).toBe(false)
  }
})

it('differences stay in their currency', () => {
  const last = [{ currency: 'usd' as const, n: 2, amountMinor: 700 }]
  const now = [
    { currency: 'usd' as const, n: 3, amountMinor: 500 },
    { currency: 'eur' as const, n: 1, amountMinor: 9 },
  ]
  expect(differenceTo(last, now)).toEqual([
    { currency: 'eur', n: 1, amountMinor: 9 },
    { currency: 'usd', n: 1, amountMinor: -200 },
  ])
})

it('tells what a refusal means for others', () => {
  expect(
    ['balance_insufficient', 'resource_missing', 'parameter_unknown', 'insufficient_capabilities_for_transfer', null].map(consequenceOf),
  ).toEqual(['fund', 'close', 'bug', 'restrict', 'restrict'])
  expect(reasonInWords('something_new')).toContain('something_new')
})
