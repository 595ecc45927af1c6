// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the product, quoted.
import { change, type Mutant, mutant } from './mutant.ts'

/** What is written down about the books: seals and statements. */
export const recordingMutants: readonly Mutant[] = [
  mutant(
    'M48 a seal skips a row',
    'I26',
    change('worker/audit/store-seals.ts', 'where rowid > ${sealedUpTo(of)} order', 'where rowid > ${sealedUpTo(of)} + 1 order'),
  ),
  mutant(
    'M49 the canonical form leaves the amount out',
    'I26',
    change('worker/audit/rules-seals.ts', 'ref debit credit amount_minor currency', 'ref debit credit currency'),
  ),
  mutant(
    'M50 a statement leaves the commissions out',
    'I20',
    change('worker/statements/store-issue.ts', "t.template in ('accrue','refund_pending',", "t.template in ('refund_pending',"),
  ),
]
