import type { AppContext } from '../env.ts'
import { type FormResult, isGarbled, readForm, withProblem } from '../form.ts'
import { charactersAtOnce } from './rules-file.ts'
import { listShape, tooLong } from './shapes.ts'

const bytesAtOnce = 400_000
/** The page that shows the file sends it once more, with what a form adds. */
const formBytes = 450_000
const nothingSent = 'Paste your list or choose a file: a line with the names of the columns, then a line for each.'

/** The list that came, pasted or as a file. What is wrong with it stands at its field, and the page shows the text again. */
export async function readList(c: AppContext): Promise<FormResult<{ list: string }>> {
  const form = await readForm(c, listShape, formBytes)
  if (!form.ok) return form
  const { file } = await c.req.parseBody()
  if (!(file instanceof File) || file.size === 0) return form.values.list ? form : { ok: false, ...withProblem(form, nothingSent, 'list') }
  if (form.values.list) return { ok: false, ...withProblem(form, 'Paste a list or choose a file, not both.', 'file') }

  const list = await textOf(file)
  if (list === undefined) return { ok: false, ...withProblem(form, 'This file is no text. Save it as CSV in UTF-8.', 'file') }
  if (list.length > charactersAtOnce || file.size > bytesAtOnce) return { ok: false, ...withProblem(form, tooLong, 'file') }
  const read = { entered: { list }, values: { list } }
  return list === '' ? { ok: false, ...withProblem(form, nothingSent, 'file') } : { ok: true, ...read }
}

/** Undefined for what is no text: a table in its program's own form, another encoding, characters that nobody can read. */
async function textOf(file: File): Promise<string | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(await file.arrayBuffer()).trim()
    return isGarbled(text) ? undefined : text
  } catch {
    return undefined
  }
}
