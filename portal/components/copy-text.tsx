/** A sentence to copy, whole to read before it is; its field grows with it. */
export const CopySentence = ({ text, label }: { text: string; label: string }) => (
  <copy-text class="copy-text copy-text--sentence">
    <textarea class="copy-text__input" readonly rows={3} aria-label={label}>
      {text}
    </textarea>
    <button class="button copy-text__button" type="button" hidden>
      Copy
    </button>
  </copy-text>
)

/** A text to copy in a read-only field; the button appears where there is a script to serve it. */
export const CopyText = ({ text, label }: { text: string; label: string }) => (
  <copy-text class="copy-text">
    <input class="copy-text__input" type="text" readonly value={text} aria-label={label} />
    <button class="button copy-text__button" type="button" hidden>
      Copy
    </button>
  </copy-text>
)
