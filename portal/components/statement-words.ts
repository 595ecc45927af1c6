import { formatDay, formatFullMonth } from './format-date.ts'
import { formatMoney } from './format-money.ts'
import { monthOfStatement, type StatementView } from './statement-view.ts'

export const statementTitle = (statement: StatementView): string =>
  `${statement.n > 0 ? 'Further statement' : 'Statement'} for ${formatFullMonth(monthOfStatement(statement))}`

export const statementLead = ({ number, n }: StatementView): string => {
  if (!number) return 'Not issued yet: it may grow until the third of the month after.'
  return n > 0
    ? 'What was posted into the month after its statement was issued. It never changes.'
    : 'It never changes. What comes later has a number of its own.'
}

type Fact = { label: string; value: string }

/** The head of a statement, on the page and in the PDF. */
export function statementFacts({ number, partner, company, currency, issuedAt, openingMinor, closingMinor }: StatementView): Fact[] {
  return [
    { label: 'Number', value: number ?? 'None before it is issued' },
    { label: 'Partner', value: partner },
    { label: 'Issued by', value: company },
    { label: 'Issued', value: issuedAt ? formatDay(issuedAt) : 'Not yet' },
    { label: 'Currency', value: currency.toUpperCase() },
    { label: 'Opening balance', value: formatMoney(openingMinor, currency) },
    { label: closingMinor < 0 ? 'Closing balance, owed by the partner' : 'Closing balance', value: formatMoney(closingMinor, currency) },
  ]
}

/** The last line of every form of a statement. */
export const followsWhat =
  'The balance is everything we owe the partner: in the waiting period, ready, on hold and on its way. Below zero the partner owes us, and the next commissions make up for it.'
