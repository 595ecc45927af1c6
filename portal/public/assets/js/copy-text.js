// @ts-check
/** Shows its hidden button and copies its input's value. Without it the text can still be selected. */
customElements.define(
  'copy-text',
  class extends HTMLElement {
    connectedCallback() {
      const input = this.querySelector('input') ?? this.querySelector('textarea')
      const button = this.querySelector('button')
      if (!input || !button) return

      const label = button.textContent
      button.hidden = false
      button.addEventListener('click', async () => {
        input.select()
        // Where the clipboard is closed to us the text stays selected, for the keyboard.
        button.textContent = await navigator.clipboard.writeText(input.value).then(
          () => 'Copied',
          () => 'Selected',
        )
        setTimeout(() => {
          button.textContent = label
        }, 2000)
      })
    }
  },
)
