import { describe, expect, it } from 'vitest'
import { fill, formsOf, textOf } from './forms.ts'

const html = `<form method="post" action="/links"><input type="hidden" name="act" value="act_1"/>
  <input name="code" value="a&amp;b &gt; c"><textarea name="note">two
lines</textarea>
  <select name="currency"><option value="eur">EUR</option><option value="usd" selected="">USD</option></select>
  <input type="radio" name="kind" value="one_off"><input type="radio" name="kind" value="retainer" checked="">
  <input type="checkbox" name="agree" value="yes"><button name="do" value="make">Make <b>it</b></button></form>
  <form action="/links"><button>Filter</button></form>`

const [post, get] = formsOf(html)
const sentBy = (entered: Record<string, string>) => Object.fromEntries(post ? fill(post, entered, post.buttons[0]) : [])

describe('a form read from a page', () => {
  it('sends what stands in it', () => {
    expect(sentBy({})).toEqual({ act: 'act_1', code: 'a&b > c', note: 'two\nlines', currency: 'usd', kind: 'retainer', do: 'make' })
  })

  it('sends what is entered and ticked', () => {
    expect(sentBy({ code: 'ada', agree: 'yes', currency: 'eur' })).toMatchObject({ code: 'ada', agree: 'yes', currency: 'eur' })
  })

  it('refuses a field and a choice that the page does not offer', () => {
    expect(() => sentBy({ nobody: 'x' })).toThrow('no field "nobody"')
    expect(() => sentBy({ currency: 'gbp' })).toThrow('offers eur, usd, not gbp')
  })

  it('knows its method and its buttons by what they say', () => {
    expect([post?.method, post?.buttons[0]?.text, get?.method, get?.buttons[0]?.text]).toEqual(['POST', 'Make it', 'GET', 'Filter'])
  })
})

it('reads a page as people do', () => {
  expect(textOf('<style>p{}</style><p>Five&nbsp;&amp; six</p>\n<b>&#x20AC;</b>')).toBe('Five & six €')
})
