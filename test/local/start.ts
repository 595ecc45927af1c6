import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { addressesAt, takenPort } from './addresses.ts'
import { type LocalWorld, openLocalWorld } from './local-world.ts'
import { linkToTry, oneOfEach } from './story/cast.ts'
import { isHalfTold } from './story/player.ts'
import { endLeftover } from './tenancy.ts'
import { type LocalVariables, localVariables } from './variables.ts'

const usualPort = 8787
const options = readOptions()
const addresses = addressesAt(options.port)
const variables = readVariables()
const folder = folderOf(options.port, variables)
endLeftover(folder)
const taken = await takenPort(addresses)
if (taken)
  stop(`Port ${taken} is taken. Stop what listens there, or choose another pair: npm start -- --port ${addresses.portalPort + 1_000}`)
if (options.reset || isHalfTold(folder)) rmSync(folder, { recursive: true, force: true })

let world: LocalWorld | undefined
let isLeaving = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave())

try {
  world = await openLocalWorld({ addresses, folder, variables, story: 'whole', progress: tellProgress })
  if (!isLeaving) greet(world)
  await world.portal.ended
  if (!isLeaving) stop(`The portal ended by itself; its log is ${folder}/portal.log.`)
} catch (error) {
  if (!isLeaving) stop(error instanceof Error ? error.message : String(error))
}

/** Two worlds never share a database: each pair of ports has its own, and so has a developer's own Stripe account. */
function folderOf(port: number, { isRealStripe }: LocalVariables): string {
  return `.local/${isRealStripe ? 'stripe' : 'world'}${port === usualPort ? '' : `-${port}`}`
}

async function leave(): Promise<void> {
  if (isLeaving) return
  isLeaving = true
  await world?.stop()
  process.exit(0)
}

function readVariables(): LocalVariables {
  try {
    return localVariables(addresses)
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error))
  }
}

function readOptions(): { port: number; reset: boolean } {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: String(usualPort) }, reset: { type: 'boolean', default: false } },
    })
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 1_024 || port > 65_534) stop('--port takes a number from 1024 to 65534.')
    return { port, reset: values.reset }
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : error}\nnpm start -- [--port 8787] [--reset]`)
  }
}

function tellProgress(done: number, all: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\rTelling the demo story, once: ${done} of ${all}${done === all ? '\n' : ''}`)
  else if (done === 0) console.log('Telling the demo story, once …')
}

function greet({ addresses: { portal, worldPort }, names, isRealStripe }: LocalWorld): void {
  const lines = [
    '',
    `  Goodword       ${portal}`,
    `  Mailbox        http://localhost:${worldPort}/mailbox   sign-in mails arrive here`,
    isRealStripe
      ? '  Stripe         your own test account (STRIPE_* of .dev.vars)'
      : `  Stripe         http://localhost:${worldPort}/   the stand-in: fund, refund, move the clock`,
    '',
    '  Sign in as',
    ...oneOfEach.map(({ role, email }) => `    ${role.padEnd(12)} ${email}`),
    '  An approver needs a passkey once: as admin, People and roles, Colm Deasy, make a one-time code; as Colm, Your account.',
    '',
    ...(names[linkToTry] ? [`  A tracked link to try   ${portal}/r/${linkToTry}`, ''] : []),
    '  Ctrl-C stops everything; npm start -- --reset begins anew.',
    '',
  ]
  console.log(lines.join('\n'))
}

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
