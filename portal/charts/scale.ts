/** Ticks that can be written: what is charted is counted in whole clicks or minor units, so half of one is no tick. */
export const wholeTicks = (scale: { ticks(count: number): number[] }): number[] => scale.ticks(4).filter(Number.isInteger)

/** A value on the vertical scale of a plot, in percent from its top. */
export const percent = (value: number): string => `${Number(value.toFixed(2))}%`

/**
 * Moves labels apart that would stand on each other, keeping their order.
 *
 * @param places - percent from the top, in any order
 * @param gap - the least distance between two, in percent
 */
export function spread(places: readonly number[], gap: number): number[] {
  const spreadOut = [...places]
  let lowest = Number.NEGATIVE_INFINITY
  for (const index of places.map((_, each) => each).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))) {
    lowest = Math.max(places[index] ?? 0, lowest + gap)
    spreadOut[index] = lowest
  }
  return spreadOut
}
