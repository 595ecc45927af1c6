/** What a prospect may be named by in texts that do not belong to it. */
export type Names = { emails: readonly string[]; domains: readonly string[]; companies: readonly string[]; people: readonly string[] }

/** Shorter ones stand inside other words. */
const leastLength = 4

/** Texts that betray the prospect wherever they stand; a person's name only with its family name, for there are many Adas. */
export const tellingOf = ({ emails, domains, companies, people }: Names): string[] => [
  ...new Set(
    [...emails, ...domains, ...companies, ...people.filter((name) => name.includes(' '))]
      .map((text) => text.trim().toLowerCase())
      .filter((text) => text.length >= leastLength),
  ),
]

/** The same document with every text that names the prospect taken out; keys and numbers stay. */
export function withoutNames(value: unknown, names: Names): unknown {
  const telling = tellingOf(names)
  const whole = new Set(names.people.map((name) => name.trim().toLowerCase()))
  const clean = (each: unknown): unknown => {
    if (typeof each === 'string') return isNamed(each, telling, whole) ? 'Erased' : each
    if (Array.isArray(each)) return each.map(clean)
    if (each && typeof each === 'object') return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, clean(inner)]))
    return each
  }
  return clean(value)
}

const isNamed = (text: string, telling: readonly string[], whole: ReadonlySet<string>): boolean => {
  const lower = text.toLowerCase()
  return whole.has(lower.trim()) || telling.some((each) => lower.includes(each))
}
