import { beforeEach, expect, it } from 'vitest'
import { changeWording } from '../../../worker/agreements/agreement.ts'
import { addBenefit, addObligation, removeLine, setDiscount } from '../../../worker/agreements/agreement-lines.ts'
import { offerAgreement } from '../../../worker/agreements/agreement-offer.ts'
import { getAgreement, linesOf } from '../../../worker/agreements/store-agreements.ts'
import type { Db } from '../../../worker/database.ts'
import { haveProspect } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, firstObligation, haveDraft } from './have.ts'

let world: World
let id: string
beforeEach(async () => {
  world = await createWorld()
  const { id: prospectId } = await haveProspect(world, null, { company: 'Salthaven' })
  id = await haveDraft(world, prospectId, {
    owed: [
      { activity: 'prospect_call', promised: 3 },
      { activity: 'case_study', promised: 1 },
    ],
    percent: 20,
  })
})

/** The same database, with somebody who is a moment faster than the batch that writes. */
const withSomebodyFaster = (db: Db, faster: () => Promise<unknown>): Db =>
  new Proxy(db, {
    get: (target, name) =>
      name === 'batch'
        ? async (statements: Parameters<Db['batch']>[0]) => {
            if (statements.length > 3) await faster()
            return target.batch(statements)
          }
        : Reflect.get(target, name),
  })

const wording = { preamble: 'Other words.', startsOn: '2026-01-01', endsOn: '2027-12-31', noticeDays: 30 }
const changes: Record<string, () => Promise<unknown>> = {
  'a further duty': () =>
    addObligation(world.deps, id, { act: act(world), activity: 'webinar', promised: 2, dueOn: '2027-03-01' }, 'stf_other'),
  'a further benefit': () =>
    addBenefit(world.deps, id, { act: act(world), benefit: 'support', benefitText: 'An hour a week.' }, 'stf_other'),
  'other words': () => changeWording(world.deps, id, wording, 'stf_other'),
  'a duty less': async () => removeLine(world.deps, id, (await linesOf(world.deps.db, id)).obligations[1]?.id ?? '', 'stf_other'),
  'a duty in another’s place': async () => {
    await removeLine(world.deps, id, (await firstObligation(world, id)).id, 'stf_other')
    await addObligation(world.deps, id, { act: act(world), activity: 'prospect_call', promised: 9, dueOn: '2027-03-01' }, 'stf_other')
  },
  'another discount': () =>
    setDiscount(
      world.deps,
      id,
      { act: act(world), currency: 'eur', listMinor: 2_000_000, percentBps: 2_500, referredId: null },
      'stf_other',
    ),
}

it.each(Object.keys(changes))(
  'AGR2 an offer whose draft got %s at the same moment is no offer: its text would not say all',
  async (what) => {
    const db = withSomebodyFaster(world.deps.db, changes[what] ?? (() => Promise.reject()))

    expect(await codeOf(offerAgreement({ ...world.deps, db }, id, 'stf_sales'))).toBe('wrong_state')

    expect(await getAgreement(world.deps.db, id)).toMatchObject({ status: 'draft', text: null })
    await offerAgreement(world.deps, id, 'stf_sales')
    expect(await getAgreement(world.deps.db, id)).toMatchObject({ status: 'offered' })
  },
)
