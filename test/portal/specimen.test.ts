import { mkdir, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { specimens } from './specimen.tsx'

it.each(Object.entries(specimens))('draws the %s page without anything the content security policy forbids', async (name, html) => {
  await mkdir('.local/specimen', { recursive: true })
  await writeFile(`.local/specimen/${name}.html`, html)

  expect(html).not.toMatch(/\sstyle=/)
  expect(html).not.toMatch(/<style/)
  expect(html).not.toMatch(/\son[a-z]+="/)
  expect(html).not.toMatch(/<script(?![^>]* src=)/)
  expect(html).not.toContain('[object')
  expect(html).not.toMatch(/NaN|undefined/)
})

it.each(Object.entries(specimens))('gives the %s page one heading, one title in the head and ids that are its own', (_, html) => {
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)

  expect(html.match(/<h1/g)).toHaveLength(1)
  expect(html.match(/<title>/g)).toHaveLength(1)
  expect(html).toMatch(/<title>[^<]+<\/title><\/head>/)
  expect(new Set(ids).size).toBe(ids.length)
})
