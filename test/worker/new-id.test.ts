import { expect, it } from 'vitest'
import { newId } from '../../worker/new-id.ts'

it('gives an id that nobody had, also when what was drawn at once is used up', () => {
  const ids = Array.from({ length: 2_000 }, () => newId('lnk'))

  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^lnk_[0-9a-f]{24}$/)
  // Every place of an id takes every value; with 2,000 ids one is missing somewhere in one run of 10^53.
  for (let place = 4; place < 28; place += 1) expect(new Set(ids.map((id) => id[place])).size).toBe(16)
})
