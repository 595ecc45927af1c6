import { textOf } from '../../local/walk/forms.ts'

/** What never leaves the house: stacks, file names, the database's own words. */
const leaks = /\bat \S+ \(\S+:\d|\.tsx?\b:\d|SQLITE|D1_ERROR|(Type|Syntax|Range|Reference)Error|constraint failed|\[object |undefined/

/** The sentences in which a page says what is wrong. */
export function sentencesOf(html: string): string[] {
  const marked = [
    ...html.matchAll(/class="(?:field__problem|problem-page__text)"[^>]*>([\s\S]*?)<\/p>/g),
    ...html.matchAll(/class="form-problems__list">([\s\S]*?)<\/ul>/g),
    ...html.matchAll(/role="alert"[^>]*>([\s\S]*?)<\/div>/g),
    ...html.matchAll(/<h1[^>]*>[\s\S]*?<\/h1>\s*<p[^>]*>([\s\S]*?)<\/p>/g),
    ...html.matchAll(/class="page-head__lead"[^>]*>([\s\S]*?)<\/p>/g),
  ]
  return marked.map(([, text = '']) => textOf(text)).filter((text) => text !== '')
}

/** A validator's own words are no sentence of ours. */
const isSentence = (text: string) => /^[\p{Lu}“].{8,}[.?!:)]/su.test(text) && !/^(Invalid|Expected|Required) /.test(text)

/** The sentence of an answer of the API. */
const problemIn = (body: string): string | undefined => /"detail":"([^"]*)"/.exec(body)?.[1]

/** What is wrong with the answer to something wrong, in words, or nothing. */
export function faultsOf(status: number, body: string, allowed: readonly number[]): string[] {
  const faults: string[] = []
  if (!allowed.includes(status)) faults.push(`status ${status}`)
  const leak = leaks.exec(textOf(body))
  if (leak) faults.push(`says "${leak[0]}"`)
  if (/<script>alert/.test(body)) faults.push('echoes a script')
  const sentences = body.startsWith('<') ? sentencesOf(body) : [problemIn(body) ?? body]
  if (status >= 400 && !sentences.some(isSentence)) faults.push(`no sentence but ${JSON.stringify(sentences)}`)
  return faults
}
