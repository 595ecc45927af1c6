export type GoodwordCall = [command: string, value?: unknown]

declare global {
  interface Window {
    Goodword?: { referral: string }
    goodword?: ((...call: GoodwordCall) => void) & { q?: Iterable<GoodwordCall> }
  }
  interface Document {
    prerendering?: boolean
  }
  interface Navigator {
    globalPrivacyControl?: boolean
  }
}
