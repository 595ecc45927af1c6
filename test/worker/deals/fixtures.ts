import type { Currency } from '../../../schema/currency.ts'
import type { DealKind, TermsVersion } from '../../../schema/terms.ts'
import { closeDeal } from '../../../worker/deals/close.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import type { Details } from '../../../worker/deals/read-details.ts'
import { recordPayment } from '../../../worker/deals/record.ts'
import { partnerAccount } from '../../../worker/ledger/rules.ts'
import { balanceOf } from '../../../worker/ledger/store.ts'
import { haveGroup, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'

type Wanted = {
  kind?: DealKind
  currency?: Currency
  rates?: TermsVersion['rates']
  holdDays?: number
  credited?: boolean
  details?: Details
}

/** A won deal, opened by sales, of a prospect whose credit is the partner's; 10 % for life under a hold of 30 days unless told. */
export async function haveWonDeal(
  world: World,
  { kind = 'one_off', currency = 'eur', rates, holdDays, credited = true, details }: Wanted = {},
) {
  const group = await haveGroup(world, { ...(rates && { rates }), ...(holdDays !== undefined && { holdDays }) })
  const partner = await havePartner(world, { groupId: group.id })
  const sales = await haveStaff(world, 'sales')
  const prospect = await haveProspect(world, credited ? partner.id : null)
  const wanted = {
    prospectId: prospect.id,
    name: 'Planning for two plants',
    kind,
    currency,
    amountMinor: 100_000,
    source: null,
    ...(details && { details }),
  }
  const dealId = await openDeal(world.deps, wanted, world.deps.newId('act'), sales.id)
  await closeDeal(world.deps, dealId, 'won', null, sales.id)

  return {
    group,
    partner,
    sales,
    prospect,
    dealId,
    pay: (paidMinor: number, options: { taxMinor?: number; paidAt?: Date; act?: string; measurementId?: string } = {}) =>
      recordPayment(
        world.deps,
        dealId,
        {
          paidMinor,
          taxMinor: options.taxMinor ?? 0,
          currency,
          paidAt: options.paidAt ?? world.now(),
          act: options.act ?? world.deps.newId('act'),
          measurementId: options.measurementId,
        },
        sales.id,
      ),
  }
}

/** Pending, held, available and in flight, and what the commissions cost so far (shown negative). */
export async function accountsOf(world: World, partnerId: string, currency: Currency = 'eur') {
  const of = (kind: 'pending' | 'held' | 'avail' | 'inflight') => balanceOf(world.deps.db, partnerAccount(kind, partnerId, currency))
  return {
    pending: await of('pending'),
    held: await of('held'),
    avail: await of('avail'),
    inflight: await of('inflight'),
    expense: await balanceOf(world.deps.db, `expense:${currency}`),
  }
}

/** What a performance deal says of itself; a period comes to 100.00 to 9,000.00. */
export const measuring = {
  metric: 'Hours of stops that are saved',
  metricSource: 'The shift log',
  formula: 'Hours × 150.00',
  floorMinor: 10_000,
  capMinor: 900_000,
}
