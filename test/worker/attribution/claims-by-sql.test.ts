import { expect, it } from 'vitest'
import { answerClaim } from '../../../worker/attribution/answer-claim.ts'
import { submitClaim } from '../../../worker/attribution/claim.ts'
import { moveAttribution } from '../../../worker/attribution/move.ts'
import { passed } from '../../migrations/illegal.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld } from '../../support/world.ts'
import { haveWonDeal } from '../deals/fixtures.ts'

it('SQL alone refuses what is illegal with claims and moved credit', async () => {
  const world = await createWorld()
  const { prospect, dealId, partner } = await haveWonDeal(world)
  const other = await havePartner(world)
  const { id: elsewhere } = await haveProspect(world, other.id)
  const form = { act: 'act_1', kind: 'missing', company: 'Tern', domain: '', evidence: 'We named you to their buyer.', link: '' } as const
  const id = await submitClaim(world.deps, { id: other.owner.id, partnerId: other.id }, form)
  const open = await submitClaim(world.deps, { id: other.owner.id, partnerId: other.id }, { ...form, act: 'act_2', company: 'Plover' })
  const by = { ...(await haveStaff(world, 'sales')), roles: ['sales'] }
  await answerClaim(world.deps, id, { answer: 'refused', reason: 'Nobody wrote to us.' }, by)
  const moved = { prospectId: prospect.id, partnerId: other.id, touchId: null, reason: 'Looked at', actor: by.id }
  const { id: decision } = await moveAttribution(world.deps, moved)
  const like = (n: number, who: string, reason: string) =>
    `insert into attributions select 'att_x', prospect_id, ${n}, partner_id, touch_id, '${who}', '${reason}', explanation, held_reason, decided_at
      from attributions where id = '${decision}'`

  expect(
    await passed([
      [`update claims set status = 'accepted' where id = '${open}'`, 'CHECK'],
      [`update claims set status = 'appealed' where id = '${open}'`, 'no such move'],
      [`update claims set status = 'accepted' where id = '${id}'`, 'no such move'],
      [`update claims set decided_by = 'stf_x' where id = '${id}'`, 'frozen'],
      [`update claims set partner_id = '${partner.id}' where id = '${id}'`, 'frozen'],
      [`update claims set reason = 'Another reason' where id = '${id}'`, 'as they were written'],
      [`update claims set evidence = 'Other words' where id = '${id}'`, 'as they were written'],
      [`update claims set due_at = due_at + 1 where id = '${open}'`, 'frozen'],
      [`delete from claims where id = '${id}'`, 'never deleted'],
      [`insert into restored_commissions values ('com_none', '${id}', 1)`, 'a refused commission'],
      [`insert into credit_changes values ('deal_none', 'att_1', 'stf_1', null, 1, null)`, 'for a deal'],
      [`update credit_changes set done_at = null where deal_id = '${dealId}'`, 'only ends'],
      [`delete from credit_changes`, 'never goes'],
      [`update deals set partner_id = '${partner.id}' where id = '${dealId}'`, 'by a decision'],
      [`update deals set attribution_id = null, partner_id = null, terms_version_id = null where id = '${dealId}'`, 'by a decision'],
      [like(2, by.id, 'Again'), 'moved by a person'],
      [like(4, by.id, 'One left out'), 'moved by a person'],
      [like(3, 'rule', 'By nobody'), 'moved by a person'],
      [like(3, by.id, ''), 'moved by a person'],
      [`update touch_rules set rules_version = 9`, 'never changes'],
      [`delete from touch_rules`, 'never goes'],
    ]),
  ).toEqual([])
  for (let n = 0; n < 25; n += 1) {
    await world.deps.db.run(`insert into refused_evidence values ('${elsewhere}', 'digest${n}', 'forged', 1)`)
  }
  expect(await world.deps.db.all(`select count(*) n from refused_evidence`)).toEqual([{ n: 20 }])
})
