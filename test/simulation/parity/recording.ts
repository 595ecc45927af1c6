/** One call to the database and what it answered. `text` counts in `Recording.texts`. */
export type Step = {
  kind: 'rows' | 'arrays' | 'batch' | 'written'
  statements: { text: number; parameters: readonly unknown[] }[]
  answer?: unknown
  error?: string
}

/** All that a seed asked of its database, and every table as it was at the end. */
export type Recording = { texts: string[]; steps: Step[]; tables: Table[] }
export type Table = { name: string; columns: number; rows: unknown[][] }

/** Every row, in the order of its columns, with what each value is stored as. */
export const selectAll = (table: string, columns: number): string =>
  `select * from "${table}" order by ${Array.from({ length: columns }, (_, n) => n + 1).join(', ')}`
