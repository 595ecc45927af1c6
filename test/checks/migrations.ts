import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fail, pass, type Tally } from './command.ts'

/** Generating migrations from the schema gives none: what is committed is what the tables say. Done on a copy. */
export function checkMigrations(): Tally {
  const copy = mkdtempSync(join(tmpdir(), 'goodword-schema-'))
  try {
    cpSync('schema', join(copy, 'schema'), { recursive: true })
    cpSync('package.json', join(copy, 'package.json'))
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
    const made = spawnSync('drizzle-kit', ['generate', '--config', 'schema/drizzle.config.ts'], { cwd: copy, encoding: 'utf8' })
    if (made.status !== 0) return fail(`drizzle-kit generate failed:\n${made.stdout}${made.stderr}`)
    const changed = namesAndTexts(join(copy, 'schema/migrations')) !== namesAndTexts('schema/migrations')
    return changed ? fail('schema/*.ts and schema/migrations differ: npm run db:generate -- --name what_changes') : pass
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const namesAndTexts = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((name) => /\.(sql|json)$/.test(name))
    .map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`)
    .join('\n')
