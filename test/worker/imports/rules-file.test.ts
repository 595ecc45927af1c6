import { describe, expect, it } from 'vitest'
import { csvOf } from '../../../worker/csv.ts'
import { readFile } from '../../../worker/imports/rules-file.ts'
import { readTable } from '../../../worker/imports/rules-table.ts'
import { withoutRepeated } from '../../../worker/imports/rules-verdict.ts'

const columns = { needed: ['code', 'destination'], further: ['campaign'] } as const
const read = (text: string) => readFile(text, columns, 200)
const cellsOf = (text: string) => {
  const file = read(text)
  return file.ok ? file.rows.map(({ cells }) => cells) : file.problem
}

describe('a pasted table', () => {
  it.each([
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a\tb\r\n1\t2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a;b\n\n 1 ; "2;3"',
      [
        ['a', 'b'],
        ['1', '2;3'],
      ],
    ],
    [
      'a,b\n"x ""y""","1\n2"',
      [
        ['a', 'b'],
        ['x "y"', '1\n2'],
      ],
    ],
    ['\ufeff"a",b,,\n1,,\n,2,', [['a', 'b'], ['1'], ['', '2']]],
    ['', []],
    [' \n , \n', []],
  ])('%j is %j', (text, rows) => {
    expect(readTable(text)?.map(({ cells }) => cells)).toEqual(rows)
  })

  it('knows the lines that its rows begin in', () => {
    expect(readTable('a\n\n"1\n2"\n,\n3')?.map(({ line }) => line)).toEqual([1, 3, 6])
  })

  it('is none with an open quote', () => {
    expect(readTable('a,b\n"1,2')).toBeUndefined()
  })
})

describe('a file', () => {
  it('has its columns in any order and case, with a mark of its bytes, with the line ends of any system', () => {
    const rows = [{ code: 'ada', destination: 'https://x.example/', campaign: '' }]

    expect(cellsOf('code,destination\nada,https://x.example/')).toEqual(rows)
    expect(cellsOf('\ufeffDestination,CODE\r\nhttps://x.example/,ada\r\n')).toEqual(rows)
    expect(cellsOf('campaign;code;destination\n;ada;https://x.example/')).toEqual(rows)
  })

  it('comes back as our own files write it: a formula loses its mark, and a text with an apostrophe keeps it', () => {
    const texts = ['=1+1', '+49', '-a', '@ada', '-5', "'tis", 'plain', "O'Hara", 'a "b", c']
    const file = csvOf(
      ['code', 'destination'],
      texts.map((text) => [text, 'x']),
    )

    expect(file).toContain("'=1+1")
    expect(cellsOf(file)).toEqual(texts.map((code) => ({ code, destination: 'x', campaign: '' })))
  })

  it('says of one line that it has too many cells, and reads the others', () => {
    expect(read('code,destination\nada,,fair\nfine,')).toMatchObject({
      rows: [
        { line: 2, problem: 'This line has more cells than there are columns.' },
        { line: 3, cells: { code: 'fine' } },
      ],
    })
    expect(read('code,destination\nfine,')).not.toHaveProperty('rows.0.problem')
  })

  it('names lines as they were pasted, empty ones counted', () => {
    expect(read('code,destination,\n\na b,,\n,,,\nfine,,')).toMatchObject({ rows: [{ line: 3 }, { line: 5 }] })
  })

  it.each([
    ['', /names the columns: code and destination, and campaign if you like\. “code” is missing/],
    ['code,destination,code\na,,b', /“code” is there twice/],
    ['ada,https://www.wrenmarch.example/', /“ada” is none of them/],
    ['code,destination,partner\na,b,c', /“partner” is none of them/],
    ['code,,destination\na,b,c', /One of them has no name/],
    ['code\na', /“destination” is missing/],
    ['__proto__,code,destination\na,b,c', /“__proto__” is none of them/],
    ['code,destination', /no line below/],
    ['code,destination\n"a', /quotation mark/],
    [`code,destination\n${'ada,\n'.repeat(201)}`, /201 lines; at most 200/],
    ['PK\u0003\u0004', /none of them/],
  ])('%j is declined as a whole', (text, sentence) => {
    expect(read(text)).toEqual({ ok: false, problem: expect.stringMatching(sentence) })
  })

  it('has 200 lines at most', () => {
    expect(read(`code,destination\n${'ada,\n'.repeat(200)}`).ok).toBe(true)
  })
})

it('of lines with one mark the first counts, and one that is wrong anyway marks nothing', () => {
  const wanted = (line: number, code: string) => ({ line, title: code, wanted: code })
  const reads = [{ line: 2, title: 'a', problem: 'No.' }, wanted(3, 'a'), wanted(4, 'b'), wanted(5, 'a'), wanted(6, 'a')]

  const once = withoutRepeated(reads, (code) => [{ key: code, what: 'code' }])

  expect(once.map((read) => ('problem' in read ? read.problem : read.wanted))).toEqual([
    'No.',
    'a',
    'b',
    'It has the code of line 3.',
    'It has the code of line 3.',
  ])
})
