/** A text to copy in a read-only field; the button appears where there is a script to serve it. */
export const CopyText = ({ text, label }: { text: string; label: string }) => (
  <copy-text class="copy-text">
    <input class="copy-text__input" type="text" readonly value={text} aria-label={label} />
    <button class="button copy-text__button" type="button" hidden>
      Copy
    </button>
  </copy-text>
)
