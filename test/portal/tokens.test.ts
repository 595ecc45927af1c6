import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, linearRgb, type Oklch } from './oklch.ts'

const css = readFileSync('portal/public/assets/css/tokens.css', 'utf8')

const colourOf = (text: string): Oklch => {
  const [lightness = Number.NaN, chroma = Number.NaN, hue = Number.NaN] = text.replace('%', '').split(' ').map(Number)
  return { lightness: lightness / 100, chroma, hue }
}

const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\(oklch\(([^)/]+)\), oklch\(([^)/]+)\)\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    { light: colourOf(light ?? ''), dark: colourOf(dark ?? '') },
  ]),
)

const token = (name: string) => {
  const found = tokens.get(name)
  if (!found) throw new Error(`tokens.css has no colour --${name}`)
  return found
}

/** What is drawn on what, with its ratio in light and in dark. */
const table: [string, string, number, number][] = [
  ['line', 'sheet', 1.33, 1.44],
  ['edge', 'sheet', 3.64, 4.11],
  ['edge', 'paper', 3.48, 4.43],
  ['ink', 'sheet', 16.17, 14.73],
  ['ink', 'paper', 15.49, 15.89],
  ['ink', 'sunk', 14.46, 13.28],
  ['ink-soft', 'sheet', 6.95, 8.02],
  ['ink-soft', 'paper', 6.65, 8.65],
  ['ink-soft', 'sunk', 6.21, 7.23],
  ['accent', 'sheet', 6.63, 8.44],
  ['accent', 'paper', 6.35, 9.1],
  ['accent', 'sunk', 5.93, 7.61],
  ['accent-strong', 'sheet', 8.97, 10.52],
  ['on-accent', 'accent', 6.63, 8.86],
  ['on-accent', 'accent-strong', 8.97, 11.05],
  ['ink', 'accent-soft', 14.23, 11.61],
  ['accent', 'accent-soft', 5.84, 6.65],
  ['focus', 'sheet', 4.8, 8.91],
  ['focus', 'paper', 4.6, 9.61],
  ['good', 'good-soft', 6.11, 7.75],
  ['wait', 'wait-soft', 6.22, 7.48],
  ['warn', 'warn-soft', 5.97, 7.92],
  ['bad', 'bad-soft', 6.07, 6.41],
  ['series-2', 'sheet', 4.06, 7.34],
  ['series-3', 'sheet', 4.45, 7.23],
]

const texts = ['ink', 'ink-soft', 'accent', 'accent-strong', 'good', 'wait', 'warn', 'bad']
const edges = ['edge', 'focus', 'accent', 'series-2', 'series-3']
const states = ['good', 'wait', 'warn', 'bad']

describe('the colours', () => {
  it.each(table)('draw %s on %s with %f in light and %f in dark', (front, ground, light, dark) => {
    expect(contrast(token(front).light, token(ground).light)).toBeCloseTo(light, 2)
    expect(contrast(token(front).dark, token(ground).dark)).toBeCloseTo(dark, 2)
  })

  it.each(['light', 'dark'] as const)('reach AA for text and 3 to 1 for edges, lines and focus in %s', (scheme) => {
    for (const text of texts) {
      for (const ground of ['paper', 'sheet']) expect(contrast(token(text)[scheme], token(ground)[scheme])).toBeGreaterThanOrEqual(4.5)
    }
    for (const edge of edges) expect(contrast(token(edge)[scheme], token('sheet')[scheme])).toBeGreaterThanOrEqual(3)
    for (const state of states) expect(contrast(token('ink')[scheme], token(`${state}-soft`)[scheme])).toBeGreaterThanOrEqual(4.5)
  })

  it('lie inside sRGB, all of them', () => {
    expect(tokens.size).toBe(22)
    for (const { light, dark } of tokens.values()) {
      for (const part of [...linearRgb(light), ...linearRgb(dark)]) {
        expect(part).toBeGreaterThan(-0.0005)
        expect(part).toBeLessThan(1.0005)
      }
    }
  })
})
