import { type Books, openBooks } from './books.ts'

/** Payouts on their way: calls to Stripe whose answer nobody has, by attempt, how many payouts are open, and what else waits. */
export type Underway = { calls: string[]; open: number; paying: number; waiting: number }

const calls = `select t.payout_id || ':' || t.gen || ':' || t.n as call from payout_attempts t join payouts p on p.id = t.payout_id
  where p.status = 'sending' and p.gen = t.gen and p.tries = t.n and not exists
    (select 1 from payout_answers a where a.payout_id = t.payout_id and a.gen = t.gen and a.n = t.n)`

const counts = `select (select count(*) from payouts where status in ('reserved','sending','unknown','stuck')) as open,
  (select count(*) from payout_runs where status in ('approved','sending')) as paying,
  (select count(*) from inbox where status = 'new') + (select count(*) from outbox where sent_at is null)
    + (select count(*) from payout_runs where status = 'approved') as waiting`

export const underwayIn = (books: Books): Underway => {
  const [row] = books.rows(counts)
  return {
    calls: books.rows(calls).map(({ call }) => String(call)),
    open: Number(row?.open),
    paying: Number(row?.paying),
    waiting: Number(row?.waiting),
  }
}

/** Opens the books, reads, and closes them again: between two looks the Worker may die. */
export function lookInto<Result>(folder: string, read: (books: Books) => Result): Result {
  const books = openBooks(folder)
  try {
    return read(books)
  } finally {
    books.close()
  }
}
