import type { CDPSession } from 'playwright-core'
import { type Stage, signIn } from './stage.ts'
import type { Visitor } from './visitor.ts'

export type Authenticator = { session: CDPSession; id: string }

/** Chromium's own authenticator, as if it were built into the visitor's device. */
async function haveAuthenticator({ context, page }: Visitor): Promise<Authenticator> {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { session, id: authenticatorId }
}

/** The administrator makes a one-time code; whoever gets it adds a first passkey to their account, and gives it another name. */
export async function addFirstPasskey(stage: Stage, admin: Visitor, visitor: Visitor, name: string): Promise<Authenticator> {
  const { page } = visitor
  await page.goto(`${stage.addresses.portal}/sign-in/second-factor`)
  await page.getByText('You have no passkey yet').waitFor()
  await stage.see(visitor, 'second-factor-without-passkey')
  const code = await makeCode(stage, admin, name)

  const authenticator = await haveAuthenticator(visitor)
  await page.getByRole('link', { name: 'Add your first passkey' }).click()
  await stage.see(visitor, 'passkey-code')
  await page.getByLabel('One-time code').fill(code)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByLabel('Name').fill('Laptop')
  await stage.see(visitor, 'passkey-new')
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByRole('link', { name: 'Laptop' }).click()
  await page.getByLabel('Name').fill('Desk')
  await stage.see(visitor, 'passkey')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await page.getByRole('heading', { name: 'Desk' }).waitFor()
  await page.getByRole('link', { name: 'Your account' }).first().click()
  await page.getByRole('link', { name: 'Desk' }).waitFor()
  await stage.see(visitor, 'account')
  return authenticator
}

async function makeCode(stage: Stage, admin: Visitor, name: string): Promise<string> {
  const { page } = admin
  await signIn(stage, admin)
  await page.goto(`${stage.addresses.portal}/people`)
  await page.getByRole('link', { name }).click()
  await stage.see(admin, 'person-without-passkey')
  await page.getByRole('button', { name: 'Make a one-time code' }).click()
  const code = await page.getByLabel('One-time code').inputValue()
  await stage.see(admin, 'person-with-code')
  return code
}

/** The page declines a passkey that nobody unlocks, and goes on with one that is. */
export async function usePasskey(stage: Stage, visitor: Visitor, { session, id }: Authenticator): Promise<void> {
  const { page } = visitor
  const unlock = (isUserVerified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified })
  await stage.see(visitor, 'second-factor')
  await unlock(false)
  await page.getByRole('button', { name: 'Use your passkey' }).click()
  await page.getByText('No passkey was used').waitFor()
  await stage.see(visitor, 'second-factor-declined')
  await unlock(true)
  await page.getByRole('button', { name: 'Use your passkey' }).click()
}
