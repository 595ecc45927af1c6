// @ts-check
/**
 * For other sites: `<script src="https://partners.company.example/sponsors.js" defer></script>` and `<goodword-sponsors show="quotes">` (or `show="sponsors"`).
 * It asks for what is allowed at this moment and draws plain elements that the site's own styles reach; what was withdrawn is not there.
 */
;(() => {
  const script = document.currentScript
  const source = script instanceof HTMLScriptElement ? new URL('/sponsors.json', script.src) : undefined

  /** @param {string} name @param {string} text */
  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text })

  /** @param {{ kind: string, company: string | null, person: string | null, text: string | null, logo: string | null, benefit_disclosed: string | null }} shown */
  const itemOf = (shown) => {
    const item = document.createElement('li')
    if (shown.text) item.append(element('blockquote', shown.text))
    if (shown.logo?.startsWith('https://'))
      item.append(Object.assign(document.createElement('img'), { src: shown.logo, alt: shown.company ?? '', loading: 'lazy' }))
    const author = [shown.person, shown.company].filter(Boolean).join(', ')
    if (author) item.append(element('cite', author))
    if (shown.benefit_disclosed) item.append(element('small', `In return: ${shown.benefit_disclosed}`))
    return item
  }

  customElements.define(
    'goodword-sponsors',
    class extends HTMLElement {
      async connectedCallback() {
        if (!source) return
        const answer = await fetch(source, { cache: 'no-store', credentials: 'omit' })
        if (!answer.ok) return
        const all = await answer.json()
        const list = document.createElement('ul')
        list.append(...(this.getAttribute('show') === 'sponsors' ? all.sponsors : all.quotes).map(itemOf))
        this.replaceChildren(list)
      }
    },
  )
})()
