/** Several lines to copy in a read-only field; the button appears where there is a script to serve it. */
export const CopyBlock = ({ text, label }: { text: string; label: string }) => (
  <copy-text class="copy-text copy-text--block">
    <textarea class="copy-text__input" readonly wrap="off" rows={text.split('\n').length} aria-label={label}>
      {text}
    </textarea>
    <button class="button copy-text__button" type="button" hidden>
      Copy
    </button>
  </copy-text>
)
