import { schedule } from './clock.ts'
import { BrokenConnection, damaged, type FaultRule } from './faults.ts'
import type { Answer } from './idempotency.ts'
import type { Doing } from './incoming.ts'

/** Marks a request that arrives late: no fault meets it a second time. */
export const lateHeader = 'X-Arrives-Late'

/** What breaks before the endpoint is reached; a hang, a delay and an error wait until the key is held. */
export function breakBefore(doing: Doing, { then }: FaultRule): void {
  const { state } = doing.pipeline
  if (then.kind === 'land_late') {
    const ref = doing.log.id
    const headers = { ...Object.fromEntries(doing.request.headers), [lateHeader]: 'yes' }
    state.late[ref] = { method: doing.request.method, url: doing.request.url, headers, body: doing.body }
    schedule(state, 'land_late', ref, state.nowMs + then.seconds * 1000)
  }
  const isLost = then.kind === 'drop' || then.kind === 'land_late' || then.kind === 'cut_body' || then.kind === 'half_json'
  if (isLost) throw new BrokenConnection('the connection broke before the request was executed')
}

export async function breakAfter(doing: Doing, { then }: FaultRule, answer: Answer): Promise<Response> {
  switch (then.kind) {
    case 'drop':
    case 'land_late':
      throw new BrokenConnection('the connection broke before the answer arrived')
    case 'hang':
      return abortOf(doing.request)
    case 'delay':
      await pause(then.ms)
      return respond(answer)
    case 'cut_body':
    case 'half_json':
    case 'html_502':
      return damaged(then.kind, answer)
    case 'error':
    case 'forget_key':
      return respond(answer)
  }
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

/** Waits until the client gives up. */
export const abortOf = (request: Request) =>
  new Promise<never>((_, reject) => {
    const giveUp = () => reject(request.signal.reason ?? new BrokenConnection('the client gave up'))
    if (request.signal.aborted) giveUp()
    else request.signal.addEventListener('abort', giveUp)
  })

export const respond = ({ status, headers, body }: Answer) => new Response(body, { status, headers })
