import type { Settings } from '../settings.ts'
import type { StripePorts } from './port.ts'

/** Placeholder of the very first commit: the real client follows. */
export function openStripe(
  _settings: Settings,
  _now: () => Date,
  _fetch?: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>,
): StripePorts {
  return {} as StripePorts
}
