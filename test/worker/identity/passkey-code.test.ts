import { expect, it } from 'vitest'
import { randomPasskeyCode, readPasskeyCode } from '../../../worker/identity/passkey-code.ts'

it('a code has sixteen letters and digits, none of them mistaken for another, and comes twice from nobody', () => {
  const codes = Array.from({ length: 200 }, randomPasskeyCode)

  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  expect(new Set(codes).size).toBe(200)
})

it('a code is read however it is typed', () => {
  for (const typed of ['K7QF-3MXP-9WD1-T20N', 'k7qf3mxp9wd1t20n', ' K7QF 3MXP 9WDl t2oN ']) {
    expect(readPasskeyCode(typed)).toBe('K7QF-3MXP-9WD1-T20N')
  }
})
