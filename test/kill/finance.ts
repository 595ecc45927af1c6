import type { OneOfCrowd } from '../local/crowd.ts'
import { usePasskey } from '../local/walk/passkey.ts'
import type { Page, Person } from '../local/walk/person.ts'
import type { Work } from './work.ts'

/** Of one of the two runs: this share of the crowd. */
const leftOut = 1 / 6

/** Pays by two runs at once, again and again, until the work is over. Some partners are left out of one, and so paid by the other. */
export async function keepPaying(work: Work, crowd: readonly OneOfCrowd[]): Promise<void> {
  const { approver } = work.setting
  while (!work.isOver()) {
    const runs = await Promise.all([draft(work, crowd), draft(work, [])])
    for (const runId of runs) if (runId) await insist(work, () => approve(work, runId, approver))
    await work.pause(200, 900)
  }
}

/** Prepares and submits a run. Whoever's answer was lost looks at the page again and goes on from what it says. */
async function draft(work: Work, crowd: readonly OneOfCrowd[]): Promise<string | undefined> {
  const runId = await prepare(work, work.newAct())
  if (!runId) return undefined
  const from = Math.floor(work.random() * crowd.length)
  for (const { partnerId } of crowd.slice(from, from + Math.ceil(crowd.length * leftOut))) await exclude(work, runId, partnerId)
  await insist(work, () => submit(work, runId))
  return runId
}

async function prepare({ writes, setting, worker, isOver }: Work, act: string): Promise<string | undefined> {
  const mark = writes.begin(
    `run of ${act}`,
    `select (select count(*) from acts a join payout_runs r on r.id = a.result where a.id = ?1) as run,
      (select count(*) from audit t join acts a on a.result = t.subject where t.act = 'run.prepared' and a.id = ?1) as trail`,
    act,
  )
  let runId: string | undefined
  while (!isOver() && !runId) {
    await worker.up()
    const answer = await setting.finance.post('/runs', { act }).catch(() => undefined)
    // Nobody can be paid yet, or another run of the same moment was quicker.
    if (answer && answer.status !== 303) return undefined
    runId = /^\/runs\/(run_[\w-]+)$/.exec(answer?.headers.location ?? '')?.[1]
  }
  if (runId) mark()
  return runId
}

async function exclude({ writes, post }: Work, runId: string, partnerId: string): Promise<void> {
  const mark = writes.begin(
    `exclusion of ${partnerId} from ${runId}`,
    `select (select count(*) from audit where act = 'run.partner_excluded' and subject = ?1 and partner_id = ?2) as trail,
      (select count(*) from audit where act = 'run.partner_excluded' and subject = ?1 and partner_id = ?2
        and not exists (select 1 from planned_payouts where run_id = ?1 and partner_id = ?2)) as absent`,
    runId,
    partnerId,
  )
  await post('finance', `/runs/${runId}/exclusions`, { partnerId, reason: 'Asked to wait.' }, mark)
}

/** Repeats what a kill interrupted; what the Worker refuses is not repeated. */
async function insist({ worker, isOver }: Work, act: () => Promise<void>): Promise<void> {
  while (!isOver()) {
    await worker.up()
    try {
      return await act()
    } catch (error) {
      if (error instanceof Error && / answered 4\d\d/.test(error.message)) return
    }
  }
}

const decided = (act: 'submitted' | 'approved') =>
  `select (select count(*) from audit where act = 'run.${act}' and subject = ?1) as trail,
    (select count(*) from payout_runs where id = ?1 and ${act}_by is not null) as run`

async function submit({ setting, writes }: Work, runId: string): Promise<void> {
  const page = await setting.finance.open(`/runs/${runId}`)
  const whole = page.has('Submit for approval') || !page.has('Rebuild the draft') ? page : await page.press('Rebuild the draft')
  if (!whole.has('Submit for approval')) return
  const mark = writes.begin(`submission of ${runId}`, decided('submitted'), runId)
  await whole.press('Submit for approval')
  mark()
}

async function approve(work: Work, runId: string, approver: Person): Promise<void> {
  const page = await openWithPasskey(approver, `/runs/${runId}`)
  if (!page.has('Approve exactly these payouts')) return
  const mark = work.writes.begin(`approval of ${runId}`, decided('approved'), runId)
  const approved = await page.press('Approve exactly these payouts')
  if (!approved.text.includes('a second person approves')) mark()
}

async function openWithPasskey(approver: Person, path: string): Promise<Page> {
  const page = await approver.open(path)
  if (page.has('Approve exactly these payouts') || !page.text.includes('Waits for approval')) return page
  return usePasskey(approver, await approver.open(page.link(/second-factor/)))
}
