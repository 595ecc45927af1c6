import { createHash } from 'node:crypto'
import { codesFor, isCampaign, isCode } from '../tracking/rules.ts'
import { type Destination, readDestination } from '../tracking/rules-destination.ts'
import type { Columns, FileRow } from './rules-file.ts'
import type { KnownPartner } from './rules-partner-called.ts'
import { isNew, isSame, type Judgement, type Read, refused } from './rules-verdict.ts'

export type LinkColumn = 'code' | 'partner' | 'destination' | 'campaign'
export const columnsOfLinks: Columns<LinkColumn> = { needed: ['code', 'partner', 'destination'], further: ['campaign'] }
/** A partner makes links of its own alone. */
export const columnsOfOwnLinks: Columns<LinkColumn> = { needed: ['code', 'destination'], further: ['campaign'] }

/** A link of the file; without a destination it leads to the introduction page. */
export type WantedLink = { code: string; partner: KnownPartner; destination: Destination | undefined; campaign: string }

/** A link that stands, whoever's it is. */
export type KnownLink = {
  code: string
  partnerId: string
  partnerName: string
  kind: 'redirect' | 'introduction'
  host: string
  path: string
  campaign: string | null
  isArchived: boolean
}

/** @param partner - whose the link shall be, or why it is nobody's */
export function readLink(
  { line, cells, problem }: FileRow<LinkColumn>,
  partner: KnownPartner | string,
  allowedHosts: readonly string[],
): Read<WantedLink> {
  const { code, destination, campaign } = cells
  const said = { line, title: code || destination || 'A link to the introduction page' }
  if (problem) return { ...said, problem }
  if (code !== '' && !isCode(code)) return { ...said, problem: 'A code has 2 to 64 letters (a to z), digits, hyphens or underscores.' }
  if (campaign !== '' && !isCampaign(campaign)) {
    return { ...said, problem: 'A campaign tag has 1 to 64 letters (a to z), digits, dots, hyphens or underscores.' }
  }
  if (typeof partner === 'string') return { ...said, problem: partner }
  const read = destination === '' ? undefined : readDestination(destination, allowedHosts)
  if (read && !read.ok) return { ...said, problem: read.problem }
  const wanted = { partner, destination: read && { host: read.host, path: read.path }, campaign }
  return { ...said, wanted: { ...wanted, code: code || codeFor(wanted) } }
}

/**
 * The code of a link whose line gives none: the partner's name and the tag, and a little that follows from the rest of the line, so that the
 * same line again is the same link.
 */
function codeFor({ partner, destination, campaign }: Omit<WantedLink, 'code'>): string {
  const [stem = 'link'] = codesFor(partner.name, null)
  const rest = createHash('sha256')
    .update(JSON.stringify([partner.id, destination ?? '', campaign]))
    .digest('hex')
  const tagged = [stem, campaign.replaceAll(/[^A-Za-z0-9_-]/g, '-')].filter(Boolean).join('-')
  return `${tagged.slice(0, 50)}-${rest.slice(0, 6)}`
}

/**
 * @param known - the link that has this code or had it
 * @param reader - a partner reads nothing about another one
 */
export function judgeLink(wanted: WantedLink, known: KnownLink | undefined, reader: 'staff' | 'partner'): Judgement {
  if (!known) return isNew(noteOf(wanted, reader))
  if (known.partnerId !== wanted.partner.id) {
    return refused(reader === 'staff' ? `The code is ${known.partnerName}’s.` : 'This code is taken. Choose another one.')
  }
  if (known.isArchived) return refused('The link with this code is archived, and a code is never used twice.')
  const { destination, campaign } = wanted
  const leadsThere = destination
    ? known.kind === 'redirect' && known.host === destination.host && known.path === destination.path
    : known.kind === 'introduction'
  if (!leadsThere) return refused('The link with this code leads elsewhere, and a list changes no link that is there.')
  if (campaign !== '' && campaign !== known.campaign) return refused('The link with this code has another campaign tag.')
  return isSame
}

const noteOf = ({ code, partner, destination }: WantedLink, reader: 'staff' | 'partner'): string =>
  [
    ...(reader === 'staff' ? [`${partner.name}.`] : []),
    `${code} leads to ${destination ? `${destination.host}${destination.path}` : 'the introduction page'}.`,
    ...(reader === 'staff' && partner.status !== 'active' ? ['It earns nothing before the partner is active.'] : []),
  ].join(' ')
