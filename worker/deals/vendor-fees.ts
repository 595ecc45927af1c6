import { and, eq } from 'drizzle-orm'
import { formatMoney } from '../../portal/components/format-money.ts'
import { type VendorFee, vendorFees } from '../../schema/deal-kinds.ts'
import { trail } from '../audit/store.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { writeOnce } from './once.ts'
import { findProspectOfDomain, getFee } from './store-vendor-fees.ts'

type Expected = Pick<VendorFee, 'vendor' | 'rule' | 'currency' | 'expectedMinor' | 'dueOn'> & { domain: string }

/**
 * Writes down what a vendor will owe us for a customer we sent it. Nothing of it ever stands in the commission ledger (VEN1).
 *
 * @returns the fee's id
 * @throws Refusal invalid where the domain is nobody's, or of more than one
 */
export async function expectFee(deps: Deps, { domain, ...expected }: Expected, act: string, actor: string): Promise<string> {
  const { db, newId } = deps
  const prospectId = await findProspectOfDomain(db, domain)
  if (!prospectId) throw new Refusal('invalid', 'No customer of ours, or more than one, has this domain. Look it up in Prospects.')
  return writeOnce(deps, act, async (at) => {
    const id = newId('vnf')
    const { currency, expectedMinor, dueOn } = expected
    const row = {
      ...expected,
      id,
      prospectId,
      receivedMinor: 0,
      status: 'expected' as const,
      recordedBy: actor,
      recordedAt: at,
      version: 1,
    }
    return {
      id,
      statements: [
        db.insert(vendorFees).values(row),
        trail(db, { at, actor, act: 'vendor_fee.expected', subject: id, detail: { prospect: prospectId, currency, expectedMinor, dueOn } }),
      ],
    }
  })
}

/** The customer was told that we earn, before anything is received. @throws Refusal not_found, stale, wrong_state */
export const discloseFee = (
  deps: Deps,
  id: string,
  { act, version, on, how }: Changing & { on: string; how: string },
  actor: string,
): Promise<string> =>
  change(deps, id, { act, version, actor, name: 'vendor_fee.disclosed' }, (before) => {
    if (before.disclosedOn) throw new Refusal('wrong_state', `The customer was told on ${before.disclosedOn}.`)
    if (on > today(deps)) throw new Refusal('invalid', 'Give the day on which the customer was told, not one to come.')
    return { disclosedOn: on, disclosedHow: how }
  })

type Arrival = Changing & { receivedMinor: number; bankReference: string; on: string; note: string }

/**
 * Money came, all or a part of it: `short` until the rest follows.
 *
 * @throws Refusal not_found, stale, not_disclosed before the customer was told, wrong_state, invalid
 */
export const receiveFee = (deps: Deps, id: string, { act, version, receivedMinor, bankReference, on, note }: Arrival, actor: string) =>
  change(deps, id, { act, version, actor, name: 'vendor_fee.received' }, (before) => {
    if (!before.disclosedOn) throw new Refusal('not_disclosed', 'Tell the customer first that we earn, and record how and when.')
    if (on > today(deps)) throw new Refusal('invalid', 'Money that came did not come in the future.')
    const total = before.receivedMinor + receivedMinor
    const status = total >= before.expectedMinor ? ('received' as const) : ('short' as const)
    return { receivedMinor: total, bankReference, receivedOn: on, status, note: note || before.note }
  })

/** The rest, or all of it, will not come. @throws Refusal not_found, stale, wrong_state */
export const writeOffFee = (deps: Deps, id: string, { act, version, reason }: Changing & { reason: string }, actor: string) =>
  change(deps, id, { act, version, actor, name: 'vendor_fee.written_off' }, () => ({ status: 'written_off', note: reason }))

export type Changing = { act: string; version: number }

const today = ({ now }: Deps): string => now().toISOString().slice(0, 10)

async function change(
  deps: Deps,
  id: string,
  { act, version, actor, name }: Changing & { actor: string; name: string },
  decide: (before: VendorFee) => Partial<VendorFee>,
): Promise<string> {
  const { db } = deps
  return writeOnce(deps, act, async (at) => {
    const before = await getFee(db, id)
    if (before.status === 'received' || before.status === 'written_off')
      throw new Refusal('wrong_state', before.status === 'received' ? 'All of this fee has come.' : 'This fee was written off.')
    if (before.version !== version) throw new Refusal('stale', staleOf(before))
    const set = decide(before)
    const { status, receivedMinor } = { ...before, ...set }
    return {
      id,
      statements: [
        db
          .update(vendorFees)
          .set({ ...set, version: version + 1 })
          .where(and(eq(vendorFees.id, id), eq(vendorFees.version, version))),
        ...changedExactly(db),
        trail(db, { at, actor, act: name, subject: id, detail: { status, receivedMinor } }),
      ],
    }
  })
}

const staleOf = ({ receivedMinor, currency }: VendorFee) =>
  `Somebody changed this fee meanwhile: ${formatMoney(receivedMinor, currency)} have come so far. Look again, then send it once more.`
