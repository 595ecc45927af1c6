/** What advertisers add to an address that somebody paid for: Google, Bing, Meta, TikTok, LinkedIn, Pinterest, X, Reddit, Snap. */
const adParameters = [
  'gclid',
  'gbraid',
  'wbraid',
  'gad_source',
  'dclid',
  'msclkid',
  'ttclid',
  'li_fat_id',
  'epik',
  'twclid',
  'rdt_cid',
  'sccid',
  'fbclid',
] as const

/** `utm_medium` says how a visit came about; these are what Google Analytics counts as paid. */
const paidMedium = /^(?:.*[-_. ])?(?:cpc|ppc|cpm|cpv|cpa|retargeting|paid.*)$/i

/** Most addresses have none of it, and a look at the text costs less than taking it apart. */
const mayBePaid = /(?:clk?id|braid|gad_source|li_fat_id|epik|rdt_cid|sccid|utm_medium)=/i

/** Facebook adds its id to every link that leaves it: without a campaign beside it, it says where somebody came from and not that anybody paid. */
export const facebookAlone = 'fbclid_alone'

/** The parameter of a query that says that the visit was paid for, or null. */
export function paidByOf(query: string): string | null {
  if (!mayBePaid.test(query)) return null
  const parameters = new Map([...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]))
  if (paidMedium.test(parameters.get('utm_medium') ?? '')) return 'utm_medium'
  const found = adParameters.find((name) => parameters.get(name))
  if (found !== 'fbclid') return found ?? null
  return ['utm_campaign', 'utm_source', 'utm_content', 'utm_term'].some((name) => parameters.get(name)) ? found : facebookAlone
}
