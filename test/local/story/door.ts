import type { Deps } from '../../../worker/deps.ts'
import type { Names } from './chapter.ts'
import { chapters } from './chapters.ts'

/**
 * `GET /_local/story/` lists the chapters; `POST /_local/story/{chapter}` tells one at the clock's present time and answers with the names
 * known after it. Only the local Worker has this door.
 */
export async function storyDoor(request: Request, deps: Deps): Promise<Response> {
  const name = decodeURIComponent(new URL(request.url).pathname.slice('/_local/story/'.length))
  if (request.method === 'GET') return Response.json(chapters.map(({ tell, ...chapter }) => chapter))
  const chapter = chapters.find((each) => each.name === name)
  if (!chapter) return Response.json({ problem: `There is no chapter "${name}".` }, { status: 404 })
  // Only the player sends this.
  const { names, world } = (await request.json()) as { names: Names; world: string }
  try {
    await chapter.tell({ deps, names, stripe: (act, body) => askStandIn(`${world}/_/${act}`, body) })
    return Response.json({ names })
  } catch (error) {
    return Response.json({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }, { status: 500 })
  }
}

export async function askStandIn(url: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const said = await answer.json<Record<string, unknown>>()
  if (!answer.ok) throw new Error(`${url}: ${JSON.stringify(said)}`)
  return said
}
