import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkChain } from '../../../worker/audit/chain.ts'
import { canonicalText, sealedLogs } from '../../../worker/audit/rules-seals.ts'
import { sealLogs } from '../../../worker/audit/seal.ts'
import { type Db, openDatabase } from '../../../worker/database.ts'
import { quietBindingOf } from '../../simulation/d1.ts'
import { Store } from '../../simulation/store.ts'

const migrations = readdirSync('schema/migrations')
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => readFileSync(`schema/migrations/${file}`, 'utf8').replaceAll('--> statement-breakpoint', ''))

let store: Store
let db: Db

beforeAll(() => {
  store = new Store(migrations, () => {})
  db = openDatabase(quietBindingOf(store))
})

/** Only appended, and no money or credit of their own: whatever made such a row stands on the trail, which is sealed. */
const unsealed =
  `benefit_overrides discount_requests evidence grant_approvals hour_draws hours_spent nda_views obligation_moves refused_evidence registration_decisions
  request_outcomes request_slots restored_commissions touch_rules`.split(/\s+/)

describe('canonicalText', () => {
  it('is one line for the seal before, one for the seal and one for each row', () => {
    const seal = { n: 2, previous: 'a'.repeat(64), sealedAt: new Date(1_795_000_000_000), form: 1, rows: 2, upto: { epochs: 4, audit: 7 } }
    const rows = new Map([
      ['epochs', [{ position: '4', n: '4', at: '12', note: 'after “restore”\n' }]],
      ['audit', [{ position: '7', seq: '7', at: '11', actor: 'system', act: 'x', subject: 'y', partner_id: null, detail: '{"a":1}' }]],
    ])
    expect(canonicalText(seal, rows).split('\n')).toEqual([
      'a'.repeat(64),
      '["2","1795000000000","1","2","audit","7","epochs","4"]',
      String.raw`["audit","7","7","11","system","x","y",null,"{\"a\":1}"]`,
      String.raw`["epochs","4","4","12","after “restore”\n"]`,
    ])
  })

  it('covers every column of every log of money and credit, in the order of the table', () => {
    const appended = store.peek<{
      name: string
    }>(`select tbl_name name from sqlite_master t where type = 'trigger' and name = tbl_name || '_never_change'
      and exists (select 1 from sqlite_master g where g.name = t.tbl_name || '_never_go') and tbl_name <> 'seals'
      -- Without a rowid nothing says what came later: what a click is worth in a group is no money log and stays outside.
      and (tbl_name = 'ledger_entries' or (select wr from pragma_table_list(tbl_name)) = 0) order by 1`)
    expect([...sealedLogs.map(({ table }) => table), ...unsealed].sort()).toEqual(appended.map(({ name }) => name))
    for (const { table, columns } of sealedLogs) {
      expect(columns).toEqual(store.peek<{ name: string }>(`select name from pragma_table_info('${table}')`).map(({ name }) => name))
    }
  })
})

type Tampering = { log: number; row: number; other: number; column: number; how: 'change' | 'remove' | 'swap' | 'add' }
const tampering = fc.record<Tampering>({
  log: fc.nat(),
  row: fc.nat(),
  other: fc.nat(),
  column: fc.nat(),
  how: fc.constantFrom('change', 'remove', 'swap', 'add'),
})

describe('the chain', () => {
  beforeAll(() => {
    for (const { name } of store.peek<{ name: string }>("select name from sqlite_master where type = 'trigger' and name <> 'ledger_post'"))
      store.sqlite.exec(`drop trigger ${name}`)
  })

  it('shows one changed, removed, swapped or added row, in whatever log and under whichever seal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }), tampering, async (sizes, tampered) => {
        await inVain(async () => {
          await fillAndSeal(sizes)
          expect(await brokenSeals()).toEqual([])
          tamper(tampered)
          const broken = (await brokenSeals()).map(({ seal }) => seal)
          expect(broken.length).toBeGreaterThan(0)
          // More seals heal nothing.
          addRows(3)
          await sealLogs({ db, newId, now: () => new Date(9) })
          expect((await brokenSeals()).map(({ seal }) => seal)).toEqual(broken)
        })
      }),
      { numRuns: 60 },
    )
  }, 30_000)

  it('shows a seal that was written anew together with its rows, for the next one does not follow it', async () => {
    await inVain(async () => {
      await fillAndSeal([2, 2, 2])
      store.peek("update seals set hash = iif(hash glob 'f*', '0', 'f') || substr(hash, 2) where n = 2")
      expect((await brokenSeals()).map(({ seal }) => seal)).toEqual([2, 3])
      store.peek('delete from seals where n = 2')
      expect((await brokenSeals()).map(({ why }) => why)).toEqual(['Seal 2 is missing'])
    })
  })
})

/** Does it in a transaction that is undone, as somebody whom no trigger stops. */
async function inVain(work: () => Promise<void>): Promise<void> {
  store.begin()
  try {
    await work()
  } finally {
    store.forget()
  }
}

async function fillAndSeal(sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    addRows(size)
    await sealLogs({ db, newId, now: () => new Date(size) })
  }
}

let made = 0
let salts = 0
const newId = (prefix: string) => `${prefix}_${++salts}`

/** So many rows of each log, no two of them alike. */
function addRows(size: number): void {
  for (let n = 0; n < size; n += 1) {
    for (const { table, of } of sealedLogs) if (!of) insert(table)
  }
}

function insert(table: string): void {
  made += 1
  const columns = store.peek<{ name: string; type: string; pk: number }>(`select name, type, pk from pragma_table_info('${table}')`)
  const fitting: Record<string, unknown> = {
    debit: `avail:p${made}:usd`,
    credit: `inflight:p${made}:usd`,
    currency: 'usd',
    template: 'reserve',
    outcome: 'sent',
    kind: table === 'touches' ? 'click' : 'payout',
    month: '2026-10',
    invoice: null,
    invoice_number: null,
    agreement_version: null,
    seq: table === 'statement_lines' ? made : null,
    http: null,
    hold_days: 30,
  }
  const values = columns.map(({ name, type }) => (name in fitting ? fitting[name] : type === 'INTEGER' ? made : `${name} ${made}`))
  store.sqlite.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`).run(...(values as (string | number | null)[])) // as made above
}

/** One act of somebody who may write what the triggers refuse. */
function tamper({ log, row, other, column, how }: Tampering): void {
  const sealed = sealedLogs[log % sealedLogs.length]
  if (!sealed) throw new Error('no log')
  const { table, columns } = sealed
  // Entries have no rowid: their key stands for it.
  const key = table === 'ledger_entries' ? "account || ':' || seq" : 'rowid'
  const keys = store.peek<{ key: string | number }>(`select ${key} key from ${table} order by 1`).map((each) => each.key)
  const one = keys[row % keys.length] ?? ''
  if (how === 'remove') return void store.peek(`delete from ${table} where ${key} = ?`, one)
  if (how === 'add' && !sealed.of) {
    insert(table)
    const least = store.peek<{ n: number }>(`select min(rowid) n from ${table}`)[0]?.n ?? 0
    return void store.peek(`update ${table} set rowid = ${least - 1} where rowid = (select max(rowid) from ${table})`)
  }
  const two = keys[other % keys.length] ?? ''
  if (how === 'swap' && one !== two && table !== 'ledger_entries' && !columns.includes('seq') && table !== 'epochs') {
    store.peek(`update ${table} set rowid = -77 where rowid = ?`, one)
    store.peek(`update ${table} set rowid = ? where rowid = ?`, one, two)
    return void store.peek(`update ${table} set rowid = ? where rowid = -77`, two)
  }
  const name = columns[column % columns.length] ?? ''
  store.peek(`update or replace ${table} set ${name} = ${changed(table, name)} where ${key} = ?`, one)
}

/** Another value that the table's CHECKs let through. */
function changed(table: string, column: string): string {
  const legal: Record<string, string> = {
    currency: "currency, ref = ref || 'x'",
    debit: "'avail:other:usd'",
    credit: "'avail:other:usd'",
    template: "'settle'",
    outcome: "'doubt'",
    kind: table === 'touches' ? "'code'" : "'commission'",
    month: "'2026-11'",
    hold_days: '31',
    invoice: 'invoice, closing_minor = 1',
    invoice_number: 'invoice_number, closing_minor = 2',
    agreement_version: 'agreement_version, closing_minor = 3',
  }
  if (table === 'statements' && column === 'currency') return "'eur'"
  const known = legal[column]
  if (known) return known
  const [info] = store.peek<{ type: string }>(`select type from pragma_table_info('${table}') where name = '${column}'`)
  return info?.type === 'INTEGER' ? `coalesce(${column}, 0) + 100000` : `coalesce(${column}, '') || ' and more'`
}

async function brokenSeals() {
  const broken = []
  for (let behind: number | undefined = 0; behind !== undefined; ) {
    const part: Awaited<ReturnType<typeof checkChain>> = await checkChain(db, behind)
    broken.push(...part.broken)
    behind = part.reached
  }
  return broken
}
