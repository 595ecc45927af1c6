import { and, eq, isNull } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import { type SignalExemption, type SignalRule, signalExemptions } from '../../schema/signals.ts'
import { groups } from '../../schema/terms.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'

/** A partner or a group that a rule shall not look at, until the end of a day, and why. */
type NewExemption = { rule: SignalRule; partnerId: string | null; groupId: string | null; reason: string; endsAt: Date }

const longestMs = 366 * 86_400_000

/**
 * Lets a rule pass over a partner or a group for a while. What the rule found before waits for its decision as ever.
 *
 * @throws Refusal not_found, invalid for an end that is past or more than a year away
 */
export async function grantExemption(
  deps: Deps,
  { rule, partnerId, groupId, reason, endsAt }: NewExemption,
  act: string,
  by: string,
): Promise<void> {
  const { db, now, newId } = deps
  await readAgainIfRefused(async () => {
    if (await findAct(db, act)) return
    const at = now()
    if (endsAt <= at) throw new Refusal('invalid', 'Choose a day that is still to come.')
    if (endsAt.getTime() - at.getTime() > longestMs) throw new Refusal('invalid', 'At most a year: after that somebody should look again.')
    await mustExist(deps, partnerId, groupId)
    const id = newId('exe')
    await inOneBatch(db, [
      actOnce(db, act, id, at),
      db.insert(signalExemptions).values({ id, rule, partnerId, groupId, reason, grantedBy: by, grantedAt: at, endsAt }),
      trail(db, {
        at,
        actor: by,
        act: 'exemption.granted',
        subject: id,
        partnerId: partnerId ?? undefined,
        detail: { rule, group: groupId, reason, until: endsAt.toISOString() },
      }),
    ])
  })
}

async function mustExist({ db }: Deps, partnerId: string | null, groupId: string | null): Promise<void> {
  const rows = partnerId
    ? await db.select({ id: partners.id }).from(partners).where(eq(partners.id, partnerId))
    : await db
        .select({ id: groups.id })
        .from(groups)
        .where(eq(groups.id, groupId ?? ''))
  if (rows.length === 0) throw notFound()
}

/**
 * Ends an exemption before its day.
 *
 * @throws Refusal not_found, wrong_state
 */
export async function endExemption({ db, now }: Deps, exemption: SignalExemption, by: string): Promise<void> {
  if (exemption.endedAt) return
  const at = now()
  if (exemption.endsAt <= at) throw new Refusal('wrong_state', 'This exemption is over already.')
  await readAgainIfRefused(() =>
    inOneBatch(db, [
      db
        .update(signalExemptions)
        .set({ endedBy: by, endedAt: at })
        .where(and(eq(signalExemptions.id, exemption.id), isNull(signalExemptions.endedAt))),
      ...changedExactly(db),
      trail(db, {
        at,
        actor: by,
        act: 'exemption.ended',
        subject: exemption.id,
        partnerId: exemption.partnerId ?? undefined,
        detail: { rule: exemption.rule },
      }),
    ]),
  )
}
