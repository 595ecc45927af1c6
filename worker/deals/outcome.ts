import type { Applied } from '../stripe/inbox.ts'
import type { AppliedPayment } from './apply-payment.ts'

/** An event that is not for us is acknowledged, and the reason is logged: without ids of people, with the event's own. */
export function tellIgnored(event: { id: string }, reason: string): Applied {
  console.info(JSON.stringify({ level: 'info', event: event.id, ignored: reason }))
  return 'ignored'
}

/** Whose payment it is may become clear later: more than one answer waits for a person. */
export function afterPayment(applied: AppliedPayment, event: { id: string }): Applied {
  switch (applied.kind) {
    case 'applied':
      return 'done'
    case 'nobody':
      return tellIgnored(event, applied.reason)
    case 'ambiguous':
      console.warn(JSON.stringify({ level: 'warn', event: event.id, waiting: applied.reason }))
      return 'waiting'
  }
}
