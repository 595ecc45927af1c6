type Listed = { id: string }
type List<Row> = { data: Row[]; has_more: boolean }

/**
 * A page of a list, if it is one: a partial list says nothing (money.md 7), and what repeats itself would be read for ever.
 *
 * @param behind - what the page was asked to begin behind
 * @throws Error
 */
export function pageIn<Row extends Listed>(
  { data, has_more: hasMore }: List<Row>,
  behind?: string,
): { rows: Row[]; next: string | undefined } {
  const isList = Array.isArray(data) && typeof hasMore === 'boolean' && data.every((row) => isText(row?.id))
  if (!isList) throw new Error('Stripe answered with something that is no list')
  const last = data.at(-1)?.id
  if (hasMore && (last === undefined || last === behind)) throw new Error('Stripe says that its list goes on, but not where')
  return { rows: eachOnce(data), next: hasMore ? last : undefined }
}

/** A row that a list repeats is one. */
const eachOnce = <Row extends Listed>(rows: readonly Row[]): Row[] => [...new Map(rows.map((row) => [row.id, row])).values()]

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** What asks for a page: `starting_after` is left out for the first. */
export type PageParams = { limit: 100; starting_after?: string }

/**
 * Every row of a list, each once, or an error.
 *
 * @param what - whose list it is, for the error
 */
export async function wholeList<Row extends Listed>(
  what: string,
  pagesAtMost: number,
  ask: (page: PageParams) => Promise<List<Row>>,
): Promise<Row[]> {
  const found: Row[] = []
  let behind: string | undefined
  for (let page = 0; page < pagesAtMost; page += 1) {
    const { rows, next } = pageIn(await ask({ limit: 100, ...(behind && { starting_after: behind }) }), behind)
    found.push(...rows)
    if (next === undefined) return eachOnce(found)
    behind = next
  }
  throw new Error(`More ${what} than could be listed`)
}
