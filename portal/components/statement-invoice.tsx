import type { BillingIdentity } from '../../schema/statements.ts'
import { Facts } from './facts.tsx'
import { formatDay } from './format-date.ts'
import { formatMoney } from './format-money.ts'
import { Sheet } from './sheet.tsx'
import { monthOfStatement, type StatementView, taxReasonWords } from './statement-view.ts'

/** The month's last day, for "1 to 30 November 2026". */
const periodOf = (statement: StatementView): string => {
  const first = monthOfStatement(statement)
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
  return `1 to ${formatDay(last)}`
}

/** What the invoice says, label by label; the PDF prints the same. */
export function invoiceFacts(statement: StatementView): { label: string; value: string }[] {
  const { invoice, issuedAt, currency } = statement
  if (!invoice || !issuedAt) return []
  return [
    { label: invoice.netMinor < 0 ? 'Credit note' : 'Invoice', value: invoice.number },
    { label: 'Issued', value: formatDay(issuedAt) },
    { label: 'Period', value: periodOf(statement) },
    { label: 'Supplier', value: identityLine(invoice.from) },
    { label: 'Recipient', value: identityLine(invoice.to) },
    { label: 'For', value: 'Referral commission' },
    { label: 'Tax', value: taxReasonWords[invoice.taxReason] },
    { label: 'Agreement', value: `Version ${invoice.agreementVersion}` },
    { label: 'Net', value: formatMoney(invoice.netMinor, currency) },
    { label: 'Tax amount', value: formatMoney(0, currency) },
    { label: 'Gross', value: formatMoney(invoice.netMinor, currency) },
  ]
}

const identityLine = ({ legalName, address, taxId }: BillingIdentity): string => `${legalName}, ${address}, tax id ${taxId}`

export const invoiceTitle = ({ netMinor }: { netMinor: number }): string =>
  netMinor < 0 ? 'Self-billed credit note' : 'Self-billed invoice'

/** The self-billed invoice of a statement: net is gross, since none of the reasons adds tax. */
export const StatementInvoice = ({ statement }: { statement: StatementView }) => {
  const { invoice } = statement
  if (!invoice) return null
  return (
    <Sheet title={invoiceTitle(invoice)}>
      <p>{invoice.wording}</p>
      <Facts wide facts={invoiceFacts(statement)} />
    </Sheet>
  )
}
