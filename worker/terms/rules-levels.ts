import { type Currency, isCurrency, payableUnit } from '../../schema/currency.ts'
import { type Amounts, payableLevels, type TermsVersion } from '../../schema/terms.ts'
import { levelInWords } from './words.ts'

type LevelEarning = { kind: 'earns'; amountMinor: number; currency: Currency } | { kind: 'nothing'; reason: string }

/**
 * What a prospect's first time on a level gives under these terms: a flat amount, floored to what its currency can be paid in.
 *
 * @param level - 1 to 7
 * @param currency - of the deal that stands nearest; without one the first amount of the terms counts
 */
export function rewardOfLevel({ rates }: Pick<TermsVersion, 'rates'>, level: number, currency: Currency | undefined): LevelEarning {
  const name = payableLevels[level - 1]
  const amounts = name && payable(rates.levels?.[name])
  if (!name || !amounts || amounts.length === 0) return { kind: 'nothing', reason: 'These terms pay nothing for this level.' }
  const chosen = currency ? amounts.find((each) => each.currency === currency) : amounts[0]
  return chosen
    ? { kind: 'earns', ...chosen }
    : {
        kind: 'nothing',
        reason: `These terms name no amount in ${(currency ?? '').toUpperCase()} for “${levelInWords(name)}”.`,
      }
}

const payable = (amounts: Amounts | undefined): { currency: Currency; amountMinor: number }[] =>
  Object.entries(amounts ?? {}).flatMap(([code, amountMinor = 0]) => {
    if (!isCurrency(code)) return []
    const floored = amountMinor - (amountMinor % payableUnit(code))
    return floored > 0 ? [{ currency: code, amountMinor: floored }] : []
  })

/** What makes a level's reward unique: asked once per prospect and level, whoever has the credit then (LAD3). */
export const sourceOfLevel = (prospectId: string, level: number): string => `level/${prospectId}/${level}`

/** The prospect and level that a source names, if it names one. */
export function levelOfSource(source: string): { prospectId: string; level: number } | undefined {
  const [, prospectId, level] = /^level\/([\w-]+)\/(\d{1,2})$/.exec(source) ?? []
  return prospectId ? { prospectId, level: Number(level) } : undefined
}
