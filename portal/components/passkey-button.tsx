/** What the browser is told, and the id that says to the server what it was told. */
export type PasskeyQuestion = { challenge: string; options: string }

type PasskeyButtonProps = PasskeyQuestion & { kind: 'add' | 'prove'; label: string }

/** Stands in a form in the place of its button: the browser asks for the passkey, and the form is sent with the answer. */
export const PasskeyButton = ({ kind, label, challenge, options }: PasskeyButtonProps) => (
  <passkey-button class="stack" kind={kind} options={options}>
    <input type="hidden" name="challenge" value={challenge} />
    <input type="hidden" name="credential" value="" />
    <p class="passkey-button__needs">
      This needs a browser that knows passkeys, with JavaScript on. A phone, a security key or a password manager can hold the passkey.
    </p>
    <p class="field__problem passkey-button__problem" role="alert" hidden />
    <div class="form__buttons">
      <button class="button button--primary" type="submit" hidden>
        {label}
      </button>
    </div>
  </passkey-button>
)
