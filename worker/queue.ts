import { appliers } from './appliers.ts'
import type { Deps, Hint } from './deps.ts'
import { forLog } from './log.ts'
import { deliverNotice } from './notices/deliver.ts'
import { sendPayout } from './payouts/send.ts'
import { sweepRuns } from './payouts/sweep.ts'
import { failureOf } from './stripe/failure.ts'
import { applyStored } from './stripe/inbox.ts'
import { pauseMs } from './stripe/rules.ts'
import { ingestClicks } from './tracking/ingest.ts'
import type { ClickMessage } from './tracking/message.ts'

const callsAtOnce = 5

/** Clicks are written together; each hint is followed on its own and never blocks its neighbours. */
export async function consume(deps: Deps, batch: MessageBatch): Promise<void> {
  // Only `clickQueue` of deps.ts writes to this queue.
  if (batch.queue.endsWith('-clicks')) return keepClicks(deps, batch.messages as readonly Message<ClickMessage>[])
  // Only `hints` of deps.ts writes to the other one.
  const messages = [...(batch.messages as readonly Message<Hint>[])]
  await Promise.all(Array.from({ length: callsAtOnce }, () => followNext(deps, messages)))
}

/** What cannot be written now comes again, later each time: ten tries in a row would end before a database that is away is back. */
async function keepClicks(deps: Deps, messages: readonly Message<ClickMessage>[]): Promise<void> {
  try {
    await ingestClicks(
      deps,
      messages.map(({ body }) => body),
    )
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', clickMessages: messages.length, message: forLog(error) }))
    for (const message of messages) message.retry({ delaySeconds: clickGapSeconds(message.attempts) })
  }
}

const longestGapSeconds = 3_600

/** Half a minute, doubled after each try, at most an hour: with the queue's ten tries some four hours. */
const clickGapSeconds = (attempts: number): number => Math.min(30 * 2 ** Math.max(attempts - 1, 0), longestGapSeconds)

async function followNext(deps: Deps, messages: Message<Hint>[]): Promise<void> {
  for (let message = messages.shift(); message; message = messages.shift()) {
    try {
      await follow(deps, message.body)
      message.ack()
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', hint: message.body, message: forLog(error) }))
      message.retry({ delaySeconds: hintGapSeconds(error) })
    }
  }
}

/** Half a minute, or what Stripe asks for where that is longer. */
const hintGapSeconds = (error: unknown): number => Math.ceil(pauseMs(30_000, failureOf(error).retryAfterMs) / 1_000)

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
