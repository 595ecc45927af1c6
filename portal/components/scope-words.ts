import type { ApiScope } from '../../schema/api.ts'

/** What a key with this scope may do, in an administrator's words. */
export const scopeWords: Record<ApiScope, string> = {
  'links:write': 'Make and archive links.',
  'prospects:read': 'Read prospects and whose credit they are.',
  'prospects:write': 'Say who signed up, with the referral that came along.',
  'introductions:write': 'Introduce companies.',
  'registrations:write': 'Register companies.',
  'deals:write': 'Open and change deals.',
  'commissions:read': 'Read commissions and their receipts.',
  'payouts:read': 'Read payouts and statements.',
  'runs:prepare': 'Prepare payout runs. People approve them.',
  'references:read': 'Read reference customers and requests.',
  'webhooks:write': 'Say where news is sent.',
  'audit:read': 'Read the audit trail.',
}
