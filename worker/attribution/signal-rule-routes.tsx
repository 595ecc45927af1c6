import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { SignalExemptionsPage } from '../../portal/pages/signal-exemptions-page.tsx'
import { SignalRulesPage } from '../../portal/pages/signal-rules-page.tsx'
import { thresholdNames } from '../../schema/signals.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { nothingShape } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { listGroups } from '../terms/store.ts'
import { endExemption, grantExemption } from './exempt.ts'
import { teamOf } from './rules-signals.ts'
import { defaultThresholds, thresholdBounds } from './rules-signals-thresholds.ts'
import { setRules } from './set-rules.ts'
import { groupExemptionShape, rulesShape } from './shapes-signals.ts'
import { findExemption, listExemptions } from './store-queue.ts'
import { readRuleSettings } from './store-signals.ts'

const readers = ['sales', 'finance', 'admin', 'auditor'] as const

/** What the rules look for and with which figures, and whom they pass over. */
export const signalRulePages = new Hono<AppEnv>()
  .get('/rules', allow(...readers), (c) => renderRules(c))
  .post('/rules', allow('admin'), async (c) => {
    const form = await readForm(c, rulesShape)
    if (!form.ok) return renderRules(c, form)
    const { disposable, ...thresholds } = form.values
    await setRules(c.var.deps, { thresholds, disposable }, c.var.staff.id)
    return c.redirect('/signals/rules', 303)
  })
  .get('/exemptions', allow(...readers), (c) => renderExemptions(c))
  .post('/exemptions', allow('admin'), async (c) => {
    const form = await readForm(c, groupExemptionShape)
    if (!form.ok) return renderRules(c, form)
    const { group, rule, exempt_reason: reason, until: endsAt, act } = form.values
    try {
      await grantExemption(c.var.deps, { rule, partnerId: null, groupId: group, reason, endsAt }, act, c.var.staff.id)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const [message, field] = error.code === 'not_found' ? ['There is no such group.', 'group'] : [error.message, 'until']
      return renderRules(c, withProblem(form, message, field))
    }
    return c.redirect('/signals/exemptions', 303)
  })
  .post('/exemptions/:id/end', allow('sales', 'finance', 'admin'), async (c) => {
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('invalid', 'Please send the form from its page.')
    const { deps, staff } = c.var
    const exemption = await findExemption(deps.db, c.req.param('id'))
    if (!exemption) throw notFound()
    if (!mayEnd(exemption, staff.roles))
      throw new Refusal('forbidden', 'A group’s exemption is ended by an administrator, a partner’s by the team of its rule.')
    await endExemption(deps, exemption, staff.id)
    return c.redirect('/signals/exemptions', 303)
  })

type Exemption = NonNullable<Awaited<ReturnType<typeof findExemption>>>

const mayEnd = ({ groupId, rule }: Exemption, roles: readonly string[]): boolean => roles.includes(groupId ? 'admin' : teamOf[rule])

async function renderRules(c: AppContext, form?: FormState) {
  const { deps, staff } = c.var
  const [{ thresholds, disposable }, groups] = await Promise.all([readRuleSettings(deps.db), listGroups(deps.db)])
  const isAdmin = staff.roles.includes('admin')
  return c.render(
    <SignalRulesPage
      settings={thresholdNames.map((name) => {
        const [least, most] = thresholdBounds[name]
        return { name, value: thresholds[name], usual: defaultThresholds[name], least, most }
      })}
      disposable={disposable}
      groups={groups.map(({ id, name }) => ({ value: id, label: name }))}
      may={{ set: isAdmin, exempt: isAdmin ? deps.newId('act') : undefined }}
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}

async function renderExemptions(c: AppContext) {
  const { deps, staff } = c.var
  const { db, now } = deps
  const listed = await listExemptions(db, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(listed, ({ exemption }) => ({ at: exemption.grantedAt, id: exemption.id }))
  const names = await namesOf(
    db,
    rows.map(({ exemption }) => exemption.grantedBy),
  )
  return c.render(
    <SignalExemptionsPage
      now={now()}
      exemptions={rows.map(({ exemption, partner, group }) => ({
        ...exemption,
        whose: partner ?? `Group ${group ?? ''}`,
        href: exemption.partnerId ? `/partners/${exemption.partnerId}` : `/terms/${exemption.groupId}`,
        grantedBy: names.get(exemption.grantedBy) ?? exemption.grantedBy,
        mayEnd: exemption.endedAt === null && exemption.endsAt > now() && mayEnd(exemption, staff.roles),
      }))}
      olderHref={next && `/signals/exemptions?${new URLSearchParams({ cursor: next })}`}
    />,
  )
}
