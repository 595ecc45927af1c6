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
  return inEach(value, (text) => (isNamed(text, telling, whole) ? 'Erased' : text))
}

/** Under these keys a mail says who it is about, be it one word. */
const naming = new Set(['company', 'contact', 'customer', 'name', 'prospect', 'signer'])

/** The same document without whatever reads as words of people or names; ids, days and words of a list have no space in them. */
export const withoutSentences = (value: unknown): unknown =>
  inEach(value, (text, key) => (naming.has(key) || /\s/.test(text.trim()) ? 'Erased' : text))

/** Whether one of these ids stands in a document. */
export const isAbout = (value: unknown, ids: readonly string[]): boolean => {
  let found = false
  inEach(value, (text) => {
    found ||= ids.includes(text)
    return text
  })
  return found
}

function inEach(value: unknown, change: (text: string, key: string) => string, key = ''): unknown {
  if (typeof value === 'string') return change(value, key)
  if (Array.isArray(value)) return value.map((each) => inEach(each, change, key))
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([at, each]) => [at, inEach(each, change, at)]))
  return value
}

const isNamed = (text: string, telling: readonly string[], whole: ReadonlySet<string>): boolean => {
  const lower = text.toLowerCase()
  return whole.has(lower.trim()) || telling.some((each) => lower.includes(each))
}
