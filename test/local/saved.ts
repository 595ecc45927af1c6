import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A value kept in a file: `changed` writes it a moment later, `flush` at once. A file that is cut off half-way never replaces a whole one. */
export type Saved = { changed: () => void; flush: () => void }

export const readSaved = <T>(file: string): T | undefined => {
  try {
    // Only `saveTo` writes these files.
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read. Start over with \`npm start -- --reset\`.`, { cause: error })
  }
}

export function saveTo(file: string, value: () => unknown): Saved {
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(value()))
    renameSync(`${file}.new`, file)
  }
  const changed = () => {
    timer ??= setTimeout(flush, 1_000)
  }
  return { changed, flush }
}
