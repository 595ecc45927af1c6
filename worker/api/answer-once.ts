import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ApiRequest } from '../../schema/api.ts'
import { answerRequest, type BegunRequest, beginRequest, findRequest, forgetRequest, takeOver } from '../api-requests.ts'
import { readAgainIfRefused, type Statement } from '../batch.ts'
import type { AppContext } from '../env.ts'
import { Refusal } from '../errors.ts'
import { digestOf } from '../identity/keys.ts'

export type Answer = { status: ContentfulStatusCode; body: unknown }

/** Runs one batch: what it is given, and the answer's own statements. */
export type Act = (keep: (answer: Answer) => Statement[]) => Promise<Answer>

/** A try that has not answered by then has died with its isolate. */
const diedAfterMs = 60_000
const keyShape = /^[\x21-\x7e]{1,255}$/

/**
 * A POST under its `Idempotency-Key` (domain.md B5): the act runs once, and a repetition gets its first answer. The act's batch holds the
 * answer as well, so whatever dies in between leaves both or neither. The act may run again when its batch is refused.
 *
 * @throws Refusal missing_key, key_reused, running
 */
export async function answerOnce(c: AppContext, body: string, act: Act): Promise<Response> {
  const { db } = c.var.deps
  const request = await requestOf(c, body)
  const standing = await beginRequest(db, request)
  if (standing && standing.tryId !== request.tryId) {
    if (standing.requestHash !== request.requestHash) {
      throw new Refusal('key_reused', 'This Idempotency-Key belongs to another request. Use a new one for each.')
    }
    if (standing.answeredAt) return replay(c, standing)
    await takeOverIfDied(c, request, standing)
  }
  try {
    const answer = await runOnce(c, request, act)
    return c.json(answer.body, answer.status)
  } catch (error) {
    await forgetRequest(db, request)
    throw error
  }
}

async function requestOf(c: AppContext, body: string): Promise<BegunRequest> {
  const { deps, key } = c.var
  const idempotencyKey = c.req.header('idempotency-key') ?? ''
  if (!keyShape.test(idempotencyKey)) {
    throw new Refusal('missing_key', 'Send an Idempotency-Key of 1 to 255 characters without spaces, a new one for each request.')
  }
  return {
    apiKeyId: key.id,
    keyHash: await digestOf(idempotencyKey),
    requestHash: await digestOf([key.id, c.req.method, c.req.path, body].join('\n')),
    tryId: deps.newId('req'),
    startedAt: deps.now(),
  }
}

/** A batch that was refused may be our own, made a second time after its answer was lost: then it stands. */
async function runOnce(c: AppContext, request: BegunRequest, act: Act): Promise<Answer> {
  const { db, now } = c.var.deps
  let tries = 0
  return readAgainIfRefused(async () => {
    tries += 1
    const standing = tries > 1 ? await findRequest(db, request) : undefined
    if (standing?.answeredAt) return answerOf(standing)
    return act((answer) => answerRequest(db, request, answer, now()))
  })
}

const answerOf = ({ status, answer }: ApiRequest): Answer => ({ status: status === 201 ? 201 : 200, body: answer })

function replay(c: AppContext, standing: ApiRequest): Response {
  const { body, status } = answerOf(standing)
  c.header('idempotency-replayed', 'true')
  return c.json(body, status)
}

async function takeOverIfDied(c: AppContext, request: BegunRequest, standing: ApiRequest): Promise<void> {
  const leftMs = standing.startedAt.getTime() + diedAfterMs - request.startedAt.getTime()
  if (leftMs <= 0 && (await takeOver(c.var.deps.db, request, standing.tryId))) return
  c.header('retry-after', String(Math.max(1, Math.ceil(leftMs / 1_000))))
  throw new Refusal('running', 'The first request with this Idempotency-Key is still running. Send it again in a minute.')
}
