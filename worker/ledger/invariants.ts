import { invariantsOfBooks } from './invariants-books.ts'
import { invariantsOfCommissions } from './invariants-commissions.ts'
import { invariantsOfPayouts } from './invariants-payouts.ts'

/**
 * What holds after every step (money.md 13), as far as one question of SQL can tell: each gives the rows that break it. The tests,
 * the simulation, the nightly job and the operator's command all ask these. What more than SQL must reckon is in worker/books.ts.
 */
export const invariants: Readonly<Record<string, string>> = { ...invariantsOfBooks, ...invariantsOfCommissions, ...invariantsOfPayouts }
