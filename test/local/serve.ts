import { createServer, type Server } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { BrokenConnection } from '../stripe/faults.ts'
import type { StandIn } from '../stripe/stand-in.ts'

type Served = { port: number; standIn: StandIn; pages: Hono; clockMoved: () => Promise<void> }

/** Serves the local world on both loopback addresses: its own pages first, then Stripe; a dropped answer is a closed socket. */
export async function serveWorld({ port, standIn, pages, clockMoved }: Served): Promise<() => Promise<void>> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use('/_/clock', async (c, next) => {
    await next()
    if (c.req.method === 'POST') await clockMoved()
  })
  app.route('/', pages)
  app.all('*', async (c) => {
    try {
      return await standIn.fetch(c.req.raw)
    } catch (problem) {
      if (!(problem instanceof BrokenConnection)) throw problem
      c.env.incoming.socket.destroy()
      return new Response(null, { status: 502 })
    } finally {
      void standIn.deliver()
    }
  })
  app.onError((problem, c) => {
    console.error(problem)
    return c.json({ error: { message: `The local world failed: ${problem.message}` } }, 500)
  })
  const listener = getRequestListener(app.fetch)
  const servers = [await listen(createServer(listener), port, '127.0.0.1'), await listen(createServer(listener), port, '::1')]
  return async () => {
    for (const server of servers) {
      server?.close()
      server?.closeAllConnections()
    }
  }
}

/** A machine without IPv6 serves on the other address alone. */
const listen = (server: Server, port: number, host: string) =>
  new Promise<Server | undefined>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRNOTAVAIL' ? done(undefined) : fail(error)))
    server.listen(port, host, () => done(server))
  })
