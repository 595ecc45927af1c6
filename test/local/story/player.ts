import { join } from 'node:path'
import type { Addresses } from '../addresses.ts'
import { readSaved, saveTo } from '../saved.ts'
import type { Chapter, Names } from './chapter.ts'

type Kept = { dayZero: string; isTold: boolean; names: Names }

const storyFile = (folder: string) => join(folder, 'story.json')

/** The names of a story that was told to its end. */
export const namesOfStory = (folder: string): Names | undefined => {
  const kept = readSaved<Kept>(storyFile(folder))
  return kept?.isTold ? kept.names : undefined
}

/** Whether a telling began and was cut off: what it left is neither empty nor whole. */
export const isHalfTold = (folder: string): boolean => readSaved<Kept>(storyFile(folder))?.isTold === false

/** `moveTo` moves the clock and lets what is due happen on the way; on `groundOnly` the clock stays, for real Stripe keeps its own. */
type Telling = {
  addresses: Addresses
  folder: string
  dayZero: Date
  groundOnly: boolean
  moveTo: (at: Date) => Promise<void>
  progress: (done: number, all: number) => void
}

/** Tells the story once, chapter after chapter, with the clock on each chapter's day, and leaves it at day 0. */
export async function tellStory({ addresses: { portal, world }, folder, dayZero, groundOnly, moveTo, progress }: Telling): Promise<Names> {
  const kept: Kept = { dayZero: dayZero.toISOString(), isTold: false, names: {} }
  const saved = saveTo(storyFile(folder), () => kept)
  saved.flush()
  const all = await askPortal<Omit<Chapter, 'tell'>[]>(`${portal}/_local/story/`)
  const chapters = all.filter(({ isGround }) => isGround || !groundOnly)
  for (const [told, { name, day }] of chapters.entries()) {
    progress(told, chapters.length)
    if (!groundOnly) await moveTo(new Date(dayZero.getTime() + day * 86_400_000))
    const body = JSON.stringify({ names: kept.names, world })
    const answer = await askPortal<{ names: Names }>(`${portal}/_local/story/${encodeURIComponent(name)}`, { method: 'POST', body })
    kept.names = answer.names
  }
  progress(chapters.length, chapters.length)
  await moveTo(dayZero)
  kept.isTold = true
  saved.flush()
  return kept.names
}

async function askPortal<T>(url: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, init)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`The story stopped at ${url}: ${text.replaceAll('\\n', '\n').slice(0, 2_000)}`)
  // The story's door answers nothing else.
  return JSON.parse(text) as T
}
