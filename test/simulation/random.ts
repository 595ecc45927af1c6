/** A stream of chance that only its seed decides (sfc32). */
export type Random = {
  /** 0 ≤ x < 1 */
  next(): number
  /** Whether something of this probability happens; draws nothing when it never or always does. */
  chance(probability: number): boolean
  /** A whole number of both ends included. */
  between(low: number, high: number): number
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  pickOf<Item>(items: readonly Item[]): Item | undefined
}

/** Streams of different names are independent: what one of them is asked for moves no other. */
export function randomOf(seed: number, name: string): Random {
  let [a, b, c, d] = [0x9e3779b9 ^ seed, 0x243f6a88 ^ hashOf(name), 0xb7e15162, seed + 1]
  const next = () => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let warm = 0; warm < 12; warm += 1) next()
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    chance: (probability) => probability >= 1 || (probability > 0 && next() < probability),
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    pickOf: (items) => items[between(0, items.length - 1)],
  }
}

function hashOf(text: string): number {
  let hash = 2166136261
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619)
  return hash
}
