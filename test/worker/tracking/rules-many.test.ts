import { describe, expect, it } from 'vitest'
import { readLinks } from '../../../worker/tracking/rules-many.ts'
import { readTable } from '../../../worker/tracking/rules-table.ts'

const hosts = ['www.wrenmarch.example']
const read = (...lines: string[]) => readLinks(lines.join('\n'), hosts)

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

describe('a list of links', () => {
  it('leads to pages or to the introduction page, with codes or without', () => {
    expect(read('Campaign,code,destination', 'fair,ada-1,https://www.wrenmarch.example/a?b#c', ',,')).toMatchObject({
      ok: true,
      links: [{ code: 'ada-1' }],
    })
    expect(read('code,destination,campaign', 'ada-1,https://www.wrenmarch.example/a?b#c,fair', ',,mail', 'ada-2')).toEqual({
      ok: true,
      links: [
        { line: 2, code: 'ada-1', host: 'www.wrenmarch.example', path: '/a?b#c', campaign: 'fair' },
        { line: 3, code: '', host: undefined, path: '/', campaign: 'mail' },
        { line: 4, code: 'ada-2', host: undefined, path: '/', campaign: '' },
      ],
    })
  })

  it('says every line that is wrong', () => {
    const { problems } = {
      problems: [],
      ...read(
        'code,destination,campaign',
        'a b,,',
        'fine,https://elsewhere.example/,',
        'fine-2,javascript:alert(1),',
        'fine-3,,spring fair',
        'fine-4,,,x',
        'Ada,,',
        'ada,,',
      ),
    }

    expect(problems).toEqual([
      'Line 2: a code has 2 to 64 letters (a to z), digits, hyphens or underscores.',
      'Line 3: links may lead to www.wrenmarch.example only.',
      'Line 4: enter a whole address that begins with https://.',
      'Line 5: a campaign tag has 1 to 64 letters (a to z), digits, dots, hyphens or underscores.',
      'Line 6 has more cells than there are columns.',
      'Line 8 has the code of line 7.',
    ])
  })

  it('names lines as they were pasted, empty ones counted', () => {
    expect(read('code,destination,', '', 'a b,,', ',,,', 'fine,,', 'FINE,,')).toMatchObject({
      problems: [expect.stringMatching(/^Line 3:/), 'Line 6 has the code of line 5.'],
    })
  })

  it.each([
    ['', /first line names the columns/],
    ['code,destination,code\na,,b', /first line names the columns, each once/],
    ['ada,https://www.wrenmarch.example/', /first line names the columns/],
    ['code,destination,partner\na,b,c', /first line names the columns/],
    ['code,destination', /no line below/],
    ['code,destination\n"a', /quotation mark/],
    [`code,destination\n${'ada,\n'.repeat(201)}`, /201 links; at most 200/],
  ])('%j is declined as a whole', (text, sentence) => {
    expect(readLinks(text, hosts)).toMatchObject({ ok: false, problems: [expect.stringMatching(sentence)] })
  })

  it('names twenty wrong lines and counts the rest', () => {
    const read = readLinks(`code,destination\n${'a b,\n'.repeat(50)}`, hosts)

    expect(read.ok ? [] : read.problems.slice(-2)).toEqual([expect.stringMatching(/^Line 21/), 'And 30 more lines have something wrong.'])
  })
})
