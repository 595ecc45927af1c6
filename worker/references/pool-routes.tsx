import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { PoolCustomerPage } from '../../portal/pages/pool-customer-page.tsx'
import { PoolPage } from '../../portal/pages/pool-page.tsx'
import { activityKinds } from '../../schema/agreements.ts'
import { currencyCodes } from '../../schema/currency.ts'
import { companySizes } from '../../schema/customers.ts'
import { contactSides } from '../../schema/prospects.ts'
import { capGroups, industries } from '../../schema/references.ts'
import { activityWords } from '../agreements/agreement-words.ts'
import { cursorOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { addPerk, closeActivity, deliverPerk, planActivity } from './activity.ts'
import { matchCustomers } from './match.ts'
import { endCap, keepProfile, keepReadiness, nameRival, setCap } from './pool.ts'
import { byStrongest, factsOf } from './reference-level.ts'
import { capGroupOf, firstDayFrom, nextFreeAt } from './rules-caps.ts'
import {
  capEndShape,
  capShape,
  deliveryShape,
  heldShape,
  newActivityShape,
  newPerkShape,
  profileShape,
  readinessShape,
  rivalShape,
} from './shapes.ts'
import { findActivity, findPerk, giftPolicyOf, listPerks } from './store-perks.ts'
import { findProfile, isCustomer, listActivities, listOutsidePool, listRivals, type PoolFilter } from './store-pool.ts'
import { reasonInWords } from './words.ts'

const readers = ['sales', 'auditor'] as const

/** Customers that may be asked: what is told of them, caps, readiness, rivals, activities and thanks. */
export const pool = new Hono<AppEnv>()
  .get('/pool', allow(...readers), (c) => renderPool(c))
  .post('/pool', allow('sales'), async (c) => {
    const form = await readForm(c, profileShape)
    if (!form.ok) return renderProfile(c, form)
    const keep = async () => {
      await keepProfile(c.var.deps, c.var.staff.id, form.values)
      return c.redirect(`/references/pool/${form.values.customer}`, 303)
    }
    return orAgain(form, keep, (again, status) => renderProfile(c, again, status))
  })
  .get('/pool/:customer', allow(...readers), (c) => renderCustomer(c, c.req.param('customer')))
  .post('/pool/:customer/readiness', allow('sales'), async (c) => {
    const id = c.req.param('customer')
    const form = await readForm(c, readinessShape)
    if (!form.ok) return renderCustomer(c, id, form)
    return orAgain(form, () => keepReadiness(c.var.deps, c.var.staff.id, id, form.values).then(() => toCustomer(c, id)), againOn(c, id))
  })
  .post('/pool/:customer/rivals', allow('sales'), async (c) => {
    const id = c.req.param('customer')
    const form = await readForm(c, rivalShape)
    if (!form.ok) return renderCustomer(c, id, form)
    return orAgain(form, () => nameRival(c.var.deps, c.var.staff.id, id, form.values).then(() => toCustomer(c, id)), againOn(c, id))
  })
  .post('/pool/:customer/caps', allow('sales'), async (c) => {
    const id = c.req.param('customer')
    const form = await readForm(c, capShape)
    if (!form.ok) return renderCustomer(c, id, form)
    return orAgain(form, () => setCap(c.var.deps, c.var.staff.id, id, form.values).then(() => toCustomer(c, id)), againOn(c, id))
  })
  .post('/pool/:customer/caps/end', allow('sales'), async (c) => {
    const id = c.req.param('customer')
    const form = await readForm(c, capEndShape)
    if (!form.ok) return renderCustomer(c, id, form)
    return orAgain(form, () => endCap(c.var.deps, c.var.staff.id, id, form.values.cap).then(() => toCustomer(c, id)), againOn(c, id))
  })
  .post('/pool/:customer/activities', allow('sales'), async (c) => {
    const id = c.req.param('customer')
    const form = await readForm(c, newActivityShape)
    if (!form.ok) return renderCustomer(c, id, form)
    return orAgain(form, () => planActivity(c.var.deps, c.var.staff.id, id, form.values).then(() => toCustomer(c, id)), againOn(c, id))
  })
  .post('/activities/:activity/closure', allow('sales'), async (c) => {
    const activity = await findActivity(c.var.deps.db, c.req.param('activity'))
    if (!activity) throw notFound()
    const id = activity.customerId
    const form = await readForm(c, heldShape)
    if (!form.ok) return renderCustomer(c, id, form)
    return orAgain(
      form,
      () => closeActivity(c.var.deps, c.var.staff.id, activity.id, form.values).then(() => toCustomer(c, id)),
      againOn(c, id),
    )
  })
  .post('/activities/:activity/perks', allow('sales'), async (c) => {
    const activity = await findActivity(c.var.deps.db, c.req.param('activity'))
    if (!activity) throw notFound()
    const form = await readForm(c, newPerkShape)
    if (!form.ok) return renderCustomer(c, activity.customerId, form)
    await addPerk(c.var.deps, activity.id, form.values)
    return toCustomer(c, activity.customerId)
  })
  .post('/perks/delivery', allow('sales'), async (c) => {
    const form = await readForm(c, deliveryShape)
    const perk = await findPerk(c.var.deps.db, form.entered.perk ?? '')
    if (!perk) throw notFound()
    const id = perk.customerId
    if (!form.ok) return renderCustomer(c, id, form)
    return orAgain(form, () => deliverPerk(c.var.deps, c.var.staff.id, perk.id, form.values).then(() => toCustomer(c, id)), againOn(c, id))
  })

const toCustomer = (c: AppContext, id: string): Response => c.redirect(`/references/pool/${id}`, 303)
const againOn = (c: AppContext, id: string) => (form: FormState, status: RefusalStatus) => renderCustomer(c, id, form, status)

/** The form stands on two pages: one for a customer that is new to the pool, one for each that is in it. */
async function renderProfile(c: AppContext, form: FormState, status: RefusalStatus = 422) {
  const id = form.entered.customer ?? ''
  if (!(await isCustomer(c.var.deps.db, id))) throw notFound()
  return (await findProfile(c.var.deps.db, id)) ? renderCustomer(c, id, form, status) : renderPool(c, form, status)
}

function filterIn(c: AppContext): PoolFilter {
  const asked = c.req.query()
  return {
    industry: industries.find((each) => each === asked.industry),
    size: companySizes.find((each) => each === asked.size),
    usedFor: asked.usedFor?.trim().toLowerCase().slice(0, 60) || undefined,
    side: contactSides.find((each) => each === asked.side),
    activity: activityKinds.find((each) => each === asked.activity),
  }
}

const anyCall = { activity: 'prospect_call', side: null } as const
const activityOptions = activityKinds.map((value) => ({ value, label: activityWords[value] }))

async function renderPool(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const query = form ? {} : filterIn(c)
  const mayKeep = staff.roles.includes('sales')
  const [{ candidates, next }, outside] = await Promise.all([
    matchCustomers(deps.db, { ...anyCall, side: query.side ?? null }, query, { at: deps.now(), cursor: readCursor(c.req.query('cursor')) }),
    mayKeep ? listOutsidePool(deps.db, form?.entered.customer || c.req.query('customer')) : [],
  ])
  const facts = await factsOf(
    deps.db,
    candidates.map(({ customerId }) => customerId),
    deps.now(),
  )
  const asked = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return c.render(
    <PoolPage
      lines={candidates.toSorted(byStrongest(facts)).map((each) => ({
        ...each,
        facts: facts.get(each.customerId) ?? [],
        why: each.why.map(reasonInWords),
        people: each.persons.length,
      }))}
      query={query}
      activities={activityOptions}
      olderHref={
        next && `/references/pool?${new URLSearchParams([...asked, ['cursor', cursorOf({ at: next.addedAt, id: next.customerId })]])}`
      }
      outside={outside}
      mayKeep={mayKeep}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}

async function renderCustomer(c: AppContext, id: string, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const at = deps.now()
  const profile = await findProfile(deps.db, id)
  const { candidates } = await matchCustomers(deps.db, anyCall, {}, { at, customerId: id })
  const [candidate] = candidates
  if (!profile || !candidate) throw notFound()
  const [activities, rivals, giftPolicy] = await Promise.all([
    listActivities(deps.db, id),
    listRivals(deps.db, id),
    giftPolicyOf(deps.db, id),
  ])
  const perks =
    activities.length > 0
      ? await listPerks(
          deps.db,
          activities.map(({ activity }) => activity.id),
        )
      : []
  return c.render(
    <PoolCustomerPage
      customer={{ id, company: candidate.company }}
      profile={profile}
      why={candidate.why.map(reasonInWords)}
      freeOn={capGroups.map((group) => ({ group, day: freeDayOf(candidate, id, group, at) }))}
      giftPolicy={giftPolicy}
      readiness={profile.readiness}
      rivals={rivals}
      caps={candidate.caps.filter((cap) => isNeeded(cap, candidate)).map((cap) => ({ ...cap, who: whoOf(cap, candidate) }))}
      persons={candidate.persons.map(({ contactId, name, title, takesCalls }) => ({ id: contactId, name, title, takesCalls }))}
      activities={activities.map(({ activity, contactName }) => ({
        ...activity,
        what: activityWords[activity.kind],
        contactName,
        isFavour: activity.obligationId === null,
        perks: perks.filter(({ activityId }) => activityId === activity.id),
      }))}
      publicKinds={activityOptions.filter(({ value }) => capGroupOf[value] === 'public')}
      currencies={currencyCodes}
      act={form?.entered.act || deps.newId('act')}
      mayChange={staff.roles.includes('sales')}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}

type Caps = Awaited<ReturnType<typeof matchCustomers>>['candidates'][number]

const freeDayOf = ({ caps, places }: Caps, customerId: string, capGroup: (typeof capGroups)[number], at: Date): string | undefined => {
  const free = nextFreeAt(caps, places, { customerId, contactId: null, capGroup }, at.getTime())
  return free === undefined ? undefined : free === at.getTime() ? at.toISOString().slice(0, 10) : firstDayFrom(free)
}

const whoOf = ({ scope, subject }: Caps['caps'][number], { persons }: Caps): string =>
  scope === 'default' ? 'Everybody, by our programme' : (persons.find(({ contactId }) => contactId === subject)?.name ?? 'The company')

/** A default that the customer's own cap stands in for says nothing any more. */
const isNeeded = ({ scope, capGroup }: Caps['caps'][number], { caps }: Caps): boolean =>
  scope !== 'default' || !caps.some((other) => other.scope === 'customer' && other.capGroup === capGroup)
