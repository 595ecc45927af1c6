import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, generateSchemas } from './generate.ts'
import type { Schemas } from './schema.ts'

const folder = join(import.meta.dirname, '../../../node_modules/.cache/stripe-schemas')

/** The schemas of the installed stripe-node: written down the first time, and again when it or the generator changes. */
export function loadSchemas(): Schemas {
  const file = join(folder, `${fingerprint()}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const schemas = generateSchemas()
  mkdirSync(folder, { recursive: true })
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, JSON.stringify(schemas))
  renameSync(unfinished, file)
  return schemas
}
