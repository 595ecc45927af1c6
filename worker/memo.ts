/**
 * An isolate's memory of what `make` says of a key: for what is asked often, always answered alike and dearer than a look. Emptied when it
 * holds `maxEntries`.
 */
export function memoized<Key, Value>(maxEntries: number, make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    if (made.size >= maxEntries) made.clear()
    made.set(key, value)
    return value
  }
}
