import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Exchange, recordExchanges } from './exchanges.ts'
import { problemsOfExchange } from './judge.ts'
import { loadSchemas } from './load.ts'
import { createScene, havePayee } from './story/scene.ts'
import { createValidator } from './validate.ts'

const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'))
/** All it gets to know. It looks for newer versions and counts its users: with nobody at the proxy, neither leaves this machine. */
const env = {
  HOME: home,
  USERPROFILE: home,
  XDG_CONFIG_HOME: home,
  STRIPE_CLI_TELEMETRY_OPTOUT: '1',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1',
} as unknown as NodeJS.ProcessEnv // whose type wants the Worker's variables, too
const binary = findBinary()
const isRunnable = binary !== undefined && spawnSync(binary, ['--version'], { env, timeout: 20_000 }).status === 0
if (!isRunnable) console.warn('The command line of Stripe does not run on this machine: its tests are skipped.')

const validator = createValidator(loadSchemas())
const scene = createScene()
const { fetch, exchanges } = recordExchanges(scene.standIn.fetch)
let server: ReturnType<typeof serve>
let destination: string

beforeAll(async () => {
  destination = await havePayee(scene)
  await new Promise<void>((ready) => {
    server = serve({ fetch: (request) => fetch(request), hostname: '127.0.0.1', port: 0 }, () => ready())
  })
})
afterAll(() => {
  server.close()
  rmSync(home, { recursive: true, force: true })
})

/** What a person would type after `stripe`. */
async function type(...words: string[]): Promise<{ said: string; sent: Exchange[] }> {
  const before = exchanges.length
  const { port } = server.address() as AddressInfo // a server on a port, not on a pipe
  const base = ['--api-key', `sk_test_${'0'.repeat(24)}`, '--api-base', `http://127.0.0.1:${port}`]
  const { stdout } = await promisify(execFile)(binary ?? '', [...words, ...base], { env, timeout: 20_000 })
  return { said: stdout, sent: exchanges.slice(before) }
}

/** The program itself, so that no script stands between us and its exit. */
function findBinary(): string | undefined {
  const { platform, arch } = process
  const program = platform === 'win32' ? 'stripe.exe' : 'stripe'
  try {
    return createRequire(import.meta.url).resolve(`@stripe/cli-${platform}-${arch}/bin/${program}`)
  } catch {
    return undefined
  }
}

describe.skipIf(!isRunnable)("the stand-in, typed at with Stripe's own command line", { timeout: 30_000 }, () => {
  it('makes a transfer once, however often it is typed', async () => {
    const words = ['transfers', 'create', '--amount', '400', '--currency', 'usd', '--destination', destination, '--idempotency', 'k1']
    const first = await type(...words)
    const second = await type(...words)

    expect(JSON.parse(first.said)).toMatchObject({ object: 'transfer', amount: 400, destination })
    expect(JSON.parse(second.said)).toEqual(JSON.parse(first.said))
    expect(Object.keys(scene.standIn.state.tables.transfers)).toHaveLength(1)
    expect(second.sent).toMatchObject([{ path: '/v1/transfers', version: null, headers: { 'idempotent-replayed': 'true' } }])
  })

  it('shows an account of v2, asked in the version of the command line', async () => {
    const { said, sent } = await type('v2', 'core', 'accounts', 'retrieve', destination)

    expect(JSON.parse(said)).toMatchObject({ id: destination, object: 'v2.core.account' })
    expect(sent).toMatchObject([{ version: expect.stringMatching(/^\d{4}-\d{2}-\d{2}\.\w+$/), status: 200 }])
  })

  it('plays `trigger charge.refunded` to its end', async () => {
    const { said } = await type('trigger', 'charge.refunded')
    const types = Object.values(scene.standIn.state.tables.events).map(({ object }) => object.type)

    expect(said).toContain('Trigger succeeded!')
    expect(types).toContain('charge.refunded')
  })

  it('answers what it is asked by hand', async () => {
    const { said } = await type('get', '/v1/transfers', '--limit', '1')

    expect(JSON.parse(said)).toMatchObject({ object: 'list', data: [{ destination }] })
  })

  it("answered all of it by Stripe's types", () => {
    const problems = exchanges.flatMap((exchange) => problemsOfExchange(validator, exchange))

    // Its fixtures are older than our version, which has no such parameter any more.
    expect(problems).toEqual(['POST /v1/payment_intents request: /payment_method_types is unknown to Stripe'])
  })
})
