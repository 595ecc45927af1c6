import type { Child } from 'hono/jsx'
import type { FormState } from '../../portal/components/form-state.ts'
import type { ShownLine } from '../../portal/components/import-lines.tsx'
import { ImportPage } from '../../portal/pages/import-page.tsx'
import { ImportPreviewPage } from '../../portal/pages/import-preview-page.tsx'
import type { AppContext } from '../env.ts'
import { withProblem } from '../form.ts'
import { type Imported, type ImportKind, importText, previewImport } from './kind.ts'
import { readList } from './read-list.ts'
import { charactersAtOnce } from './rules-file.ts'

/** The pages of an import: its form, what the list would do, and what it did. */
export type ImportPages<Wanted, Column extends string> = {
  kind: ImportKind<Wanted, Column>
  words: readonly [string, string]
  title: string
  lead: string
  example: string
  hint: string
  /** The address of the form; a list is sent to it, or to its `preview`. */
  action: string
  back: { href: string; label: string }
  /** What is said above the form, and above the lines. */
  about?: Child
  told?: (lines: readonly ShownLine[]) => Child
}

export const renderImport = <Wanted, Column extends string>(c: AppContext, pages: ImportPages<Wanted, Column>, form?: FormState) => {
  const { kind, title, lead, example, hint, action, back, about } = pages
  const sizes = { mostLines: kind.mostLines, mostCharacters: charactersAtOnce }
  return c.render(
    <ImportPage
      {...sizes}
      title={title}
      lead={lead}
      example={example}
      hint={hint}
      action={action}
      back={back}
      backHref={back.href}
      form={form}
    >
      {about}
    </ImportPage>,
    { status: form ? 422 : 200 },
  )
}

export const answerPreview = <Wanted, Column extends string>(c: AppContext, pages: ImportPages<Wanted, Column>) =>
  answer(c, pages, (list) => previewImport(c.var.deps, pages.kind, list))

export const answerImport = <Wanted, Column extends string>(c: AppContext, pages: ImportPages<Wanted, Column>, by: { id: string }) =>
  answer(c, pages, (list) => importText(c.var.deps, by, pages.kind, list))

async function answer<Wanted, Column extends string>(
  c: AppContext,
  pages: ImportPages<Wanted, Column>,
  act: (list: string) => Promise<Imported>,
) {
  const form = await readList(c)
  if (!form.ok) return renderImport(c, pages, form)
  const { list } = form.values
  const done = await act(list)
  if (!done.ok) return renderImport(c, pages, withProblem({ entered: { list } }, done.problem, 'list'))
  const { kind, title, action, words, back, told } = pages
  return c.render(
    <ImportPreviewPage title={title} action={action} list={list} lines={done.lines} atOnce={kind.linesAtOnce} words={words} back={back}>
      {told?.(done.lines)}
    </ImportPreviewPage>,
  )
}
