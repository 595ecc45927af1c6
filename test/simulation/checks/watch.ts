import type { Store } from '../store.ts'

export type Touched = { kind: 'transaction' | 'purse' | 'payout' | 'attempt' | 'payment' | 'held' | 'run'; id: string }

/** Tables whose rows are looked at as soon as a batch has written them, and under which id. */
const watched: readonly { table: string; kind: Touched['kind']; id: string; on: readonly ('insert' | 'update' | 'delete')[] }[] = [
  { table: 'ledger_transactions', kind: 'transaction', id: 'ROW.seq', on: ['insert'] },
  { table: 'commissions', kind: 'purse', id: `ROW.partner_id || ':' || ROW.currency`, on: ['insert', 'update'] },
  { table: 'commissions', kind: 'held', id: 'ROW.id', on: ['insert', 'update'] },
  { table: 'commission_holds', kind: 'held', id: 'ROW.commission_id', on: ['insert', 'update'] },
  { table: 'payouts', kind: 'payout', id: 'ROW.id', on: ['insert', 'update'] },
  { table: 'payouts', kind: 'purse', id: `ROW.partner_id || ':' || ROW.currency`, on: ['insert', 'update'] },
  { table: 'payouts', kind: 'run', id: 'ROW.run_id', on: ['insert', 'update'] },
  { table: 'payout_skips', kind: 'payout', id: 'ROW.payout_id', on: ['insert'] },
  { table: 'payout_attempts', kind: 'attempt', id: 'ROW.payout_id', on: ['insert'] },
  { table: 'payments', kind: 'payment', id: 'ROW.id', on: ['insert', 'update'] },
  { table: 'payment_refusals', kind: 'payment', id: 'ROW.payment_id', on: ['insert', 'delete'] },
  { table: 'planned_payouts', kind: 'run', id: 'ROW.run_id', on: ['insert', 'delete'] },
  { table: 'payout_runs', kind: 'run', id: 'ROW.id', on: ['update'] },
]

/** Lets the database itself note what a batch touched: triggers of this connection only, undone with the batch. */
export function watch({ sqlite }: Store): void {
  sqlite.exec('create temp table touched (kind text, id text, primary key (kind, id)) without rowid')
  watched.forEach(({ table, kind, id, on }, n) => {
    for (const verb of on) {
      const row = verb === 'delete' ? 'OLD' : 'NEW'
      sqlite.exec(`create temp trigger watch_${n}_${verb} after ${verb} on main.${table} begin
        insert into touched select '${kind}', ${id.replaceAll('ROW', row)} where not exists
          (select 1 from touched t where t.kind = '${kind}' and t.id = ${id.replaceAll('ROW', row)}); end`)
    }
  })
}

export function takeTouched(store: Store): Touched[] {
  const touched = store.peek<Touched>('select kind, id from temp.touched')
  if (touched.length > 0) store.peek('delete from temp.touched')
  return touched
}
