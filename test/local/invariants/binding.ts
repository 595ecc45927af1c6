export type Row = Record<string, unknown>
export type Bound = { sql: string; parameters: readonly unknown[] }
/** Asks several statements in one go, and gives the rows of each. */
export type Ask = (statements: readonly Bound[]) => Promise<Row[][]>

type Statement = D1PreparedStatement & Bound

/** D1's binding over somewhere else that the same database can be asked, for reading alone. */
export function bindingOver(ask: Ask): D1Database {
  const askOne = async (bound: Bound): Promise<Row[]> => (await ask([readOnly(bound)]))[0] ?? []
  const statementOf = (sql: string, parameters: readonly unknown[]): Statement => {
    const bound = { sql, parameters }
    return {
      ...bound,
      bind: (...values: unknown[]) => statementOf(sql, values),
      all: async () => resultOf(await askOne(bound)),
      run: async () => resultOf(await askOne(bound)),
      first: async () => (await askOne(bound))[0] ?? null,
      // No select here names two columns alike, and an object keeps their order.
      raw: async () => (await askOne(bound)).map((row) => Object.values(row)),
    } as unknown as Statement // as much of D1's statement as the query builder calls
  }
  return {
    prepare: (sql: string) => statementOf(sql, []),
    batch: async (statements: Statement[]) => (await ask(statements.map(readOnly))).map(resultOf),
  } as unknown as D1Database // as above
}

const resultOf = (results: Row[]) => ({ results, success: true, meta: {} })

function readOnly(bound: Bound): Bound {
  if (!/^\s*(select|with)\b/i.test(bound.sql)) throw new Error(`This only reads, and was asked to run: ${bound.sql}`)
  return bound
}
