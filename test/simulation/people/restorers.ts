import type { Population, Staff } from '../population.ts'
import { minute } from '../schedule.ts'
import type { Sim } from '../sim.ts'
import { act } from './act.ts'
import { signedIn } from './approvers.ts'
import { visits } from './finance.ts'

/** After a restore people work through the runbook of money.md 7, whoever comes first, one step a visit. */
export function letPeopleReconcile(sim: Sim, { finance, approvers }: Population, untilMs: number): void {
  for (const person of finance) visits(sim, untilMs, () => sim.restore && nextStep(sim, person))
  for (const person of approvers) visits(sim, untilMs, () => sim.restore && decide(sim, person))
}

type Progress = {
  newest: number
  begun: number
  comparing: number
  compared: number
  found: number
  proposed: number
  confirmed: number
  stops: number
}

const progressOf = ({ store, settings }: Sim): Progress => {
  const [row] = store.peek<Progress>(
    `select (select max(n) from epochs) newest, (select count(*) from restores where epoch = ?1) begun,
      (select count(*) from restores where epoch = ?1 and comparing_at is not null) comparing,
      (select count(*) from restores where epoch = ?1 and compared_at is not null) compared,
      (select count(*) from adoptions where status = 'found' and problem is null) found,
      (select count(*) from adoptions where status = 'proposed') proposed,
      (select count(*) from adoptions where status = 'confirmed') confirmed,
      (select count(*) from stops where scope = 'all' and set_by = 'system' and reason glob 'Transfer *') stops`,
    settings.moneyEpoch,
  )
  if (!row) throw new Error('a select without a table gives one row')
  return row
}

function nextStep(sim: Sim, person: Staff): void {
  const { product, settings, restore } = sim
  const at = progressOf(sim)
  if (!restore) return
  if (at.newest === settings.moneyEpoch) {
    // Nobody said that the database was restored, until the stop tripped and somebody asked.
    if (at.stops > 0 && !restore.isRaised) raiseEpoch(sim)
    return
  }
  if (at.begun === 0) {
    act(sim, 'begin restore', (ports) => product.beginRestore(ports, product.pullLists, new Date(restore.to), person), { untilDone: true })
  } else if (at.found > 0) {
    act(sim, 'propose adoptions', async (ports) => product.proposeAdoptions(ports, person, await shownNow(sim, ports.db, 'found')))
  } else if (at.comparing === 0 && at.proposed + at.confirmed === 0) {
    act(sim, 'compare', async (ports) => {
      await product.beginComparison(ports, await product.getRestore(ports), person)
      await product.continueComparison(ports, product.pullLists)
    })
  }
}

function decide(sim: Sim, person: Staff): void {
  const { product } = sim
  const at = progressOf(sim)
  if (at.proposed === 0 || at.newest === sim.settings.moneyEpoch) return
  const isRefused = !sim.isCalm && sim.random('people').chance(0.1)
  act(sim, isRefused ? 'refuse adoptions' : 'confirm adoptions', async (ports) => {
    const shown = await shownNow(sim, ports.db, 'proposed')
    await (isRefused ? product.refuseAdoptions(ports, person, shown) : product.confirmAdoptions(ports, signedIn(sim, person), shown))
  })
}

const shownNow = async ({ product }: Sim, db: Parameters<Sim['product']['listAdoptions']>[0], status: 'found' | 'proposed') =>
  product.digestOfShown(await product.listAdoptions(db, status, 200))

/** Deployed with the next epoch: what runs from here on knows it. */
export function raiseEpoch(sim: Sim): void {
  sim.settings = { ...sim.settings, moneyEpoch: sim.settings.moneyEpoch + 1 }
  if (sim.restore) sim.restore.isRaised = true
  sim.tally.line(sim.schedule.now, () => `MONEY_EPOCH is ${sim.settings.moneyEpoch}`)
}

/** What people had entered by hand after the restored moment, they enter again from their papers, under the same act ids. */
export function enterAgain(sim: Sim, { finance: [person] }: Population): void {
  for (const paid of sim.byHand) {
    const { dealId } = paid.customer
    if (!dealId) continue
    const facts = {
      paidMinor: paid.total,
      taxMinor: paid.tax,
      currency: paid.customer.currency,
      paidAt: new Date(paid.paidAt),
      act: paid.act,
    }
    if (sim.store.peek('select 1 from payments where source = ?', paid.act).length === 0)
      act(sim, 'payment by hand again', (ports) => sim.product.recordPayment(ports, dealId, facts, person.id), { untilDone: true })
    for (const { act: id, amount } of paid.returns) {
      if (sim.store.peek('select 1 from payment_facts where object = ?', id).length > 0) continue
      const money = { amountMinor: amount, currency: paid.customer.currency, returnedAt: new Date(sim.schedule.now - minute), act: id }
      sim.schedule.after(sim.random('people').between(45, 90) * minute, () =>
        act(sim, 'return by hand again', (ports) => sim.product.recordReturn(ports, `pmt_${paid.act}`, money, person.id), {
          untilDone: true,
        }),
      )
    }
  }
}
