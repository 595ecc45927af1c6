import type { Bound } from './store.ts'

/** So many are remembered: some carry a moment and never come again. */
const textsAtMost = 3000

/** A text cut where a value is written into it, and which of the parameters those values are. */
type Cut = { parts: string[]; at: number[] }

/**
 * SQLite compiles a statement anew each time that a value is bound on which its plan may depend: a LIMIT, or a status where an index
 * holds some statuses only. To compile takes ten times as long as to run, so such a value, of which there are few, is written into
 * the text.
 */
export class Inlining {
  #known = new Map<string, Cut | undefined>()

  of(bound: Bound): Bound {
    const { sql, parameters } = bound
    let cut = this.#known.get(sql)
    if (!cut && !this.#known.has(sql)) {
      cut = cutOf(sql)
      if (this.#known.size >= textsAtMost) this.#known.clear()
      this.#known.set(sql, cut)
    }
    if (!cut) return bound
    const { parts, at } = cut
    let text = parts[0] ?? ''
    for (let index = 0; index < at.length; index += 1) {
      const written = literalOf(parameters[at[index] ?? -1])
      if (written === undefined) return bound
      text += `${written}${parts[index + 1]}`
    }
    return { sql: text, parameters: parameters.filter((_, place) => !at.includes(place)) }
  }
}

function literalOf(value: unknown): string | undefined {
  if (typeof value === 'string' && /^\w+$/.test(value)) return `'${value}'`
  return Number.isSafeInteger(value) ? String(value) : undefined
}

function cutOf(sql: string): Cut | undefined {
  if (/\?\d/.test(sql)) return undefined
  const cut: Cut = { parts: [], at: [] }
  let from = 0
  let place = 0
  // A question mark in a quoted text is no parameter.
  for (const { 0: text, index } of sql.matchAll(/'[^']*'|\blimit \?|"(status|kind)" = \?|"[^"]*"|\?/gi)) {
    if (!text.endsWith('?')) continue
    if (text !== '?') {
      cut.at.push(place)
      cut.parts.push(sql.slice(from, index + text.length - 1))
      from = index + text.length
    }
    place += 1
  }
  cut.parts.push(sql.slice(from))
  return cut.at.length > 0 ? cut : undefined
}
