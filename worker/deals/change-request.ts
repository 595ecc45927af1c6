import { and, eq } from 'drizzle-orm'
import { type ChangeRequest, changeRequests } from '../../schema/deal-kinds.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { writeOnce } from './once.ts'
import { getDeal } from './store.ts'
import { getChangeRequest, listChangeRequests, listPaymentIds } from './store-kinds.ts'

type Asked = Pick<ChangeRequest, 'text' | 'amountMinor'>

/**
 * Extra work on a flat fee (DEA6): written down before it is done.
 *
 * @throws Refusal not_found, wrong_state for another kind of deal or one that was lost
 */
export async function askForChange(deps: Deps, dealId: string, asked: Asked, act: string, actor: string): Promise<string> {
  const { db, newId } = deps
  return writeOnce(deps, act, async (at) => {
    const deal = await getDeal(db, dealId)
    if (deal.kind !== 'flat_fee')
      throw new Refusal('wrong_state', 'Only a flat fee has change requests: other kinds are paid as they grow.')
    if (deal.status === 'lost') throw new Refusal('wrong_state', 'This deal is lost. Open it again first.')
    const id = newId('chg')
    return {
      id,
      statements: [
        db.insert(changeRequests).values({ ...asked, id, dealId, status: 'asked', recordedBy: actor, recordedAt: at }),
        trail(db, { at, actor, act: 'change.asked', subject: id, detail: { deal: dealId, amountMinor: asked.amountMinor } }),
      ],
    }
  })
}

/** The customer's person said yes, on a day. @throws Refusal not_found, wrong_state, invalid for a day to come */
export async function approveChange(
  deps: Deps,
  dealId: string,
  id: string,
  { approvedBy, approvedOn }: { approvedBy: string; approvedOn: string },
  actor: string,
): Promise<void> {
  if (approvedOn > deps.now().toISOString().slice(0, 10)) throw new Refusal('invalid', 'A yes cannot lie in the future.')
  await move(deps, dealId, id, { status: 'approved', approvedBy, approvedOn }, actor)
}

/** @throws Refusal not_found, wrong_state */
export const refuseChange = (deps: Deps, dealId: string, id: string, actor: string): Promise<void> =>
  move(deps, dealId, id, { status: 'refused' }, actor)

/**
 * Which payment paid for it: one of its own, which earned on its own.
 *
 * @throws Refusal not_found, wrong_state before the customer approved it or for a payment of another change, invalid
 */
export async function payChange(deps: Deps, dealId: string, id: string, paymentId: string, actor: string): Promise<void> {
  const { db } = deps
  const [payments, changes] = await Promise.all([listPaymentIds(db, dealId), listChangeRequests(db, dealId)])
  if (!payments.includes(paymentId)) throw new Refusal('invalid', 'Choose the payment of this deal that paid for the change.')
  if (changes.some((each) => each.id !== id && each.paymentId === paymentId))
    throw new Refusal('wrong_state', 'This payment paid for another change.')
  await move(deps, dealId, id, { status: 'paid', paymentId }, actor)
}

type Step = { status: 'approved'; approvedBy: string; approvedOn: string } | { status: 'refused' } | { status: 'paid'; paymentId: string }

const from: Record<Step['status'], ChangeRequest['status']> = { approved: 'asked', refused: 'asked', paid: 'approved' }
const sentences: Record<Step['status'], string> = {
  approved: 'This change was decided already.',
  refused: 'This change was decided already.',
  paid: 'The customer approves a change before it is paid.',
}

/** Asked for what it already is, it stays so. */
async function move({ db, now }: Deps, dealId: string, id: string, step: Step, actor: string): Promise<void> {
  await readAgainIfRefused(async () => {
    const before = await getChangeRequest(db, dealId, id)
    if (before.status === step.status && (step.status !== 'paid' || before.paymentId === step.paymentId)) return
    if (before.status !== from[step.status]) throw new Refusal('wrong_state', sentences[step.status])
    await inOneBatch(db, [
      db
        .update(changeRequests)
        .set(step)
        .where(and(eq(changeRequests.id, id), eq(changeRequests.status, before.status))),
      ...changedExactly(db),
      trail(db, {
        at: now(),
        actor,
        act: `change.${step.status}`,
        subject: id,
        detail: { deal: dealId, payment: step.status === 'paid' ? step.paymentId : null },
      }),
    ])
  })
}
