import { Hono } from 'hono'
import type { LineLink } from '../../portal/components/statement-table.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { getPartner } from '../partners/store.ts'
import { answerCsv, answerPdf, type Place, renderStatement, renderStatements } from './answer.tsx'

/** A partner's own statements; mounted at /payouts/statements. */
export const statements = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member'), (c) => renderStatements(c, c.var.member.partnerId, placeOfMember(c)))
  .get('/:id', allow('partner owner', 'partner member'), (c) =>
    renderStatement(c, c.var.member.partnerId, c.req.param('id'), placeOfMember(c)),
  )
  .get('/:id/statement.csv', allow('partner owner', 'partner member'), (c) => answerCsv(c, c.var.member.partnerId, c.req.param('id')))
  .get('/:id/statement.pdf', allow('partner owner', 'partner member'), (c) => answerPdf(c, c.var.member.partnerId, c.req.param('id')))

const readers = ['finance', 'approver', 'auditor'] as const

/** The same for staff, of any partner; mounted at /partners. */
export const partnerStatements = new Hono<AppEnv>()
  .get('/:id/statements', allow(...readers), async (c) => {
    const id = c.req.param('id')
    return renderStatements(c, id, await placeOfStaff(c, id))
  })
  .get('/:id/statements/:statementId', allow(...readers), async (c) => {
    const id = c.req.param('id')
    return renderStatement(c, id, c.req.param('statementId'), await placeOfStaff(c, id))
  })
  .get('/:id/statements/:statementId/statement.csv', allow(...readers), (c) => answerCsv(c, c.req.param('id'), c.req.param('statementId')))
  .get('/:id/statements/:statementId/statement.pdf', allow(...readers), (c) => answerPdf(c, c.req.param('id'), c.req.param('statementId')))

const placeOfMember = (c: AppContext): Place => ({
  path: '/payouts/statements',
  title: 'Statements',
  back: { href: '/payouts', label: 'Payouts' },
  ...(c.var.member.role === 'owner' && { selfBillingHref: '/payouts/self-billing' }),
  linkOf: (line) => (isOfPayout(line) ? `/payouts/${line.ref}` : line.receiptOf ? `/earnings/${line.receiptOf}` : undefined),
})

async function placeOfStaff(c: AppContext, partnerId: string): Promise<Place> {
  const partner = await getPartner(c.var.deps.db, partnerId)
  return {
    path: `/partners/${partnerId}/statements`,
    title: `Statements of ${partner.name}`,
    back: { href: `/partners/${partnerId}`, label: partner.name },
    linkOf: (line) => (isOfPayout(line) ? `/ledger?ref=${line.ref}` : line.receiptOf ? `/commissions/${line.receiptOf}` : undefined),
  }
}

const isOfPayout = ({ kind }: Parameters<LineLink>[0]): boolean => kind === 'payout' || kind === 'reversal'
