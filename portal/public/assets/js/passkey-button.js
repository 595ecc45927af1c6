// @ts-check
/** Asks the browser for a passkey when its form is sent, and sends the form with the answer. Without it a sentence says what is needed. */
customElements.define(
  'passkey-button',
  class extends HTMLElement {
    connectedCallback() {
      const form = this.closest('form')
      const button = this.querySelector('button')
      const problem = this.querySelector('p[role=alert]')
      if (!form || !button || !problem || !('PublicKeyCredential' in window)) return

      this.querySelector('.passkey-button__needs')?.remove()
      button.hidden = false
      form.addEventListener('submit', async (event) => {
        event.preventDefault()
        button.disabled = true
        try {
          this.querySelector('input[name=credential]')?.setAttribute('value', await this.ask())
          form.submit()
        } catch (error) {
          const isKnown = error instanceof Error && error.name === 'InvalidStateError'
          problem.textContent = isKnown ? 'This device holds a passkey of yours already.' : 'No passkey was used. Try again.'
          problem.removeAttribute('hidden')
          button.disabled = false
        }
      })
    }

    async ask() {
      const json = JSON.parse(this.getAttribute('options') ?? '{}')
      const key =
        this.getAttribute('kind') === 'add'
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? opened(json) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? opened(json) })
      return JSON.stringify(key && !('toJSON' in key) ? closed(key) : key)
    }
  },
)

/** Browsers before 2025 want bytes where JSON has base64url, and give bytes. @param {any} options */
const opened = ({ user, allowCredentials = [], excludeCredentials = [], ...options }) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(user && { user: { ...user, id: bytes(user.id) } }),
  allowCredentials: allowCredentials.map((/** @type {any} */ known) => ({ ...known, id: bytes(known.id) })),
  excludeCredentials: excludeCredentials.map((/** @type {any} */ known) => ({ ...known, id: bytes(known.id) })),
})
/** @param {any} key */
const closed = ({ id, type, response }) => {
  const names = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature'].filter((name) => response[name])
  return { id, rawId: id, type, response: Object.fromEntries(names.map((name) => [name, base64url(response[name])])) }
}
/** @param {string} text */
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
/** @param {ArrayBuffer} data */
const base64url = (data) =>
  btoa(String.fromCharCode(...new Uint8Array(data))).replace(/[+/=]/g, (sign) => ({ '+': '-', '/': '_' })[sign] ?? '')
