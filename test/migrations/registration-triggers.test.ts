import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { passed } from './illegal.ts'

const insert = (id: string, partner: string, domain: string, status = 'submitted') =>
  `insert into registrations (id, partner_id, member_id, company, name_key, name_lead, domain, need, others, work_stage, next_step, scope, answer, submitted_at, due_at, status, version)
   values ('${id}', '${partner}', 'mem_1', 'Halewick', 'halewick', 'hlwk', '${domain}', 'Help', 'nobody', 'in_talks', 'Demo', 'All', 'free', 1, 2, '${status}', 1)`
const decide = (id: string, n: number, outcome: 'accepted' | 'refused', by = 'stf_1') =>
  `insert into registration_decisions (registration_id, n, outcome, reason, words, decided_by, decided_at)
   values ('${id}', ${n}, '${outcome}', ${outcome === 'refused' ? "'no_fit'" : 'null'}, 'Because', '${by}', 3)`
const accept = (id: string, prospect = 'pro_1') =>
  `update registrations set status = 'accepted', protected_until = 10, prospect_id = '${prospect}' where id = '${id}'`
const run = (...statements: string[]) => env.DB.batch(statements.map((statement) => env.DB.prepare(statement)))

beforeEach(async () => {
  await run(
    `insert into partners (id, name, country, group_id, status, created_at) values ('par_1', 'One', 'NL', 'grp_1', 'active', 1), ('par_2', 'Two', 'NL', 'grp_1', 'active', 1)`,
    insert('reg_1', 'par_1', 'halewick.example'),
    insert('reg_2', 'par_2', 'halewick.example'),
  )
})

it('refuses a registration that begins or moves in another way than drawn', async () => {
  const wrong = await passed([
    [insert('reg_3', 'par_9', 'x.example'), 'begins submitted'],
    [insert('reg_3', 'par_1', 'x.example', 'withdrawn'), 'begins submitted'],
    [insert('reg_3', 'par_1', 'halewick.example'), 'UNIQUE'],
    [accept('reg_1'), 'a person decides'],
    [`update registrations set status = 'refused' where id = 'reg_1'`, 'a person decides'],
    [
      `update registrations set status = 'appealed', appeal = 'x', appealed_at = 3, appealed_by = 'mem_1' where id = 'reg_1'`,
      'no such step',
    ],
    [`update registrations set status = 'ended', ended_at = 1, ended_because = 'expired' where id = 'reg_1'`, 'no such step'],
    [`update registrations set company = 'Other' where id = 'reg_1'`, 'frozen'],
    [`update registrations set due_at = 9 where id = 'reg_1'`, 'frozen'],
    [`update registrations set partner_id = 'par_2' where id = 'reg_1'`, 'frozen'],
    [`delete from registrations where id = 'reg_1'`, 'never deleted'],
    [decide('reg_1', 2, 'accepted'), 'nothing waits for it'],
    [
      `insert into registration_people (registration_id, n, name, role, confidence) values ('reg_9', 1, 'A', 'ally', 'known')`,
      'named with the registration',
    ],
    [
      `insert into registration_extensions (registration_id, progress, asked_by, asked_at, due_at, status) values ('reg_1', 'x', 'mem_1', 1, 2, 'open')`,
      'accepted registration',
    ],
  ])

  expect(wrong).toEqual([])
})

it('refuses a second protection, a longer one that nobody granted, and a step back', async () => {
  await run(decide('reg_1', 1, 'accepted'), accept('reg_1'), decide('reg_2', 1, 'accepted', 'stf_2'))

  const wrong = await passed([
    [accept('reg_2', 'pro_2'), 'UNIQUE'],
    [decide('reg_1', 1, 'refused'), 'nothing waits for it'],
    [`update registrations set protected_until = 99 where id = 'reg_1'`, 'granted extension'],
    [`update registrations set status = 'submitted', protected_until = null where id = 'reg_1'`, 'registrations:'],
    [`update registrations set prospect_id = 'pro_7' where id = 'reg_1'`, 'frozen'],
    [`update registration_decisions set outcome = 'accepted' where registration_id = 'reg_1'`, 'append-only'],
    [`delete from registration_decisions`, 'append-only'],
  ])

  expect(wrong).toEqual([])
})

it('refuses a second appeal, and one decided by who refused', async () => {
  await run(
    decide('reg_1', 1, 'refused'),
    `update registrations set status = 'refused' where id = 'reg_1'`,
    `update registrations set status = 'appealed', appeal = 'x', appealed_at = 3, appealed_by = 'mem_1', due_at = 9 where id = 'reg_1'`,
  )
  expect(await passed([[decide('reg_1', 2, 'refused', 'stf_1'), 'another person']])).toEqual([])
  await run(decide('reg_1', 2, 'refused', 'stf_2'), `update registrations set status = 'refused' where id = 'reg_1'`)

  const wrong = await passed([
    [`update registrations set status = 'appealed', appeal = 'y', appealed_at = 4 where id = 'reg_1'`, 'registrations:'],
    [decide('reg_1', 2, 'accepted', 'stf_3'), 'nothing waits for it'],
  ])
  expect(wrong).toEqual([])
})
