import type { RunningWorker } from './built-worker.ts'

/** A partner with so many links, stored with ids of the length that production has; their codes, and the statements that make them. */
export function linkStatements(links: number): { codes: string[]; statements: string[] } {
  const codes = Array.from({ length: links }, (_, index) => `ada-${index}`)
  const partner = idOf('par', 0)
  return {
    codes,
    statements: [
      "insert into groups (id, name, window_days, model, created_at) values ('grp_1', 'Standard', 60, 'first_touch', 0)",
      `insert into partners (id, name, group_id, country, status, created_at, activated_at) values ('${partner}', 'Ada', 'grp_1', 'NL', 'active', 0, 0)`,
      ...codes.map(
        (code, index) =>
          `insert into links (id, partner_id, code, kind, destination_host, destination_path, created_by, created_at)
           values ('${idOf('lnk', index)}', '${partner}', '${code}', 'redirect', 'www.wrenmarch.example', '/planning?plan=a#prices', 'mem_1', 0)`,
      ),
    ],
  }
}

export async function haveLinks({ miniflare }: RunningWorker, links: number): Promise<string[]> {
  const db = await miniflare.getD1Database('DB')
  const { codes, statements } = linkStatements(links)
  await db.batch(statements.map((statement) => db.prepare(statement)))
  return codes
}

/** Rows of clicks, which a link's figures would not show twice. */
export async function landedClicks({ miniflare }: RunningWorker): Promise<number> {
  const db = await miniflare.getD1Database('DB')
  return (await db.prepare('select count(*) as n from clicks').first<number>('n')) ?? 0
}

export const idOf = (prefix: string, index: number): string => `${prefix}_${index.toString(16).padStart(24, '0')}`
