import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fail, pass, succeeds, type Tally } from './command.ts'

const budgetBytes = 800 * 1_024
/** Large, and needed a few times a day. */
const importedWhenUsed = ['@simplewebauthn/server', '@cantoo/pdf-lib']

/** What would be deployed is within its budget, and nothing of test/ is in it. */
export function checkBundle(): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-bundle-'))
  try {
    const metafile = join(folder, 'meta.json')
    if (!succeeds('wrangler', 'deploy', '--dry-run', '--outdir', folder, '--metafile', metafile))
      return fail('wrangler deploy --dry-run failed')
    const strangers = inputsOf(metafile).filter((path) => /(^|\/)test\//.test(path) && !path.includes('node_modules/'))
    if (strangers.length > 0) return fail(`The deployed bundle holds files of test/: ${strangers.join(', ')}`)
    const early = startInputsOf(metafile).filter((path) => importedWhenUsed.some((name) => path.includes(`node_modules/${name}/`)))
    if (early[0]) return fail(`Start-up evaluates what is meant to be imported when it is used: ${early[0]}`)
    const bytes = sizeOf(folder)
    const size = `${(bytes / 1_024).toFixed(0)} KB gzip of ${budgetBytes / 1_024}`
    if (bytes > budgetBytes) return fail(`The Worker is too large: ${size}`)
    console.log(`The Worker: ${size}`)
    return pass
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** esbuild's metafile: `inputs` by path, each with what it imports and how. */
type Inputs = Record<string, { imports: { path: string; kind: string }[] }>
const readInputs = (metafile: string): Inputs => (JSON.parse(readFileSync(metafile, 'utf8')) as { inputs: Inputs }).inputs

const inputsOf = (metafile: string): string[] => Object.keys(readInputs(metafile))

/** What is reached from the entry without an `import(…)`. */
function startInputsOf(metafile: string): string[] {
  const inputs = readInputs(metafile)
  const reached = new Set(Object.keys(inputs).filter((path) => path.endsWith('worker/index.ts')))
  for (const path of reached) {
    for (const { path: next, kind } of inputs[path]?.imports ?? []) if (kind !== 'dynamic-import') reached.add(next)
  }
  return [...reached]
}

const sizeOf = (folder: string): number =>
  readdirSync(folder)
    .filter((name) => /\.(m?js|wasm)$/.test(name))
    .reduce((bytes, name) => bytes + gzipSync(readFileSync(join(folder, name))).length, 0)
