import type { Child } from 'hono/jsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { FigureRow } from '../components/figure.tsx'
import { ImportLines, type ShownLine } from '../components/import-lines.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'

type ImportPreviewPageProps = {
  title: string
  /** Where the list is stored; the page before it is where this address is opened. */
  action: string
  list: string
  lines: readonly ShownLine[]
  /** So many new lines are stored by one press. */
  atOnce: number
  /** One and several of what is imported: `link`, `links`. */
  words: readonly [string, string]
  back: { href: string; label: string }
  /** What else is to be known about these lines. */
  children?: Child
}

/** What a list would do, and after its button what it did: the same lines, with those that are stored now. */
export const ImportPreviewPage = ({ title, action, list, lines, atOnce, words, back, children }: ImportPreviewPageProps) => {
  const count = (state: ShownLine['state']) => lines.filter((each) => each.state === state).length
  const [fresh, stored] = [count('new'), count('stored')]
  const inWords = (n: number) => `${n} ${n === 1 ? words[0] : words[1]}`
  return (
    <div class="stack">
      <PageHead title={title} back={back} />
      {stored > 0 ? (
        <Notice tone="good" title={stored === 1 ? `1 ${words[0]} is stored` : `${inWords(stored)} are stored`}>
          {fresh > 0 ? `${inWords(fresh)} are left.` : 'The same list again changes nothing.'}
        </Notice>
      ) : (
        <Notice title="Nothing is stored yet">{fresh > 0 ? 'Look at the lines, then store those that are new.' : nothingNew(lines)}</Notice>
      )}
      <FigureRow
        figures={[
          ...(stored > 0 ? [{ label: 'Stored', value: String(stored) }] : []),
          ...(fresh > 0 || stored === 0 ? [{ label: 'New', value: String(fresh) }] : []),
          { label: 'Same', value: String(count('same')) },
          { label: 'Refused', value: String(count('refused')) },
        ]}
      />
      {children}
      <form class="form" method="post" action={action} enctype="multipart/form-data" novalidate>
        <input type="hidden" name="list" value={list} />
        <div class="form__buttons">
          {fresh > 0 && <Button kind="primary">{labelOf(Math.min(fresh, atOnce), stored > 0, inWords)}</Button>}
          <ButtonLink kind={fresh > 0 ? 'quiet' : 'plain'} href={action}>
            Another list
          </ButtonLink>
        </div>
      </form>
      <ImportLines lines={lines} />
    </div>
  )
}

const labelOf = (n: number, isFurther: boolean, inWords: (n: number) => string): string =>
  isFurther ? `Store the next ${inWords(n)}` : `Store ${inWords(n)}`

const nothingNew = (lines: readonly ShownLine[]): string =>
  lines.every(({ state }) => state === 'same') ? 'All of it is there already.' : 'No line is new, so there is nothing to store.'
