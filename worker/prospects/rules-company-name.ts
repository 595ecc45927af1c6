/** What two spellings of one company’s name share. `key`: its words without case, accents, punctuation and legal form; `lead`: the sound of the first. */
export type NameMarks = { nameKey: string; nameLead: string }

/** Legal forms of the countries we meet, as they read without dots. A name that is nothing else keeps them. */
const legalForms = new Set(
  `ab ag aps as asa bhd bv bvba co company corp corporation cv doo dba ehf eirl ek eood eurl gbr gmbh ges ggmbh haftungsbeschrankt mbh inc
  incorporated kft kg kgaa kk lda limited llc llp lp ltd ltda mb nv oao og ohg ood ou oy oyj plc pte pty pvt sa sab sapi sarl sas sasu sdn se sia
  sl slu snc sp spa spk spzoo srl sro uab ug vof zoo zrt`.split(/\s+/),
)
/** Forms of several words, which are words of their own elsewhere. */
const longForms: readonly [RegExp, string][] = [
  [/\bsp\.? ?z ?o\.? ?o\.?(?=\W|$)/gu, ' spzoo '],
  [/\bs\.? ?a\.? ?r\.? ?l\.?(?=\W|$)/gu, ' sarl '],
  [/\bprivate limited\b/gu, ' limited '],
]
/** Words that say nothing about which company it is. */
const fillers = new Set([
  'the',
  'and',
  'und',
  'et',
  'y',
  'de',
  'der',
  'die',
  'das',
  'la',
  'le',
  'les',
  'group',
  'holding',
  'holdings',
  'international',
])

/** Letters that Unicode does not take apart. */
const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h' }

export function nameMarksOf(name: string): NameMarks {
  const words = wordsOf(name)
  const [first = ''] = words.filter((word) => !fillers.has(word)).concat(words)
  return { nameKey: words.join(' '), nameLead: soundOf(first) }
}

/**
 * Whether two names may be one company’s. It is no proof: what is alike goes to a person, who decides.
 * Names are compared by their pairs of letters, for that forgives a letter and a plural.
 */
export function areAlike(one: string, other: string): boolean {
  if (one === '' || other === '') return false
  return one === other || compact(one) === compact(other) || overlapOf(pairsOf(compact(one)), pairsOf(compact(other))) >= alikeFrom
}

const alikeFrom = 0.75

function wordsOf(name: string): string[] {
  const plain = [...name.normalize('NFKD').toLowerCase()]
    .map((letter) => letters[letter] ?? letter)
    .join('')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('&', ' and ')
    // B.V., A/S and S.p.A. are one word each, and so is what stands before an apostrophe and its s.
    .replaceAll(/(?<=(?:^|[\s./])\p{L})[./](?=\p{L}(?:[./,]|\s|$))/gu, '')
    .replaceAll(/['’`´]/gu, '')
  const words = longForms
    .reduce((text, [long, short]) => text.replaceAll(long, short), plain)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  const telling = words.filter((word) => !legalForms.has(word))
  return telling.length > 0 ? telling : words
}

/** The first letter and the consonants behind it, each once in a row: `Hallewick` and `Halewyck` begin alike. */
function soundOf(word: string): string {
  const [first = '', ...rest] = word
  const sound =
    first +
    rest
      .join('')
      .replaceAll(/[aeiouyhw]/g, '')
      .replaceAll('ck', 'k')
      .replaceAll('c', 'k')
  return sound.replaceAll(/(.)\1+/gu, '$1').slice(0, 6)
}

const compact = (key: string): string =>
  key
    .split(' ')
    .filter((word) => !fillers.has(word))
    .join('')

function pairsOf(text: string): string[] {
  const marked = [...`^${text}$`]
  return marked.slice(1).map((letter, at) => `${marked[at]}${letter}`)
}

/** Twice what they share, by what they have: 1 for the same, 0 for nothing in common. */
function overlapOf(one: readonly string[], other: readonly string[]): number {
  const left = [...other]
  let shared = 0
  for (const pair of one) {
    const at = left.indexOf(pair)
    if (at < 0) continue
    left.splice(at, 1)
    shared += 1
  }
  return (2 * shared) / (one.length + other.length)
}
