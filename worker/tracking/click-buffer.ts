import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import { ingestClicks } from './ingest.ts'
import type { ClickOnItsWay } from './message.ts'

/** Counted clicks that wait for company. */
type ClickBuffer = { waiting: ClickOnItsWay[]; flushBegunAt: number | undefined }
type FlushDeps = Pick<Deps, 'db' | 'clickQueue'>

const flushAfterMs = 50
/** A flush that did not come by then has died with its request; the next click begins another. */
const flushLostAfterMs = 2_000
/** A queue message holds 128 KB; a click is some 300 bytes. */
const clicksPerMessage = 200
const pausesMs = [50, 250]

const emptyBuffer = (): ClickBuffer => ({ waiting: [], flushBegunAt: undefined })
/** Of this isolate; requests share it, so it holds plain values only. */
let buffer = emptyBuffer()

/** Keeps a click until it travels with those of the next milliseconds. Costs the answer nothing: the rest happens in `waitUntil`. */
export function keepClick(deps: FlushDeps, click: ClickOnItsWay, context: Pick<ExecutionContext, 'waitUntil'>): void {
  buffer.waiting.push(click)
  if (buffer.waiting.length >= clicksPerMessage) {
    context.waitUntil(flush(deps, buffer))
    return
  }
  const now = click.clickedAt
  if (buffer.flushBegunAt !== undefined && Math.abs(now - buffer.flushBegunAt) < flushLostAfterMs) return
  buffer.flushBegunAt = now
  context.waitUntil(flushSoon(deps, buffer))
}

/** Drops what waits; a flush on its way keeps the buffer it began with. */
export const forgetClicks = (): void => {
  buffer = emptyBuffer()
}

async function flushSoon(deps: FlushDeps, from: ClickBuffer): Promise<void> {
  await pause(flushAfterMs)
  from.flushBegunAt = undefined
  await flush(deps, from)
}

/** The ids are stable, so a message that arrives twice, or beside the direct way, counts once. */
async function flush(deps: FlushDeps, from: ClickBuffer): Promise<void> {
  const clicks = from.waiting.splice(0)
  if (clicks.length === 0) return
  for (const pauseMs of [0, ...pausesMs]) {
    if (pauseMs > 0) await pause(pauseMs)
    try {
      return await deps.clickQueue.send({ clicks })
    } catch (error) {
      console.warn(JSON.stringify({ level: 'warn', clicks: clicks.length, message: `The click queue refused: ${forLog(error)}` }))
    }
  }
  await ingestClicks(deps, [{ clicks }])
}

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms))
