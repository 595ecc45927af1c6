import { settings } from '../../schema/people.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { type RuleSettings, readRuleSettings, ruleSettingsKey } from './store-signals.ts'

/** For what is looked at from now on; what was found stays found. The trail keeps what it was before. */
export async function setRules({ db, now }: Pick<Deps, 'db' | 'now'>, rules: RuleSettings, by: string): Promise<void> {
  const at = now()
  const before = await readRuleSettings(db)
  const row = { value: rules, setBy: by, setAt: at }
  await inOneBatch(db, [
    db
      .insert(settings)
      .values({ key: ruleSettingsKey, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row }),
    trail(db, { at, actor: by, act: 'signal_rules.set', subject: ruleSettingsKey, detail: { before, after: rules } }),
  ])
}
