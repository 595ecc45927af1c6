import { sql } from 'drizzle-orm'
import { holdCommission } from '../../../worker/commissions/hold.ts'
import { closeDeal } from '../../../worker/deals/close.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { setStop } from '../../../worker/payouts/stop.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { putEvent } from '../../../worker/stripe/inbox.ts'
import { haveCommission, haveDestination, havePartner, haveProspect } from '../../support/fixtures.ts'
import { approve, fingerprintOfRun, fund } from '../payouts/support.ts'
import type { Scene } from './scene.ts'

/** What has to stand before a form can be sent. */
export async function haveInvitedPartner({ world, group }: Scene) {
  const partner = await havePartner(world, { groupId: group.id, name: 'Invited' })
  await world.deps.db.run(sql`update partners set status = 'invited', activated_at = null where id = ${partner.id}`)
  return partner
}

export async function havePausedPartner({ world, group }: Scene) {
  const partner = await havePartner(world, { groupId: group.id, name: 'Paused' })
  await world.deps.db.run(sql`update partners set status = 'suspended' where id = ${partner.id}`)
  return partner
}

export async function haveOpenDeal({ world, partner, people, act }: Scene): Promise<string> {
  const prospect = await haveProspect(world, partner.id)
  const wanted = { prospectId: prospect.id, name: 'Planning', kind: 'one_off', currency: 'eur', amountMinor: 90_000, source: null } as const
  return openDeal(world.deps, wanted, act(), people.sales.id)
}

export async function haveWonDeal(scene: Scene): Promise<string> {
  const dealId = await haveOpenDeal(scene)
  await closeDeal(scene.world.deps, dealId, 'won', null, scene.people.sales.id)
  return dealId
}

export async function haveHeldCommission({ world, partner, people }: Scene): Promise<string> {
  const { id } = await haveCommission(world, partner, 5_000)
  await holdCommission(world.deps, id, { reason: 'We look at it again.', owner: people.finance.id }, people.finance.id)
  return id
}

export async function haveDraftRun({ world, partner, people }: Scene): Promise<string> {
  await haveDestination(world, partner.id)
  await haveCommission(world, partner, 5_000)
  await fund(world)
  return prepareRun(world.deps, { by: people.finance.id })
}

export async function haveSubmittedRun(scene: Scene): Promise<{ runId: string; fingerprint: string }> {
  const runId = await haveDraftRun(scene)
  await submitRun(scene.world.deps, runId, scene.people.finance)
  return { runId, fingerprint: await fingerprintOfRun(scene.world, runId) }
}

/** Sends, and rests at the hourly cap. */
export async function haveRestingRun(scene: Scene): Promise<string> {
  const { world, people } = scene
  const { runId } = await haveSubmittedRun(scene)
  await approve(world, runId, people.otherAdmin)
  await sweepRuns(world.deps, runId)
  world.hints.length = 0
  await world.deps.db.run(sql`update payout_runs set paused = 'hourly cap' where id = ${runId}`)
  return runId
}

export async function haveStop({ world, people }: Scene): Promise<string> {
  await setStop(world.deps, people.otherFinance, { kind: 'all', subject: '', reason: 'To be sure.' })
  return 'all'
}

export async function haveEvent({ world }: Scene): Promise<string> {
  const event = { id: 'evt_1', type: 'customer.created', object: 'cus_1', account: null, apiVersion: null, livemode: false }
  await putEvent(world.deps, 'platform', event)
  return event.id
}

/** Tried, and never applied. */
export async function haveFailingEvent({ world }: Scene): Promise<string> {
  const event = { id: 'evt_2', type: 'invoice.paid', object: 'in_1', account: null, apiVersion: null, livemode: false }
  await putEvent(world.deps, 'platform', event)
  await world.deps.db.run(sql`update inbox set tries = 9, error = 'What it is about is not known.' where id = ${event.id}`)
  return event.id
}
