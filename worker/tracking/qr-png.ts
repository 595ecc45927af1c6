import { crc32, deflateSync } from 'node:zlib'

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/**
 * Square modules as a PNG of one bit a pixel, for who cannot place an SVG.
 *
 * @param modules - rows of equal length, true for dark, quiet zone included
 * @param scale - pixels a module is wide
 */
export function pngOf(modules: readonly (readonly boolean[])[], scale: number): Uint8Array<ArrayBuffer> {
  const width = modules.length * scale
  const bytesPerRow = 1 + Math.ceil(width / 8)
  const pixels = new Uint8Array(bytesPerRow * width)
  for (let y = 0; y < width; y += 1) {
    const row = modules[Math.floor(y / scale)] ?? []
    // The first byte of a row says that it is not filtered; a light pixel is 1.
    for (let x = 0; x < width; x += 1) if (!row[Math.floor(x / scale)]) setBit(pixels, y * bytesPerRow + 1 + (x >> 3), x & 7)
  }
  return joined(signature, chunk('IHDR', headerOf(width)), chunk('IDAT', deflateSync(pixels)), chunk('IEND', new Uint8Array()))
}

const setBit = (bytes: Uint8Array, place: number, bit: number): void => {
  bytes[place] = (bytes[place] ?? 0) | (128 >> bit)
}

/** Width and height, one bit of grey, and the only compression, filter and order that most readers take. */
const headerOf = (width: number): Uint8Array => {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, width)
  header.setUint8(8, 1)
  return new Uint8Array(header.buffer)
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const named = joined(new TextEncoder().encode(name), content)
  return joined(bytesOf(content.length), named, bytesOf(crc32(named)))
}

const bytesOf = (value: number): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, value)
  return new Uint8Array(view.buffer)
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let place = 0
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}
