import type { Mail } from './layout.tsx'

type What = 'code_made' | 'added' | 'removed' | 'copied'
type News = { person: string; what: What; by: string; removed: number; name: string | null; portalUrl: string }

/** To the person and to every administrator: whoever did not expect it can act at once. Never holds the code itself. */
export const passkeyNews = (news: News): Mail => ({
  subject: subjects[news.what](news.person),
  blocks: [
    { kind: 'heading', text: subjects[news.what](news.person) },
    { kind: 'paragraph', text: sentences[news.what](news) },
    ...(news.what === 'code_made' && news.removed > 0
      ? [
          {
            kind: 'paragraph' as const,
            text: `${passkeysInWords(news.removed)} before it no longer ${news.removed === 1 ? 'works' : 'work'}.`,
          },
        ]
      : []),
    {
      kind: 'paragraph',
      text: 'If nobody agreed to this with you, ask an administrator to shut the person out until it is clear, and turn on the stop switch.',
    },
    { kind: 'button', label: 'Look at your passkeys', href: news.portalUrl },
  ],
})

const subjects: Record<What, (person: string) => string> = {
  code_made: (person) => `A one-time code for a passkey of ${person}`,
  added: (person) => `A new passkey of ${person}`,
  removed: (person) => `A passkey of ${person} was removed`,
  copied: (person) => `A passkey of ${person} may have been copied`,
}

const sentences: Record<What, (news: News) => string> = {
  code_made: ({ by, person }) =>
    `${by} made a code with which ${person} can add a first passkey, once, within 24 hours. It is in no mail: ${by} hands it over.`,
  added: ({ person, name }) => `${person} can now approve with the passkey “${name}”.`,
  removed: ({ by, person, removed, name }) =>
    name ? `${by} removed the passkey “${name}”.` : `${by} removed ${passkeysInWords(removed).toLowerCase()} of ${person}.`,
  copied: ({ person, name }) =>
    `The passkey “${name}” of ${person} answered with a count that it had passed already, as a copy of it would. It was not accepted. Remove it.`,
}

const passkeysInWords = (n: number): string => (n === 1 ? 'The passkey' : `All ${n} passkeys`)
