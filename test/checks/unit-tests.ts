import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, succeeds, type Tally } from './command.ts'

/** The part of vitest's JSON report that is counted. */
type Report = {
  numPassedTests: number
  numFailedTests: number
  success: boolean
  testResults: { name: string; status: string; assertionResults: unknown[] }[]
}

/** Both vitest projects; each test counts, and so does a file that could not be read. */
export function runUnitTests(): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-vitest-'))
  try {
    const file = join(folder, 'report.json')
    const succeeded = succeeds(
      'vitest',
      'run',
      '--config',
      'test/vitest.config.ts',
      '--silent=passed-only',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    )
    // Vitest wrote it.
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    const unread = report.testResults.filter((each) => each.status === 'failed' && each.assertionResults.length === 0)
    const failed = report.numFailedTests + unread.length
    // An error outside all tests fails the run without failing any of them.
    return { passed: report.numPassedTests, failed: failed === 0 && !succeeded ? 1 : failed }
  } catch (error) {
    return fail(`vitest left no report: ${error}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
