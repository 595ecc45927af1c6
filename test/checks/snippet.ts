import { brotliCompressSync, gzipSync } from 'node:zlib'
import { goodword } from '../../portal/snippet/goodword.js'
import { snippetConfigOf, snippetText } from '../../worker/tracking/snippet-text.ts'
import { fail, pass, type Tally } from './command.ts'

const budgetBytes = 2_048

/** What every page of the company's own site loads is within its budget, however it is sent. */
export function checkSnippet(): Tally {
  const text = snippetText(goodword, snippetConfigOf('https://partners.example', []))
  const sizes = { gzip: gzipSync(text).length, brotli: brotliCompressSync(text).length }
  const told = `/goodword.js: ${sizes.gzip} bytes gzip, ${sizes.brotli} bytes brotli, of ${budgetBytes}`
  if (Math.max(sizes.gzip, sizes.brotli) >= budgetBytes) return fail(`The snippet is too large: ${told}`)
  console.log(told)
  return pass
}
