import type { DefaultLink } from '../../schema/terms.ts'
import { isCampaign } from './rules.ts'
import { readDestination } from './rules-destination.ts'

const mostDefaultLinks = 5
const mostParameters = 5
const parameterName = /^utm_[a-z]{1,20}$/
const parameterValue = /^(?:[A-Za-z0-9._~-]|\{code\}|\{campaign\}){1,64}$/

/** What is wrong with a UTM template, or undefined. */
export function problemOfUtm(template: string): string | undefined {
  const parts = template === '' ? [] : template.split('&')
  if (parts.length > mostParameters) return `At most ${mostParameters} parameters, please.`
  const names = parts.map((part) => part.split('=', 1)[0] ?? '')
  if (new Set(names).size < names.length) return 'A parameter is there twice.'
  const wrong = parts.find((part) => {
    const place = part.indexOf('=')
    return place < 0 || !parameterName.test(part.slice(0, place)) || !parameterValue.test(part.slice(place + 1))
  })
  return wrong === undefined
    ? undefined
    : `“${wrong}” is no such parameter. Write utm_source=partner&utm_campaign={campaign}; {code} and {campaign} stand for the link’s own.`
}

type ReadDefaults = { ok: true; links: DefaultLink[] } | { ok: false; problem: string }

/** A line for each link that a new partner of the group gets: an address, or the word introduction, and if you like a campaign tag. */
export function readDefaultLinks(text: string, allowedHosts: readonly string[]): ReadDefaults {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  if (lines.length > mostDefaultLinks) return { ok: false, problem: `At most ${mostDefaultLinks} links, please.` }
  const links: DefaultLink[] = []
  for (const [index, line] of lines.entries()) {
    const [destination = '', campaign = '', ...more] = line.split(/\s+/)
    if (more.length > 0 || (campaign !== '' && !isCampaign(campaign))) {
      return { ok: false, problem: `Line ${index + 1}: write an address, and behind a space a campaign tag if you like.` }
    }
    const isIntroduction = destination.toLowerCase() === 'introduction'
    const read = isIntroduction ? undefined : readDestination(destination, allowedHosts)
    if (read && !read.ok) return { ok: false, problem: `Line ${index + 1}: ${read.problem}` }
    links.push({ destination: isIntroduction ? '' : destination, campaign })
  }
  return { ok: true, links }
}

/** The lines again as they were typed. */
export const linesOf = (links: readonly DefaultLink[]): string =>
  links.map(({ destination, campaign }) => [destination || 'introduction', campaign].filter(Boolean).join(' ')).join('\n')
