/** What a request carries, before any endpoint has read it. */
export type Raw = string | number | boolean | null | undefined | Raw[] | { [name: string]: Raw }
export type RawRecord = { [name: string]: Raw }

/** Reads `a[b][0][c]=d`, the way v1 sends nested parameters (and v2 its query), into an object. */
export function readForm(text: string): RawRecord {
  const root: RawRecord = {}
  for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value)
  return listsOf(root) as RawRecord // the root itself never looks like a list: names are not numbers
}

const pathOf = (name: string): string[] => {
  const [head = '', ...rest] = name.split('[')
  return [head, ...rest.map((part) => part.replace(/\]$/, ''))]
}

function put(target: RawRecord, path: string[], value: string): void {
  const [head = '', ...rest] = path
  const name = head === '' ? String(Object.keys(target).length) : head
  if (rest.length === 0) {
    target[name] = value
    return
  }
  const inner = target[name]
  const next: RawRecord = inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? inner : {}
  target[name] = next
  put(next, rest, value)
}

const listsOf = (value: Raw): Raw => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  const names = Object.keys(value)
  const isList = names.length > 0 && names.every((name, index) => name === String(index))
  if (isList) return names.map((name) => listsOf(value[name]))
  return Object.fromEntries(names.map((name) => [name, listsOf(value[name])]))
}

/** The same text for the same parameters, in whatever order they were sent. */
export function canonical(value: Raw): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const names = Object.keys(value).sort()
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}
