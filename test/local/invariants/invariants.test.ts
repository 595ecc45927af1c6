import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bindingOver } from './binding.ts'
import { checkAll, databaseOf } from './check.ts'
import { fileOf, openFile } from './sources.ts'
import { compareStripe } from './stripe.ts'
import { inlined } from './wrangler.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodword-invariants-'))
const file = join(folder, 'books.sqlite')

beforeAll(() => {
  const sqlite = new DatabaseSync(file)
  for (const name of readdirSync('schema/migrations')
    .filter((each) => each.endsWith('.sql'))
    .sort())
    sqlite.exec(readFileSync(`schema/migrations/${name}`, 'utf8').replaceAll('--> statement-breakpoint', ''))
  sqlite.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The command itself, in a process of its own. */
const invariants = (...options: string[]) =>
  new Promise<{ code: number; out: string; error: string }>((done) =>
    execFile(process.execPath, ['test/local/invariants.ts', ...options], (error, out, said) =>
      done({ code: Number(error?.code ?? 0), out, error: said }),
    ),
  )

describe('npm run invariants', () => {
  it('finds nothing in sound books, and says what it checked', async () => {
    const { code, out } = await invariants('--database', file)
    expect(code).toBe(0)
    expect(out).toContain('ok      I1 zero sum per currency\n')
    expect(out).toContain('ok      I26 every seal is what its rows give\n')
    expect(out).toMatch(/\n\d\d checked, all of them hold, [\d.]+ s\n$/)
  }, 60_000)

  it('names what is broken with its first rows, and fails', async () => {
    const sqlite = new DatabaseSync(file)
    sqlite.exec("drop trigger balances_begin_with_entry; insert into balances values ('avail:p:usd', 5)")
    sqlite.close()
    const told = await invariants('--database', file)
    expect(told.code).toBe(1)
    expect(told.out).toContain(
      'BROKEN  I3 balances are the sum of their entries\n          {"account":"avail:p:usd","balance_minor":5,"counted":null}\n',
    )
    const { code, out } = await invariants('--database', file, '--json', '--anchor', `3:${'a'.repeat(64)}`)
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      broken: ['I3 balances are the sum of their entries', 'I18 commissions equal accounts', 'I26 seal 3 is the one of the mail'],
    })
  }, 60_000)

  it('says what is wrong with what it was asked', async () => {
    const { code, error } = await invariants('--database', file, '--remote')
    expect([code, error.split('\n')[0]]).toEqual([2, 'Name one database: --local, --database FILE or --remote.'])
    expect(() => openFile(join(folder, 'nothing.sqlite'))).toThrow('There is no')
    expect(() => fileOf(folder)).toThrow('There is no local world')
    const source = openFile(file)
    await expect(checkAll(source, ['12'], () => {})).rejects.toThrow('--anchor takes')
    source.close()
  }, 30_000)
})

describe('what it asks', () => {
  it('only reads', async () => {
    const binding = bindingOver(async (statements) => statements.map(() => [{ n: 1 }]))
    expect(await binding.prepare('select ? as n').bind(1).first()).toEqual({ n: 1 })
    await expect(binding.prepare('delete from audit').run()).rejects.toThrow('This only reads')
    await expect(binding.batch([binding.prepare('update seals set n = 1')])).rejects.toThrow('This only reads')
  })

  it('has its values in the text where wrangler takes no parameters', () => {
    const sql = `select '?', "a?" -- why?\n, ? from t where n = ? and x is ? and y = ?`
    expect(inlined({ sql, parameters: ["it's", 12, null, 1.5] })).toBe(
      `select '?', "a?" \n, 'it''s' from t where n = 12.0 and x is null and y = 1.5`,
    )
  })
})

describe('compareStripe', () => {
  it('finds transfers that are doubled, of nobody, or released, and cash that differs', async () => {
    const source = openFile(file)
    const of = (id: string, payoutId: string) => ({
      id,
      payoutId,
      runId: 'run_1',
      partnerId: 'par_1',
      gen: 0,
      amountMinor: 100,
      reversedMinor: 0,
      currency: 'usd',
      destination: 'acct_1',
      transferGroup: payoutId,
      createdAt: new Date(0),
    })
    const found = await compareStripe(databaseOf(source), [of('tr_1', 'po_1'), of('tr_2', 'po_1')])
    source.close()
    expect(found.filter((each) => each.found.length > 0)).toEqual([
      { name: 'I4 one transfer at most, at Stripe', found: [{ payout: 'po_1', transfers: ['tr_1', 'tr_2'] }] },
      { name: 'I8 every transfer has its payout, at Stripe', found: [{ payout: 'po_1', transfer: 'tr_1' }] },
      { name: 'I27 cash agrees, at Stripe', found: [{ currency: 'usd', ledger: 0, stripe: 200 }] },
    ])
  })
})
