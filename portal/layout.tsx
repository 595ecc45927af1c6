import type { Child } from 'hono/jsx'
import type { Tone } from './components/badge.tsx'
import { MenuButton, type NavGroup, Navigation, type NavLink } from './components/navigation.tsx'
import { Notice } from './components/notice.tsx'
import { scripts, stylesheets } from './stylesheets.ts'

export type Viewer = {
  name: string
  /** Beside the name: the partner's company, or the role of a member of staff. */
  role: string
}

export type LayoutProps = {
  /** `home` for partners and prospects, roomy; `desk` for staff, dense. */
  audience: 'home' | 'desk'
  /** The company whose programme this is. */
  programme: string
  /** Part of each asset's address, so that a deploy is a new address. */
  version: string
  /** Absent before sign-in and on a prospect's pages. */
  viewer?: Viewer | undefined
  nav?: readonly NavGroup[] | undefined
  /** The environment's name; any but `production` is said on top of every page. */
  environment?: string | undefined
  /** Only for pages that draw no `<title>` of their own. */
  title?: string | undefined
  /** What the act that led here did; said once, above the page. */
  said?: string | undefined
  /** What stands above every page. */
  flash?: { tone: Tone; text: string } | undefined
  footer?: readonly NavLink[] | undefined
  children?: Child
}

/** A whole document. A page's own `<title>` is hoisted into the head. */
export const Layout = (props: LayoutProps) => (
  <html lang="en">
    <Head {...props} />
    <body class={props.audience}>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <EnvironmentBanner environment={props.environment} />
      <Header {...props} />
      <div class="frame">
        {props.nav && <Navigation groups={props.nav} />}
        <main class="main" id="main" tabindex={-1}>
          {props.said && <Notice tone="good">{props.said}</Notice>}
          {props.flash && <Notice tone={props.flash.tone}>{props.flash.text}</Notice>}
          {props.children}
        </main>
      </div>
      <Footer {...props} />
    </body>
  </html>
)

const Head = ({ title, version }: LayoutProps) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    {title && <title>{title}</title>}
    <link rel="icon" type="image/svg+xml" href={`/assets/favicon.svg?v=${version}`} />
    {stylesheets.map((name) => (
      <link rel="stylesheet" href={`/assets/css/${name}.css?v=${version}`} />
    ))}
    {scripts.map((name) => (
      <script type="module" src={`/assets/js/${name}.js?v=${version}`} />
    ))}
  </head>
)

const EnvironmentBanner = ({ environment }: Pick<LayoutProps, 'environment'>) =>
  environment && environment !== 'production' ? (
    <aside class="environment" aria-label="Environment">
      This is the <strong>{environment}</strong> environment, for trying things out.
    </aside>
  ) : null

const Header = ({ programme, viewer, nav }: LayoutProps) => (
  <header class="header">
    <a class="header__brand" href="/">
      <span class="header__product">Goodword</span>
      <span class="header__programme">{programme}</span>
    </a>
    {viewer && (
      <div class="header__viewer">
        <span class="header__name">{viewer.name}</span>
        <span class="header__role">{viewer.role}</span>
        <form method="post" action="/sign-out">
          <button class="button button--quiet button--small" type="submit">
            Sign out
          </button>
        </form>
      </div>
    )}
    {nav && <MenuButton />}
  </header>
)

const Footer = ({ programme, footer = [] }: LayoutProps) => (
  <footer class="footer">
    <p class="footer__line">{programme} · partner programme</p>
    {footer.length > 0 && (
      <ul class="footer__links">
        {footer.map(({ href, label }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    )}
  </footer>
)
