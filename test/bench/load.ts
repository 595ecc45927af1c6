import { connect, type Socket } from 'node:net'

export type Load = {
  port: number
  requests: number
  /** How many requests are on their way at once, each on a connection of its own. */
  connections: number
  /** The nth request, whole, as it goes over the wire. */
  requestOf: (index: number) => string
}

export type LoadResult = { seconds: number; latenciesMs: Float64Array; redirects: number }

/** Asks until all requests are answered, on connections that stay open. Plain sockets: the asking must cost less than the answering. */
export async function load({ port, requests, connections, requestOf }: Load): Promise<LoadResult> {
  const latenciesMs = new Float64Array(requests)
  let redirects = 0
  let asked = 0
  const begunAt = performance.now()

  const ask = (socket: Socket, done: () => void, failed: (reason: Error) => void) => {
    let index = -1
    let sentAt = 0
    const next = () => {
      if (asked >= requests) {
        done()
        socket.destroy()
        return
      }
      index = asked++
      sentAt = performance.now()
      socket.write(requestOf(index), 'latin1')
    }
    let waiting = ''
    socket.on('data', (chunk) => {
      waiting += chunk.toString('latin1')
      const end = endOfAnswer(waiting)
      if (end < 0) return
      latenciesMs[index] = performance.now() - sentAt
      if (waiting.startsWith('HTTP/1.1 302')) redirects += 1
      waiting = waiting.slice(end)
      next()
    })
    socket.on('error', failed)
    // Too late to fail once `done` was said.
    socket.on('close', () => failed(new Error('The Worker closed a connection instead of answering.')))
    socket.on('connect', next)
  }

  await Promise.all(
    Array.from(
      { length: connections },
      () => new Promise<void>((done, failed) => ask(connect({ port, host: '127.0.0.1', noDelay: true }), done, failed)),
    ),
  )
  return { seconds: (performance.now() - begunAt) / 1_000, latenciesMs, redirects }
}

/** Where the first answer in the text ends, or -1 when it has not arrived whole. A redirect's body is empty, however that is said. */
function endOfAnswer(text: string): number {
  const head = text.indexOf('\r\n\r\n') + 4
  if (head < 4) return -1
  const emptyChunk = '0\r\n\r\n'
  if (/\r\ntransfer-encoding: chunked\r\n/i.test(text.slice(0, head))) {
    return text.startsWith(emptyChunk, head) ? head + emptyChunk.length : -1
  }
  const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head)) ?? []
  const end = head + Number(length)
  return text.length >= end ? end : -1
}

export const percentile = (values: Float64Array, share: number): number => {
  const sorted = values.toSorted()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const medianOf = (values: readonly number[]): number => percentile(Float64Array.from(values), 0.5)
