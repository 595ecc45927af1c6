import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fail, pass, succeeds, type Tally } from './command.ts'

const budgetBytes = 700 * 1_024

/** What would be deployed is within its budget, and nothing of test/ is in it. */
export function checkBundle(): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-bundle-'))
  try {
    const metafile = join(folder, 'meta.json')
    if (!succeeds('wrangler', 'deploy', '--dry-run', '--outdir', folder, '--metafile', metafile))
      return fail('wrangler deploy --dry-run failed')
    const strangers = inputsOf(metafile).filter((path) => /(^|\/)test\//.test(path) && !path.includes('node_modules/'))
    if (strangers.length > 0) return fail(`The deployed bundle holds files of test/: ${strangers.join(', ')}`)
    const bytes = sizeOf(folder)
    const size = `${(bytes / 1_024).toFixed(0)} KB gzip of ${budgetBytes / 1_024}`
    if (bytes > budgetBytes) return fail(`The Worker is too large: ${size}`)
    console.log(`The Worker: ${size}`)
    return pass
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// esbuild's metafile: `inputs` by path.
const inputsOf = (metafile: string): string[] => Object.keys((JSON.parse(readFileSync(metafile, 'utf8')) as { inputs: object }).inputs)

const sizeOf = (folder: string): number =>
  readdirSync(folder)
    .filter((name) => /\.(m?js|wasm)$/.test(name))
    .reduce((bytes, name) => bytes + gzipSync(readFileSync(join(folder, name))).length, 0)
