import type { Deps } from '../deps.ts'
import type { SessionFacts } from '../env.ts'
import { requireAdminFactor } from '../identity/second-factor.ts'
import { readOrigins } from './rules-origins.ts'
import { forgetSnippet } from './snippet.ts'
import { saveOrigins } from './store-site.ts'

type Admin = { id: string } & Pick<SessionFacts, 'secondFactorAt'>

/**
 * Says which sites' pages may ask the portal; none is an answer, too. Other isolates follow within a minute.
 *
 * @returns what is wrong with the text, if anything is
 * @throws Refusal second_factor_required
 */
export async function changeOrigins({ db, now, settings }: Deps, admin: Admin, text: string): Promise<string | undefined> {
  const read = readOrigins(text, settings.allowedHosts)
  if (!read.ok) return read.problem
  await requireAdminFactor(db, admin, now())
  await saveOrigins(db, read.origins, admin.id, now())
  forgetSnippet()
  return undefined
}
