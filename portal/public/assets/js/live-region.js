// @ts-check
/** Fetches its own page every few seconds and takes its newer content from it, until that has no `every`. Without it: reload. */
customElements.define(
  'live-region',
  class extends HTMLElement {
    connectedCallback() {
      const seconds = Number(this.getAttribute('every'))
      if (seconds > 0) this.timer = setTimeout(() => this.renew(), seconds * 1000)
    }

    disconnectedCallback() {
      clearTimeout(this.timer)
    }

    async renew() {
      const answer = document.hidden ? undefined : await fetch(location.href).catch(() => undefined)
      if (answer?.ok) this.take(await answer.text())
      if (this.isConnected) this.connectedCallback()
    }

    /** @param {string} html */
    take(html) {
      const newer = new DOMParser().parseFromString(html, 'text/html').getElementById(this.id)
      if (!newer) return location.reload() // signed out meanwhile, or another page by now

      if (newer.innerHTML !== this.innerHTML) this.replaceChildren(...newer.childNodes)
      if (!newer.hasAttribute('every')) this.removeAttribute('every')
    }
  },
)
