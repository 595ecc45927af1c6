import { describe, expect, it } from 'vitest'
import { runStatuses } from '../../../schema/payout-runs.ts'
import { type Payout, payoutStatuses } from '../../../schema/payouts.ts'
import { isOpen, payoutMayBecome, runMayBecome } from '../../../worker/payouts/rules-run.ts'
import { type Standing, stepOf } from '../../../worker/payouts/rules-standing.ts'

const now = new Date('2026-11-02T09:00:00Z')

const minutes = (n: number) => new Date(now.getTime() + n * 60_000)

describe('state tables', () => {
  it('a payout moves as money.md 5 says and no other way', () => {
    const allowed = payoutStatuses.flatMap((from) => payoutStatuses.filter((to) => payoutMayBecome(from, to)).map((to) => `${from}>${to}`))
    expect(allowed).toEqual([
      'reserved>sending',
      'reserved>unknown',
      'reserved>released',
      'sending>unknown',
      'sending>paid',
      'sending>released',
      'sending>stuck',
      'unknown>reserved',
      'unknown>paid',
      'unknown>released',
      'unknown>stuck',
      'stuck>paid',
      'stuck>released',
    ])
    expect(payoutStatuses.filter(isOpen)).toEqual(['reserved', 'sending', 'unknown', 'stuck'])
  })

  it('a run never leaves an end', () => {
    for (const end of ['done', 'refused', 'cancelled'] as const) expect(runStatuses.filter((to) => runMayBecome(end, to))).toEqual([])
    expect(runMayBecome('draft', 'approved')).toBe(false)
  })
})

describe('stepOf', () => {
  const payout: Payout = {
    id: 'po_1',
    runId: 'run_1',
    partnerId: 'par_1',
    currency: 'usd',
    amountMinor: 5_000,
    destination: 'acct_1',
    destinationVersion: 1,
    epoch: 1,
    gen: 0,
    lease: null,
    leaseUntil: new Date(0),
    nextAt: now,
    tries: 0,
    doubts: 0,
    firstSentAt: null,
    lastSentAt: null,
    transfer: null,
    status: 'reserved',
    reason: null,
    reservedAt: now,
    finishedAt: null,
  }
  const standing: Standing = {
    payout,
    runStatus: 'sending',
    checkedAt: null,
    isPaused: false,
    isCancelled: false,
    isStopped: false,
    newestEpoch: 1,
    partnerStatus: 'active',
    currentVersion: 1,
    readiness: 'active',
    holdUntil: now,
    nextSlotAt: now,
    isAboveHourCap: false,
  }
  const sending: Partial<Payout> = {
    status: 'sending',
    tries: 1,
    firstSentAt: minutes(-30),
    lastSentAt: minutes(-30),
    leaseUntil: minutes(-1),
  }

  it.each<[string, Partial<Payout>, Partial<Standing>, string]>([
    ['reserved', {}, {}, 'send'],
    ['leased', { ...sending, leaseUntil: minutes(1) }, {}, 'nothing'],
    ['lease over', sending, {}, 'send'],
    ['later', { nextAt: minutes(1) }, {}, 'nothing'],
    ['key 23 h old', { ...sending, firstSentAt: minutes(-23 * 60) }, {}, 'mark_unknown'],
    ['key almost 23 h old', { ...sending, firstSentAt: minutes(-23 * 60 + 1) }, {}, 'send'],
    ['key too old in a run that rests', { ...sending, firstSentAt: minutes(-23 * 60) }, { isPaused: true }, 'mark_unknown'],
    ['run rests', {}, { isPaused: true }, 'nothing'],
    ['stopped', {}, { isStopped: true }, 'nothing'],
    ['run not sending', {}, { runStatus: 'approved' }, 'nothing'],
    ['newer epoch on record', {}, { newestEpoch: 2 }, 'nothing'],
    ['cancelled', {}, { isCancelled: true }, 'release'],
    ['cancelled, but tried', sending, { isCancelled: true }, 'send'],
    ['destination changed', {}, { currentVersion: 2 }, 'release'],
    ['destination changed, but tried', sending, { currentVersion: 2 }, 'send'],
    ['restricted', {}, { readiness: 'restricted' }, 'release'],
    ['Stripe silent', {}, { readiness: 'unknown' }, 'nothing'],
    ['hold not over', {}, { holdUntil: minutes(1) }, 'nothing'],
    ['partner suspended', {}, { partnerStatus: 'suspended' }, 'release'],
    ['above the hourly cap', {}, { isAboveHourCap: true }, 'pause_for_cap'],
    ['above the hourly cap, but tried', sending, { isAboveHourCap: true }, 'send'],
    ['no slot near', {}, { nextSlotAt: minutes(1) }, 'wait_for_slot'],
    ['unknown and quiet', { status: 'unknown' }, { isStopped: true }, 'look_up'],
    ['unknown', { status: 'unknown', nextAt: minutes(1) }, {}, 'nothing'],
    ['stuck', { status: 'stuck' }, {}, 'nothing'],
    ['paid', { status: 'paid' }, {}, 'nothing'],
    ['released', { status: 'released' }, {}, 'nothing'],
  ])('%s', (_, of, around, step) => {
    expect(stepOf({ ...standing, ...around, payout: { ...payout, ...of } }, 1, now).do).toBe(step)
  })

  it('after a restore, whatever was open is looked up', () => {
    for (const status of ['reserved', 'sending'] as const) {
      expect(stepOf({ ...standing, payout: { ...payout, status } }, 2, now)).toEqual({ do: 'mark_unknown', reason: 'restored' })
    }
  })
})
