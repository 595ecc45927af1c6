import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import worker from '../../worker/index.ts'

it('answers ok', async () => {
  const answer = await worker.fetch(new Request('http://localhost/up'), env)
  expect([answer.status, await answer.json()]).toEqual([200, 'x'])
})
