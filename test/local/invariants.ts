import { parseArgs } from 'node:util'
import { addressesAt } from './addresses.ts'
import { type Checked, checkAll, databaseOf } from './invariants/check.ts'
import { fileOf, openFile, openWrangler, type Source } from './invariants/sources.ts'
import { compareStripe, listTransfers } from './invariants/stripe.ts'
import { localVariables } from './variables.ts'

const usage = `npm run invariants -- [options]
  --local            the local world's database (so it is without any of these three)
  --database FILE    a file of SQLite instead
  --remote           the deployed D1, through wrangler d1 execute; it only reads
  --port N           the local world of that portal (8787)
  --wrangler         asks the local one through wrangler, too
  --stripe           also asks Stripe for every transfer, with STRIPE_SECRET_KEY and ENVIRONMENT_NAME
  --anchor N:HASH    also compares a seal with a mail; as often as there are mails
  --json             the last line alone`

const beganAt = performance.now()
const { values } = parseArgs({
  options: {
    local: { type: 'boolean', default: false },
    database: { type: 'string' },
    remote: { type: 'boolean', default: false },
    port: { type: 'string', default: '8787' },
    wrangler: { type: 'boolean', default: false },
    stripe: { type: 'boolean', default: false },
    anchor: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const folder = `.local/world${values.port === '8787' ? '' : `-${values.port}`}`

if (values.help) console.log(usage)
else
  await run().catch((error: unknown) => {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    process.exitCode = 2
  })

async function run(): Promise<void> {
  const source = sourceOf()
  if (!values.json) console.log(`Every invariant of ${source.name}:`)
  try {
    const checked = await checkAll(source, values.anchor, tell)
    if (values.stripe) checked.push(...(await askStripe(source)))
    const broken = checked.filter(({ found }) => found.length > 0).map(({ name }) => name)
    const seconds = Math.round((performance.now() - beganAt) / 100) / 10
    console.log(
      values.json ? JSON.stringify({ checked: checked.length, broken, seconds }) : summary(checked.length, broken.length, seconds),
    )
    process.exitCode = broken.length > 0 ? 1 : 0
  } finally {
    source.close()
  }
}

function sourceOf(): Source {
  if (Number(values.local) + Number(values.remote) + Number(values.database !== undefined) > 1)
    throw new Error('Name one database: --local, --database FILE or --remote.')
  if (values.remote) return openWrangler(undefined)
  if (values.database !== undefined) return openFile(values.database)
  return values.wrangler ? openWrangler(folder) : openFile(fileOf(folder))
}

async function askStripe(source: Source): Promise<Checked[]> {
  const isLocal = !values.remote && values.database === undefined
  const asked = await compareStripe(
    databaseOf(source),
    await listTransfers(isLocal ? localVariables(addressesAt(Number(values.port))).values : process.env),
  )
  const checked = asked.map(({ name, found }) => ({ name, found: found.slice(0, 5) }))
  checked.forEach(tell)
  return checked
}

function tell({ name, found }: Checked): void {
  if (values.json) return
  console.log(`${found.length === 0 ? 'ok    ' : 'BROKEN'}  ${name}`)
  for (const row of found) console.log(`          ${JSON.stringify(row)}`)
}

function summary(checked: number, broken: number, seconds: number): string {
  return `${checked} checked, ${broken === 0 ? 'all of them hold' : `${broken} broken`}, ${seconds} s`
}
