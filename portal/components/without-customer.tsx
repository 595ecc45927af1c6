import type { ShownLine } from './import-lines.tsx'
import { Notice } from './notice.tsx'

/** Of prospects that are imported: whose lines say nothing that Stripe would know them by. */
export const WithoutCustomer = ({ lines }: { lines: readonly ShownLine[] }) => {
  const without = lines.filter(({ state, isIncomplete }) => isIncomplete && state !== 'refused')
  return without.length === 0 ? null : (
    <Notice tone="warn" title={without.length === 1 ? '1 line has no Stripe customer' : `${without.length} lines have no Stripe customer`}>
      <p>
        What they pay is found by mail address or company domain alone. To be sure, add the Stripe customer to the list and import it once
        more.
      </p>
      <p>{without.map(({ line, title }) => `Line ${line}: ${title}`).join(' · ')}</p>
    </Notice>
  )
}
