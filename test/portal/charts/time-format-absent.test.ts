import { describe, expect, it } from 'vitest'
import { timeFormat, utcFormat } from '../../../portal/charts/time-format-absent.ts'

describe('what stands in for d3-time-format', () => {
  it.each([timeFormat, utcFormat])('makes a format, as every scale of time does, and refuses its use', (make) => {
    const format = make()
    expect(format).toThrow('The charts write times by')
  })
})
