import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { createWorld } from '../support/world.ts'
import { haveSignal } from '../worker/bad-input/forms-of-signals.ts'
import { setScene } from '../worker/bad-input/scene.ts'

let id: string
let partnerId: string
beforeEach(async () => {
  const scene = await setScene(await createWorld())
  id = await haveSignal(scene)
  partnerId = scene.partner.id
})

const run = (text: string) => env.DB.prepare(text.replaceAll(':id', `'${id}'`).replaceAll(':partner', `'${partnerId}'`)).run()
const released = "update signals set status = 'released', decided_by = 'stf_1', decided_at = 1, reason = 'Fine.' where id = :id"

describe('a signal', () => {
  it.each([
    [
      'is born open',
      "insert into signals select 'sig_x', rule, subject_kind, subject_id, partner_id, prospect_id, 'x', evidence, found_at, 'released', null, 'stf_1', 1, 'x', null from signals where id = :id",
      /begins open/,
    ],
    [
      'is about a partner that exists',
      "insert into signals select 'sig_x', rule, subject_kind, subject_id, 'par_none', prospect_id, 'x', evidence, found_at, status, null, null, null, null, null from signals where id = :id",
      /begins open/,
    ],
    [
      'is about what it says',
      "insert into signals select 'sig_x', rule, subject_kind, 'pro_other', partner_id, prospect_id, 'x', evidence, found_at, status, null, null, null, null, null from signals where id = :id",
      /begins open/,
    ],
    [
      'is found once',
      "insert into signals select 'sig_x', rule, subject_kind, subject_id, partner_id, prospect_id, source, evidence, found_at, status, null, null, null, null, null from signals where id = :id",
      /UNIQUE/,
    ],
    ['keeps what it found', "update signals set evidence = '{}' where id = :id", /frozen/],
    ['keeps whose it is', "update signals set partner_id = 'par_other' where id = :id", /frozen/],
    ['is decided by somebody, for a reason', "update signals set status = 'confirmed' where id = :id", /CHECK/],
    ['is never deleted', 'delete from signals where id = :id', /never deleted/],
    ['has notes in order', "insert into signal_notes values (:id, 2, 'stf_1', 'x', 1)", /follow each other/],
    [
      'has an exemption of a partner that exists',
      "insert into signal_exemptions values ('exe_1', 'late_click', 'par_none', null, 'x', 'stf_1', 1, 2, null, null)",
      /in force/,
    ],
    [
      'has an exemption of a partner or a group, not both',
      "insert into signal_exemptions values ('exe_1', 'late_click', :partner, 'grp_1', 'x', 'stf_1', 1, 2, null, null)",
      /signal_exemptions/,
    ],
  ])('%s', async (_rule, statement, refusal) => {
    await expect(run(statement)).rejects.toThrow(refusal)
  })

  it('is decided once', async () => {
    await run(released)

    await expect(
      run("update signals set status = 'open', decided_by = null, decided_at = null, reason = null where id = :id"),
    ).rejects.toThrow(/once/)
    await expect(run("update signals set reason = 'Other.' where id = :id")).rejects.toThrow(/once/)
    const { results } = await env.DB.prepare('select status, n from signal_counts where n > 0').all()
    expect(results).toEqual([{ status: 'released', n: 1 }])
  })

  it('settles once for each status', async () => {
    await run('update signals set settled_at = 5 where id = :id')

    await expect(run('update signals set settled_at = 6 where id = :id')).rejects.toThrow(/once/)
    await expect(run(released)).rejects.toThrow(/once/)
    await run(released.replace("reason = 'Fine.'", "reason = 'Fine.', settled_at = null"))
    await run('update signals set settled_at = 7 where id = :id')
  })

  it('keeps its notes and exemptions as they were written', async () => {
    await run("insert into signal_notes values (:id, 1, 'stf_1', 'x', 1)")
    await run("insert into signal_exemptions values ('exe_1', 'late_click', :partner, null, 'x', 'stf_1', 1, 2, null, null)")

    await expect(run("update signal_notes set text = 'y'")).rejects.toThrow(/append-only/)
    await expect(run('delete from signal_notes')).rejects.toThrow(/append-only/)
    await expect(run('update signal_exemptions set ends_at = 99')).rejects.toThrow(/only ends/)
    await expect(run('delete from signal_exemptions')).rejects.toThrow(/never deleted/)
    await run("update signal_exemptions set ended_by = 'stf_2', ended_at = 2")
    await expect(run('update signal_exemptions set ended_at = 3')).rejects.toThrow(/only ends/)
  })
})
