import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { passed } from './illegal.ts'

const passkey = (id: string, staffId: string) =>
  `insert into passkeys (id, staff_id, public_key, sign_count, transports, name, created_at) values ('${id}', '${staffId}', 'key', 5, '[]', 'Key', 1)`

it('a passkey keeps key and owner, counts upwards and stays removed', async () => {
  await env.DB.batch([
    env.DB.prepare("insert into staff (id, name, email, active, created_at) values ('stf_1', 'Colm', 'colm@wrenmarch.example', 1, 1)"),
    env.DB.prepare(passkey('cred_1', 'stf_1')),
    env.DB.prepare(passkey('cred_2', 'stf_1')),
    env.DB.prepare("update passkeys set sign_count = 6, last_used_at = 2, name = 'Desk' where id = 'cred_1'"),
    env.DB.prepare("update passkeys set removed_at = 3 where id = 'cred_2'"),
  ])

  expect(
    await passed([
      [passkey('cred_3', 'stf_nobody'), 'no such person'],
      [passkey('cred_1', 'stf_1').replace('insert', 'insert or replace'), 'known already'],
      ["update passkeys set public_key = 'other' where id = 'cred_1'", 'never change'],
      ["update passkeys set staff_id = 'stf_2' where id = 'cred_1'", 'never change'],
      ["update passkeys set sign_count = 5 where id = 'cred_1'", 'never falls'],
      ["update passkeys set removed_at = null where id = 'cred_2'", 'a removed one is gone'],
      ["delete from passkeys where id = 'cred_1'", 'never deleted'],
      [
        "insert into passkey_invitations (id, staff_id, code_hash, made_by, made_at, expires_at) values ('pki_1', 'stf_1', 'x', 'stf_1', 1, 2)",
        'passkey_invitations_by_another',
      ],
    ]),
  ).toEqual([])
})
