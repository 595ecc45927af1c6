import { fingerprintText, type PrintedPayout, payoutIdText } from './rules-run.ts'

/** SHA-256 in hex. */
export async function digestOf(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A function of the three: 96 bits behind the prefix, so that a plan that is made again makes the same payouts. */
export const payoutIdOf = async (runId: string, partnerId: string, currency: string): Promise<string> =>
  `po_${(await digestOf(payoutIdText(runId, partnerId, currency))).slice(0, 24)}`

/** What an approver signs: a digest over every payout with its destination and lines. */
export async function fingerprintOf(payouts: readonly PrintedPayout[]): Promise<string> {
  const digested = await Promise.all(payouts.map(async ({ lines, ...payout }) => ({ ...payout, lineDigest: await digestOf(lines) })))
  return digestOf(fingerprintText(digested))
}
