import { describe, expect, it } from 'vitest'
import { ProblemPage } from '../../../portal/pages/problem-page.tsx'

describe('a problem', () => {
  it.each([
    [401, 'Please sign in'],
    [403, 'This is not open to you'],
    [404, 'There is nothing here'],
    [409, 'This does not fit right now'],
    [418, 'This could not be done'],
    [422, 'This could not be done'],
    [500, 'Something went wrong on our side'],
    [503, 'Something went wrong on our side'],
  ])('of status %i says "%s" and where to go', (status, title) => {
    const html = String(<ProblemPage status={status} requestId="req_1" />)

    expect(html).toContain(`<h1 class="page-head__title">${title}</h1>`)
    expect(html).toMatch(/<a class="button" href="\/[a-z-]*">/)
  })

  it('gives the number of its log line for a fault, and only then', () => {
    expect(String(<ProblemPage status={500} requestId="req_1" />)).toContain('<code>req_1</code>')
    expect(String(<ProblemPage status={404} requestId="req_1" />)).not.toContain('req_1')
  })

  it('says a refusal in its own words, as text', () => {
    expect(String(<ProblemPage status={409} message="The run <7> was sent already." />)).toContain('The run &lt;7&gt; was sent already.')
  })
})
