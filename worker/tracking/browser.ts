import { isbot } from 'isbot'
import { memoized } from '../memo.ts'
import { deviceOf } from './rules.ts'

/** What the name of a browser says. */
export type Browser = { isBot: boolean; device: ReturnType<typeof deviceOf> }

const maxNameLength = 400

/** Most visitors share a few names, and reading one costs more than the rest of a redirect. */
export const browserOf = (userAgent: string): Browser =>
  userAgent.length <= maxNameLength ? knownBrowser(userAgent) : readBrowser(userAgent)

/** No name at all is a program's, too: every browser gives one. */
const readBrowser = (userAgent: string): Browser => ({ isBot: userAgent === '' || isbot(userAgent), device: deviceOf(userAgent) })

const knownBrowser = memoized(500, readBrowser)
