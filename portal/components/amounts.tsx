import type { Currency } from '../../schema/currency.ts'
import { Money } from './money.tsx'

/** One amount per currency, side by side: currencies are never added. */
export const Amounts = ({
  amounts,
  none = 'Nothing',
}: {
  amounts: readonly { currency: Currency; amountMinor: number }[]
  none?: string
}) =>
  amounts.length === 0 ? (
    <span class="soft">{none}</span>
  ) : (
    <span class="amounts">
      {amounts.map((each, index) => (
        <>
          {index > 0 && ' · '}
          <Money {...each} />
        </>
      ))}
    </span>
  )
