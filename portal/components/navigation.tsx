export type NavLink = { href: string; label: string; current?: boolean | undefined }
export type NavGroup = {
  /** A staff area such as `Finance`; partners have one group without a label. */
  label?: string | undefined
  links: readonly NavLink[]
}

/**
 * The menu of a signed-in person. On a wide screen it always stands there; on a narrow one it is a popover that
 * `MenuButton` opens without any script. A browser that knows no popovers shows it as it is.
 */
export const Navigation = ({ groups }: { groups: readonly NavGroup[] }) => (
  <nav class="navigation" id="menu" popover="auto" aria-label="Main">
    <button class="button button--small navigation__close" type="button" popovertarget="menu" popovertargetaction="hide">
      Close
    </button>
    {groups.map(({ label, links }) => (
      <div class="navigation__group">
        {label && <p class="navigation__label">{label}</p>}
        <ul class="navigation__links">
          {links.map(({ href, label: text, current }) => (
            <li>
              <a class="navigation__link" href={href} aria-current={current ? 'page' : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    ))}
  </nav>
)

export const MenuButton = () => (
  <button class="button button--small menu-button" type="button" popovertarget="menu">
    Menu
  </button>
)
