import { shortened } from './rules-file.ts'

/** What a line of a file asks for, or why it asks for nothing; `title` names the line on the page. */
export type Read<Wanted> = { line: number; title: string; wanted: Wanted } | { line: number; title: string; problem: string }

/** What becomes of a line. `note` says more: of one refused, why. */
export type Verdict<Wanted> = { line: number; title: string; note: string } & (
  | { state: 'new'; wanted: Wanted }
  | { state: 'same' }
  | { state: 'refused' }
)

/** What judging a wanted record against what is stored comes to. */
export type Judgement = { state: 'new' | 'same' | 'refused'; note: string }

export const isNew = (note = ''): Judgement => ({ state: 'new', note })
export const isSame: Judgement = { state: 'same', note: 'It is there already.' }
export const refused = (note: string): Judgement => ({ state: 'refused', note })

export const verdictOf = <Wanted>(read: Read<Wanted>, judge: (wanted: Wanted) => Judgement): Verdict<Wanted> => {
  const { line } = read
  const title = shortened(read.title)
  if ('problem' in read) return { line, title, state: 'refused', note: read.problem }
  const { state, note } = judge(read.wanted)
  return state === 'new' ? { line, title, state, note, wanted: read.wanted } : { line, title, state, note }
}

/** What may stand in a file once, such as a code, and what it is called. */
export type Mark = { key: string; what: string }

/** Of lines that say the same thing twice, the first counts: which was meant is not guessed. */
export function withoutRepeated<Wanted>(reads: readonly Read<Wanted>[], marksOf: (wanted: Wanted) => readonly Mark[]): Read<Wanted>[] {
  const lines = new Map<string, number>()
  return reads.map((read) => {
    if ('problem' in read) return read
    const marks = marksOf(read.wanted).map(({ key, what }) => ({ key: `${what}/${key}`, what }))
    const met = marks.find(({ key }) => lines.has(key))
    if (met) return { line: read.line, title: read.title, problem: `It has the ${met.what} of line ${lines.get(met.key)}.` }
    for (const { key } of marks) lines.set(key, read.line)
    return read
  })
}
