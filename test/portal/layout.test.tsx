import { describe, expect, it } from 'vitest'
import { Layout, type LayoutProps } from '../../portal/layout.tsx'

const props: LayoutProps = { audience: 'home', programme: 'Northwind', version: 'v42' }
const draw = (more: Partial<LayoutProps>, page = <p>page</p>) =>
  String(
    <Layout {...props} {...more}>
      {page}
    </Layout>,
  )

describe('the layout', () => {
  it('hoists the title of the page into the head, once', () => {
    const html = draw({}, <title>Payouts</title>)

    expect(html).toContain('<title>Payouts</title></head>')
    expect(html.match(/<title>/g)).toHaveLength(1)
  })

  it('links each sheet and script under the address of its version', () => {
    const html = draw({})

    expect(html).toContain('<link rel="stylesheet" href="/assets/css/tokens.css?v=v42"/>')
    expect(html).toContain('<script type="module" src="/assets/js/live-region.js?v=v42"></script>')
  })

  it('has a menu and a way out only for somebody who is signed in', () => {
    const signedIn = draw({ viewer: { name: 'Ada', role: 'Owner' }, nav: [{ links: [{ href: '/links', label: 'Links', current: true }] }] })

    expect(signedIn).toContain('<form method="post" action="/sign-out">')
    expect(signedIn).toContain('<a class="navigation__link" href="/links" aria-current="page">Links</a>')
    expect(signedIn).toContain('popovertarget="menu"')
    expect(draw({})).not.toMatch(/sign-out|popovertarget/)
  })

  it('names the environment unless it is production', () => {
    expect(draw({ environment: 'local' })).toContain('<strong>local</strong> environment')
    expect(draw({ environment: 'production' })).not.toContain('class="environment"')
  })

  it('offers to skip to the content and says what just happened', () => {
    const html = draw({ flash: { tone: 'good', text: 'The link is made.' } })

    expect(html).toMatch(/<a class="skip-link" href="#main">/)
    expect(html).toMatch(/<main class="main" id="main" tabindex="-1"><div class="notice notice--good" role="status">/)
  })
})
