import { expect, it } from 'vitest'
import { oneStop } from '../../../portal/components/one-stop.ts'

it.each([
  ['Written by Wrenmarch B.V..', 'Written by Wrenmarch B.V.'],
  ['From Wrenmarch B.V.. Then more.', 'From Wrenmarch B.V. Then more.'],
  ['And so on ...', 'And so on ...'],
  ['One. Two.', 'One. Two.'],
])('%s ends once', (text, told) => {
  expect(oneStop(text)).toBe(told)
})
