/** What a field takes; each kind has its own ways to be wrong. */
export type Kind =
  | 'act'
  | 'line'
  | 'text'
  | 'note'
  | 'email'
  | 'domain'
  | 'destination'
  | 'code'
  | 'digits'
  | 'amount'
  | 'price'
  | 'amounts'
  | 'percent'
  | 'hours'
  | 'currency'
  | 'country'
  | 'day'
  | 'date'
  | 'coming'
  | 'moment'
  | 'choice'
  | 'box'
  | 'whole'
  | 'id'
  | 'anything'

/** `optional` may be left out or empty; `hidden` was typed by nobody; `more` is wrong in this form alone. */
export type FieldRule = { kind: Kind; optional?: boolean; hidden?: boolean; more?: readonly string[] }

export const script = '<script>alert(1)</script>'
export const sqlText = 'Robert\'); DROP TABLE partners;-- " or 1=1'
const long = 'x'.repeat(10_000)
const wide = '１２３'
/** NUL, bell, escape, delete: nobody types them, and each breaks something further on. */
const controls = ['a\u0000b', 'a\u0007b', 'a\u001b[31mb', 'a\u007fb']

const noDates = [
  '2026-02-31',
  '2026-13-01',
  '0000-00-00',
  'tomorrow',
  '9999-12-31',
  '1899-12-31',
  '2026-11-02T00:00:00Z',
  '２０２６-11-02',
  '1762041600000',
  long,
  script,
]

const noAmounts = [
  '-1',
  '-0.01',
  '1.234',
  '12.345',
  '1e9',
  'NaN',
  'Infinity',
  '0x10',
  '1.2.3',
  '1,2',
  '1 000',
  '€5',
  wide,
  '99999999999999999999',
  '900719925474099',
  long,
  script,
  '5\u0000',
]

const wrong: Record<Kind, readonly string[]> = {
  act: ['with a space', long, script, sqlText, 'act_\u0000', 'act_ä', '../act'],
  line: [long, script, 'two\nlines', 'Wren\r\nBcc: everybody@example.com', ...controls],
  text: [long, ...controls],
  note: [long, ...controls],
  email: [
    'nobody',
    'a@b',
    'a@b@c.example',
    `${long}@example.com`,
    'a\u0000@b.example',
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example,c@d.example',
    `${script}@x.example`,
    'a b@c.example',
  ],
  domain: [long, script, 'a\u0000.example', 'localhost', '192.168.0.1', 'gmail.com', '-.example', 'a b.example', '..', sqlText],
  destination: [
    long,
    'javascript:alert(1)',
    'https://evil.example/',
    '//evil.example',
    'https://www.wrenmarch.example@evil.example/',
    'https://www.wrenmarch.example:8443/',
    'https://www.wrenmarch.example\\@evil.example',
    'data:text/html,x',
    'https://www.wrenmarch.example/\u0000',
    'https://www.wrenmarch.example.evil.example/',
    '\u0000',
  ],
  code: ['x'.repeat(65), long, script, 'with space', '../up', 'ädä', '%00', 'a\u0000b'],
  digits: ['12345', '1234567', 'abcdef', '１２３４５６', '-12345', '1e5', long, script, '000000'],
  amount: ['0', '0.00', ...noAmounts],
  price: noAmounts,
  amounts: [
    '50',
    'EUR',
    '-5 EUR',
    '50.123 EUR',
    '5 XXX',
    '1e5 EUR',
    'NaN EUR',
    '5 EUR, 6 EUR',
    '9'.repeat(10_000),
    long,
    script,
    '5\u0000EUR',
  ],
  percent: ['-1', '0', '100.01', '101', '1e1', 'NaN', '10.123', '10 % 5', wide, long, script, '5\u0000'],
  hours: ['0', '0.00', '-1', '100.01', '101', '1e1', 'NaN', '1.234', '2 h', '1:30', wide, long, script, '5\u0000'],
  currency: ['xxx', 'EUR', 'eur,usd', '__proto__', 'toString', 'btc', '€', long, script, 'eur\u0000'],
  country: ['XX', 'ZZZ', 'N', '日本', '__proto__', long, script, 'NL\u0000'],
  day: [
    '2026-02-31',
    '2026-13-01',
    '0000-00-00',
    'tomorrow',
    '9999-12-31',
    '2026-12-24',
    '1899-12-31',
    '-000001-01-01',
    '2026-11-02T00:00:00Z',
    '２０２６-11-02',
    '1762041600000',
    long,
    script,
  ],
  // A day that may lie ahead.
  date: noDates,
  coming: [...noDates, '2026-11-01'],
  moment: [...noDates, '2026-11-05', '2026-11-05T25:00', '2026-02-31T10:00', '2026-11-01T10:00', '2026-11-05T10:00:00Z'],
  choice: ['everything', 'constructor', '__proto__', 'toString', long, script, sqlText, 'a\u0000'],
  box: ['no', '1', 'true', long, script],
  whole: ['-1', '1.5', 'NaN', '1e3', '99999999999', '0x1', wide, long, script, '1\u0000'],
  id: ['nobody_000000', '../', '%00', '__proto__', long, script, sqlText, 'a\u0000', '*'],
  anything: [],
}

/** What this field must decline; nothing at all unless it may be left out. */
export const wrongFor = ({ kind, optional, more = [] }: FieldRule): readonly string[] =>
  kind === 'anything' ? [] : [...(optional ? [] : ['', '   ']), ...wrong[kind], ...more]

/** Odd but true: an answer that is taken, kept as it is and shown as text. */
export const oddFor = ({ kind }: FieldRule): string | undefined => {
  if (kind === 'line') return sqlText
  if (kind === 'text') return `${sqlText}\n${script} 😀`
  return kind === 'anything' ? `${sqlText} ${script}`.repeat(20) : undefined
}

const kept = new Set<Kind>([
  'line',
  'text',
  'note',
  'email',
  'domain',
  'destination',
  'amount',
  'price',
  'amounts',
  'percent',
  'hours',
  'day',
  'date',
  'coming',
  'moment',
])
/** Whether a person types it, and so finds it again beside the problem. */
export const isTyped = ({ kind, hidden }: FieldRule): boolean => !hidden && kept.has(kind)

/** Parts of an address that name nothing. */
export const segments: readonly string[] = [
  '%00',
  '%0d%0aset-cookie:%20a=b',
  '..%2f..%2fpeople',
  '%',
  '%E2%80%AE%E6%BC%A2%F0%9F%98%80',
  "1'%20or%20'1'='1",
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  '__proto__',
  '1.5',
  '99999999999999999999',
  'x'.repeat(5_000),
]
