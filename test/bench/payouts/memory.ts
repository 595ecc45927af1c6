const everyMs = 200

/** Asks the isolate through its inspector how much its heap holds, several times a second. */
export async function watchMemory(inspector: string): Promise<{ peak: () => number; stop: () => void }> {
  const socket = new WebSocket(await debuggerOf(inspector))
  await new Promise<void>((done, fail) => {
    socket.addEventListener('open', () => done())
    socket.addEventListener('error', () => fail(new Error('The inspector does not answer')))
  })
  let peak = 0
  let n = 0
  socket.addEventListener('message', ({ data }) => {
    const { result } = JSON.parse(String(data)) as { result?: { usedSize?: number } } // the inspector's protocol
    peak = Math.max(peak, result?.usedSize ?? 0)
  })
  const timer = setInterval(() => {
    n += 1
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ id: n, method: 'Runtime.getHeapUsage' }))
  }, everyMs)
  const stop = () => {
    clearInterval(timer)
    socket.close()
  }
  return { peak: () => peak, stop }
}

async function debuggerOf(inspector: string): Promise<string> {
  const listed = await fetch(new URL('/json', inspector.replace(/^ws/, 'http')))
  const targets = (await listed.json()) as { webSocketDebuggerUrl: string; id: string; title?: string }[] // as above
  const target = targets.find(({ id, title }) => `${id} ${title}`.includes('goodword')) ?? targets[0]
  if (!target) throw new Error('The inspector lists no isolate')
  return target.webSocketDebuggerUrl
}
