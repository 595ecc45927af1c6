import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { pngOf } from '../../../worker/tracking/qr-png.ts'

it('is a picture of one bit a pixel, each module as wide as asked', () => {
  const png = pngOf(
    [
      [true, false, true],
      [false, false, false],
      [true, true, true],
    ],
    4,
  )
  const view = new DataView(png.buffer)

  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
  expect([view.getUint32(16), view.getUint32(20), png[24], png[25]]).toEqual([12, 12, 1, 0])
  const packed = png.subarray(41, 41 + view.getUint32(33))
  const rows = [...inflateSync(packed)].map((byte) => byte.toString(2).padStart(8, '0'))
  // A filter byte, then twelve pixels in two bytes.
  expect(rows.slice(0, 3)).toEqual(['00000000', '00001111', '00000000'])
  expect(rows.slice(4 * 3, 4 * 3 + 3)).toEqual(['00000000', '11111111', '11110000'])
  expect(rows.slice(8 * 3)).toEqual(Array.from({ length: 12 }, () => '00000000'))
})
