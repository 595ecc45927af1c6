import { isCurrency } from '../../schema/currency.ts'
import { ladderLevels } from '../../schema/ladder.ts'
import { payableLevels, type Rates } from '../../schema/terms.ts'
import { type Issue, optionalText, readAmounts } from './read-rates.ts'
import { amountInWords } from './words.ts'

type LevelFields = `level_${(typeof ladderLevels)[number]}`

/** A field for each level; those above the line are known only to be declined in a sentence (LAD4). */
export const levelFields = Object.fromEntries(ladderLevels.map((level) => [`level_${level}`, optionalText])) as Record<
  LevelFields,
  typeof optionalText // built from ladderLevels just above
>

/** What was typed for each level; one that earns nothing is missing, and so is all of it when none does. */
export function levelsOf(typed: Record<LevelFields, string>, issue: Issue): Pick<Rates, 'levels'> {
  for (const level of ladderLevels.slice(payableLevels.length)) {
    if (typed[`level_${level}`])
      issue('level_not_payable: above the line is goodwill, never paid in cash. Leave it empty.', `level_${level}`)
  }
  const levels = payableLevels.flatMap((level) => {
    const name: LevelFields = `level_${level}`
    const amounts = [...readAmounts(typed[name], name, issue)]
    if (amounts.some(([, amountMinor]) => amountMinor === 0)) issue('An amount is above 0. Leave it empty for none.', name)
    return amounts.length > 0 ? [[level, Object.fromEntries(amounts)] as const] : []
  })
  return levels.length > 0 ? { levels: Object.fromEntries(levels) } : {}
}

/** What a form shows of a version before anything was typed. */
export const enteredLevels = ({ levels = {} }: Rates): Record<string, string> =>
  Object.fromEntries(
    payableLevels.map((level) => [
      `level_${level}`,
      Object.entries(levels[level] ?? {})
        .flatMap(([code, amountMinor]) => (isCurrency(code) && amountMinor ? [amountInWords(amountMinor, code)] : []))
        .join(', '),
    ]),
  )
