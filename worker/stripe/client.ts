import type { Settings } from '../settings.ts'
import type { StripePorts } from './port.ts'

/** Placeholder of the very first commit: the real client follows. */
export function openStripe(_settings: Settings, _now: () => Date, _fetch?: typeof fetch): StripePorts {
  throw new Error('not built')
}
