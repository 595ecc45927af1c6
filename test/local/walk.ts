import { parseArgs } from 'node:util'
import { addressesAt } from './addresses.ts'
import { openPassingWorld } from './local-world.ts'
import { playTheJob } from './walk/job.ts'

const usage = 'npm run walk -- [--json] [--url http://localhost:8787] [--keep]'
const options = readOptions()
const say = options.json ? () => {} : (line: string) => console.log(line)

const given = options.url ?? 'http://localhost:8787'
const isRunning = await answers(given)
if (options.url && !isRunning) stop(`Nothing answers at ${options.url}/up. Start it with npm start, or leave --url out.`)
const passing = isRunning ? undefined : await openPassingWorld().catch((error: Error) => stop(error.message))
if (passing) say(`No portal runs at ${given}: the walk takes place in a world of its own, at ${passing.addresses.portal}.`)

const result = await playTheJob(passing?.addresses ?? addressesAt(Number(new URL(given).port || 80)), say)
console.log(
  options.json
    ? JSON.stringify(result)
    : `${result.ok ? 'All of it holds' : 'Something differs'}: ledger ${result.ledgerMinor}, Stripe ${result.stripeMinor}, ${result.transfers} transfer(s).`,
)
process.exitCode = result.ok ? 0 : 1

if (passing && options.keep) {
  say(`The world stays at ${passing.addresses.portal} until Ctrl-C.`)
  await passing.portal.ended
}
await passing?.stop()

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/up', url))).ok
  } catch {
    return false
  }
}

function readOptions(): { json: boolean; keep: boolean; url: string | undefined } {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false }, url: { type: 'string' } },
    })
    if (values.url !== undefined && !URL.canParse(values.url)) stop(`--url takes an address.\n${usage}`)
    return { json: values.json, keep: values.keep, url: values.url }
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : error}\n${usage}`)
  }
}

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
