import type { Addresses } from '../local/addresses.ts'
import { havePasskey } from '../local/walk/passkey.ts'
import { createSetting, type Setting } from '../local/walk/setting.ts'

/** Those who work while the Worker dies: signed in, the approver with a passkey. What they pay stays below every cap. */
export async function signEverybodyIn(addresses: Addresses): Promise<Setting> {
  const setting = createSetting(addresses, (_, act) => act())
  const { sales, finance, approver } = setting
  await Promise.all([sales, finance, approver].map((person) => person.signIn()))
  await havePasskey(setting, approver)
  return setting
}
