import type { Random } from '../../simulation/random.ts'
import type { Browser, Party } from './journey.ts'

const syllables = [
  'bra',
  'ken',
  'mo',
  'quill',
  'os',
  'ter',
  'vane',
  'hal',
  'wick',
  'fjel',
  'hus',
  'penny',
  'roy',
  'granite',
  'quay',
  'nor',
  'stel',
  'ravens',
  'hoshi',
  'corb',
] as const
const suffixes = ['.example', '.co.uk', '.nl', '.com', '.de', '.com.au', '.github.io', '.se'] as const
const first = ['ada', 'tom', 'liv', 'noor', 'delia', 'jonas', 'even', 'siobhan', 'bea', 'iris', 'max', 'ute'] as const
const last = ['verhulst', 'ashgrove', 'torvik', 'lacroix', 'roake', 'peeters', 'moen', 'keane', 'bark', 'solaas'] as const
export const publicHosts = ['gmail.com', 'outlook.com', 'yahoo.com', 'proton.me', 'web.de', 'icloud.com'] as const
export const countries = ['NL', 'GB', 'US', 'DE', 'NO', 'IE', 'CA', 'SE'] as const
export const sites = ['blog.baker.example', 'www.linkedin.com', 'news.ycombinator.com', 't.co', 'mail.google.com'] as const

export const domainOf = (random: Random): string =>
  `${random.pick(syllables)}${random.pick(syllables)}${random.between(10, 99_999)}${random.pick(suffixes)}`

export const nameOf = (random: Random): string => `${random.pick(first)}.${random.pick(last)}`

export const companyAddress = (random: Random, domain: string): string =>
  `${random.chance(0.5) ? nameOf(random) : random.pick(first)}${random.chance(0.3) ? random.between(1, 99) : ''}@${random.chance(0.1) ? 'mail.' : ''}${domain}`

export const privateAddress = (random: Random): string => `${nameOf(random)}${random.between(1, 99_999)}@${random.pick(publicHosts)}`

export const browserOf = (random: Random): Browser => ({ ip: ipOf(random), userAgent: userAgentOf(random) })
export const ipOf = (random: Random): string =>
  `${random.between(11, 223)}.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(1, 254)}`

/** As many kinds of browsers as a site of this size sees: a few are common, most are rare. */
export function userAgentOf(random: Random): string {
  const system = random.pick([
    'Windows NT 10.0; Win64; x64',
    'Macintosh; Intel Mac OS X 10_15_7',
    'X11; Linux x86_64',
    'iPhone; CPU iPhone OS 19_1 like Mac OS X',
    'Linux; Android 16; Pixel 9',
  ] as const)
  return `Mozilla/5.0 (${system}) AppleWebKit/537.36 Chrome/${random.between(128, 142)}.0.${random.between(0, 40)}.0 Safari/537.36`
}

export function partyOf(random: Random): Party {
  const domain = random.chance(0.85) ? domainOf(random) : null
  const people = random.between(1, 4)
  const members = Array.from({ length: people }, () =>
    domain && random.chance(0.75) ? companyAddress(random, domain) : privateAddress(random),
  )
  return {
    domain,
    members,
    bank: `fp_${random.between(1, 2_000_000_000)}`,
    taxId: `NL${random.between(100_000_000, 999_999_999)}B${random.between(10, 99)}`,
  }
}
