import type { Mail } from '../../../worker/notices/port.ts'
import type { World } from '../../support/world.ts'

/** A browser that keeps its cookies between questions, as one person's does. */
export type Browser = {
  ask: (path: string, form?: Record<string, string>) => Promise<Response>
  cookies: Map<string, string>
}

export function openBrowser(world: World): Browser {
  const cookies = new Map<string, string>()
  const ask = async (path: string, form?: Record<string, string>) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await world.ask(path, { headers: cookie ? { cookie } : {}, ...(form && { form }) })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) cookies.set(name, value)
      else cookies.delete(name)
    }
    return answer
  }
  return { ask, cookies }
}

/** The way and the digits in a sign-in mail. */
export const readSignInMail = (mail: Mail | undefined) => ({
  path: mail?.text.match(/\/sign-in\/link\/\S+/)?.[0] ?? '',
  code: mail?.text.match(/^\d{6}$/m)?.[0] ?? '',
})

/** Asks for a mail and reads it: the browser, its answer, and what stands in the mail. */
export async function askToSignIn(world: World, email: string, browser = openBrowser(world), next = '') {
  const answer = await browser.ask('/sign-in', { email, next })
  await world.settle()
  return { browser, answer, ...readSignInMail(world.mails.at(-1)) }
}
