import { env } from 'cloudflare:workers'

/** A statement, and a word of the refusal. */
export type Illegal = readonly [statement: string, why: string]

/** Runs statements that must be refused, and gives those that were not, or for another reason. */
export async function passed(illegal: readonly Illegal[]): Promise<string[]> {
  const wrong: string[] = []
  for (const [statement, why] of illegal) {
    const said = await env.DB.prepare(statement)
      .run()
      .then(() => 'nothing')
      .catch((error: Error) => error.message)
    if (!said.includes(why)) wrong.push(`${statement} → ${said}`)
  }
  return wrong
}
