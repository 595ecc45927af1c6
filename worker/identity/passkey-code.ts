/** Digits and letters that nobody mistakes for each other: no I, L, O or U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 80 random bits as an admin reads them out: `K7QF-3MXP-9WDA-T2HN`. */
export function randomPasskeyCode(): string {
  const drawn = crypto.getRandomValues(new Uint8Array(16))
  const letters = [...drawn].map((byte) => alphabet[byte % 32]).join('')
  return letters.replace(/.{4}(?=.)/g, '$&-')
}

/** The code somebody typed, as it was made: case, spaces, hyphens and mistaken letters do not matter. */
export const readPasskeyCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/.{4}(?=.)/g, '$&-')
