import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { indexes, triggers } from './expected.ts'

const namesOf = async (type: string): Promise<string[]> => {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = ? and name not like 'sqlite_%' and name not like '_cf_%' and tbl_name not like 'd1_%' order by name",
  )
    .bind(type)
    .all<{ name: string }>()
  return results.map(({ name }) => name)
}

describe('after all migrations', () => {
  it('every trigger stands', async () => {
    expect(await namesOf('trigger')).toEqual(triggers)
  })

  it('every index stands', async () => {
    expect(await namesOf('index')).toEqual(indexes)
  })

  it('every table is STRICT', async () => {
    const { results } = await env.DB.prepare('pragma table_list').all<{ name: string; type: string; strict: number }>()
    const loose = results.filter(({ type, strict }) => type === 'table' && strict === 0).map(({ name }) => name)
    expect(loose.filter((name) => !/^(sqlite_|_cf_|d1_)/.test(name))).toEqual([])
  })

  it('money has its pace, its epoch and the caps of the main currencies', async () => {
    const caps = await env.DB.prepare(
      'select currency, payout_minor p, run_minor r, hour_minor h, first_minor f from caps order by currency',
    ).all()
    expect(caps.results).toEqual(
      ['eur', 'gbp', 'usd'].map((currency) => ({ currency, p: 1_000_000, r: 10_000_000, h: 5_000_000, f: 100_000 })),
    )
    expect((await env.DB.prepare('select n from epochs').all()).results).toEqual([{ n: 1 }])
    expect((await env.DB.prepare('select per_second from send_pace').all()).results).toEqual([{ per_second: 20 }])
  })
})
