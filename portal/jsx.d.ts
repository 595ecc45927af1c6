import type { Child } from 'hono/jsx'

type CustomElement = { id?: string | undefined; class?: string | undefined; children?: Child }

declare module 'hono/jsx/jsx-runtime' {
  namespace JSX {
    /** Our custom elements; each lives in `public/assets/js/` under its own name. */
    interface IntrinsicElements {
      'copy-text': CustomElement
      'live-region': CustomElement & { every?: number | undefined; role?: 'status' }
      'passkey-button': CustomElement & { kind: 'add' | 'prove'; options: string }
    }
  }
}
