import type { RestorePageProps } from '../../portal/pages/restore-page.tsx'
import { isCurrency } from '../../schema/currency.ts'
import type { Adoption, Restore } from '../../schema/restores.ts'
import type { AppContext } from '../env.ts'
import { namesOf } from '../identity/names.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { adoptedTogether, digestOfShown } from './adoptions.ts'
import { quietUntil, whatIsLeft } from './lift.ts'
import { listAdoptions, listNewlyAdopted, listProblems } from './store-adoptions.ts'
import { countLeft, countPulled, findForgottenStop, findRestore, newestEpoch } from './store-restores.ts'

/** The desk of a restore: where it stands, what is next, and who may do it. */
export async function restoreView(c: AppContext): Promise<Omit<RestorePageProps, 'form'>> {
  const { deps, staff } = c.var
  const { db, settings } = deps
  const [onRecord, stop] = await Promise.all([newestEpoch(db), findForgottenStop(db)])
  const deployed = settings.moneyEpoch
  const restore = await findRestore(db, Math.max(deployed, onRecord))
  const has = (...roles: string[]) => staff.roles.some((role) => roles.includes(role))
  return {
    deployed,
    onRecord,
    stop,
    restore: restore && (await progressOf(c, restore)),
    mayBegin: has('finance', 'admin'),
    mayPropose: has('finance'),
    hasSecondFactor: isFreshFactor(staff.secondFactorAt, deps.now()),
  }
}

async function progressOf(c: AppContext, restore: Restore): Promise<NonNullable<RestorePageProps['restore']>> {
  const { deps, staff } = c.var
  const { db } = deps
  const [pulled, left, missing, found, proposed, confirmed, problems, adopted] = await Promise.all([
    countPulled(db, restore.begunAt),
    countLeft(db, restore),
    whatIsLeft(deps, restore),
    listAdoptions(db, 'found', adoptedTogether),
    listAdoptions(db, 'proposed', adoptedTogether),
    listAdoptions(db, 'confirmed', adoptedTogether),
    listProblems(db, adoptedTogether),
    listNewlyAdopted(db, restore.epoch, adoptedTogether),
  ])
  const names = await namesOf(db, [restore.begunBy, ...proposed.map(({ proposedBy }) => proposedBy ?? '')])
  const proposer = proposed[0]?.proposedBy
  return {
    restoredTo: restore.restoredTo,
    since: restore.since,
    begunBy: names.get(restore.begunBy) ?? restore.begunBy,
    begunAt: restore.begunAt,
    quietUntil: quietUntil(restore),
    isQuiet: deps.now() >= quietUntil(restore),
    isComparing: restore.comparingAt !== null,
    comparedAt: restore.comparedAt,
    differences: restore.differences,
    pulled,
    left,
    missing,
    found: { rows: found.map(asRow), shown: await digestOfShown(found) },
    proposed: {
      rows: proposed.map(asRow),
      shown: await digestOfShown(proposed),
      by: proposer ? (names.get(proposer) ?? proposer) : undefined,
      mayDecide: staff.roles.includes('approver') && proposed.every(({ proposedBy }) => proposedBy !== staff.id),
    },
    confirmed: confirmed.map(asRow),
    problems: problems.map(asRow),
    adopted: adopted.map(asRow),
  }
}

const asRow = ({ transfer, payoutId, runId, partnerId, currency, amountMinor, transferredAt, problem }: Adoption) => ({
  transfer,
  payoutId,
  runId,
  partnerId,
  amountMinor,
  currency: isCurrency(currency) ? currency : undefined,
  code: currency,
  transferredAt,
  problem,
})
