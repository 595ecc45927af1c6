import type { Stage } from './stage.ts'

/** The statements that read and wrote most, a line each. */
export function tellStatements({ done }: Stage, payouts: number, tell: (line: string) => void): void {
  for (const { path, costs } of done) {
    tell(`${path}: times, rows read and written for each payout`)
    for (const { sql, times, read, written } of costs.statements.slice(0, 40)) {
      const per = [times, read, written].map((n) => (n / payouts).toFixed(2).padStart(8)).join('')
      tell(`${per}  ${sql.replace(/\s+/g, ' ').slice(0, 230)}`)
    }
  }
}
