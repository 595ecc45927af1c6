import { readdirSync, readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { scripts, stylesheets } from '../../portal/stylesheets.ts'

const css = 'portal/public/assets/css'
const js = 'portal/public/assets/js'
const read = (folder: string) => readdirSync(folder).map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }))

describe('the assets', () => {
  it('are all linked, and nothing is linked that is not there', () => {
    expect([...stylesheets].map((name) => `${name}.css`).sort()).toEqual(readdirSync(css).sort())
    expect([...scripts].map((name) => `${name}.js`).sort()).toEqual(readdirSync(js).sort())
  })

  it('stay small: 10 KB of script as written, 20 KB of style as sent', () => {
    const bytes = readdirSync(js).reduce((sum, name) => sum + statSync(`${js}/${name}`).size, 0)
    const sent = read(css).reduce((sum, { text }) => sum + gzipSync(text).length, 0)

    expect(bytes).toBeLessThanOrEqual(10_240)
    expect(sent).toBeLessThanOrEqual(20_480)
  })

  it('take every colour from the tokens', () => {
    const ownColours = read(css)
      .filter(({ name }) => name !== 'tokens.css' && name !== 'qr-code.css')
      .flatMap(({ name, text }) => [...text.matchAll(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\(/gi)].map(([colour]) => `${name}: ${colour}`))

    expect(ownColours).toEqual([])
  })

  it('use only tokens that exist or that the component sets itself', () => {
    const all = read(css)
    const set = new Set(all.flatMap(({ text }) => [...text.matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name)))
    const used = all.flatMap(({ text }) => [...text.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name]) => name))

    expect(used.filter((name) => !set.has(name))).toEqual([])
  })

  it('keep every rule in a layer', () => {
    for (const { name, text } of read(css)) {
      expect.soft(text.replaceAll(/\/\*.*?\*\//gs, '').trim(), name).toMatch(/^@layer [a-z, ]+[;{]/)
    }
  })
})
