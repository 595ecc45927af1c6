import { type ApiScope, apiKeys } from '../../../schema/api.ts'
import { digestOf } from '../../../worker/identity/keys.ts'
import type { World } from '../../support/world.ts'

/** A key that works, of the company or of one partner, and what is sent with it. */
export async function haveKey(world: World, scopes: ApiScope[], partnerId: string | null = null) {
  const { db, now, newId } = world.deps
  const id = newId('key')
  const secret = `gwk_${id.padEnd(43, 'x')}`
  const row = { id, name: `Key ${id}`, partnerId, scopes, secretHash: await digestOf(secret), hint: secret.slice(-4) }
  await db.insert(apiKeys).values({ ...row, createdBy: 'stf_seed', createdAt: now() })
  return { id, secret, headers: { authorization: `Bearer ${secret}` } }
}

let counter = 0
/** A POST as a server sends it, under a new Idempotency-Key unless told otherwise. */
export const postJson = (world: World, key: { headers: Record<string, string> }, body: unknown, headers: Record<string, string> = {}) =>
  world.ask('/api/v1/prospects', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': `test-${++counter}`, ...key.headers, ...headers },
  })

export type Problem = {
  status: number
  code: string
  detail: string
  request_id: string
  errors?: { pointer: string; code: string; detail: string }[]
}
export type IdentifiedAnswer = {
  id: string | null
  outcome: string
  attribution: { partner: string; decided_by: string; reason: string } | null
  candidates?: string[]
}

export const problemOf = async (answer: Response) => ({ sent: answer.headers.get('content-type'), ...(await answer.json<Problem>()) })
