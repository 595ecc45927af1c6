import { appliers } from './appliers.ts'
import type { Deps, Hint } from './deps.ts'
import { forLog } from './log.ts'
import { deliverNotice } from './notices/deliver.ts'
import { sendPayout } from './payouts/send.ts'
import { sweepRuns } from './payouts/sweep.ts'
import { applyStored } from './stripe/inbox.ts'
import { ingestClicks } from './tracking/ingest.ts'
import type { ClickMessage } from './tracking/message.ts'

const callsAtOnce = 5

/** Clicks are written together; each hint is followed on its own and never blocks its neighbours. */
export async function consume(deps: Deps, batch: MessageBatch): Promise<void> {
  if (batch.queue.endsWith('-clicks')) {
    // Only `clickQueue` of deps.ts writes to this queue.
    await ingestClicks(
      deps,
      batch.messages.map((message) => message.body as ClickMessage),
    )
    return
  }
  // Only `hints` of deps.ts writes to the other one.
  const messages = [...(batch.messages as readonly Message<Hint>[])]
  await Promise.all(Array.from({ length: callsAtOnce }, () => followNext(deps, messages)))
}

async function followNext(deps: Deps, messages: Message<Hint>[]): Promise<void> {
  for (let message = messages.shift(); message; message = messages.shift()) {
    try {
      await follow(deps, message.body)
      message.ack()
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', hint: message.body, message: forLog(String(error)) }))
      message.retry({ delaySeconds: 30 })
    }
  }
}

/** A hint says where to look, never what to do: each of these reads D1 and may find nothing left to do. */
export async function follow(deps: Deps, hint: Hint): Promise<void> {
  switch (hint.kind) {
    case 'run':
      return sweepRuns(deps, hint.id)
    case 'payout':
      return sendPayout(deps, hint.id)
    case 'inbox':
      return applyStored(deps, hint.id, appliers)
    case 'outbox':
      return deliverNotice(deps, hint.id)
  }
}
