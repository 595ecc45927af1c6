import { createServer } from 'node:net'

/** The portal's port and, right after it, the local world's. */
export type Addresses = { portalPort: number; worldPort: number; portal: string; world: string; site: string }

/** People read `localhost`; programs ask `127.0.0.1`, which never needs a look-up. */
export const addressesAt = (portalPort: number): Addresses => ({
  portalPort,
  worldPort: portalPort + 1,
  portal: `http://localhost:${portalPort}`,
  world: `http://127.0.0.1:${portalPort + 1}`,
  site: `http://localhost:${portalPort + 1}/site`,
})

/** The first of the two ports that somebody else listens on. */
export async function takenPort({ portalPort, worldPort }: Addresses): Promise<number | undefined> {
  for (const port of [portalPort, worldPort]) {
    for (const host of ['127.0.0.1', '::1']) if (!(await isFree(port, host))) return port
  }
  return undefined
}

/** Two free neighbours, for a world beside the one that people use. */
export async function freeAddresses(): Promise<Addresses> {
  for (;;) {
    const addresses = addressesAt(20_000 + 2 * Math.floor(Math.random() * 20_000))
    if ((await takenPort(addresses)) === undefined) return addresses
  }
}

const isFree = (port: number, host: string) =>
  new Promise<boolean>((answer) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => answer(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'))
    server.listen(port, host, () => server.close(() => answer(true)))
  })
