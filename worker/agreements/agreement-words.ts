import type { ActivityKind, AgreementKind, BenefitKind } from '../../schema/agreements.ts'
import type { DocumentKind, GrantKind, UseKind } from '../../schema/grants.ts'

/** As it stands in an agreement and on every page. */
export const activityWords: Record<ActivityKind, string> = {
  prospect_call: 'call with a prospect',
  analyst_call: 'call with an analyst',
  site_visit: 'visit at your site',
  site_quote: 'quote for our site',
  news_release: 'news release',
  webinar: 'webinar',
  conference_talk: 'talk at a conference',
  shared_booth: 'shared booth',
  case_study: 'case study',
  logo_use: 'use of your logo',
}

export const agreementWords: Record<AgreementKind, string> = {
  reference: 'Reference agreement',
  sponsor: 'Sponsor agreement',
  partner: 'Partner agreement',
}

export const benefitWords: Record<BenefitKind, string> = { support: 'Support', perk: 'Perk', other: 'Benefit' }

/** What each grant allows, read by both sides. */
export const grantWords: Record<GrantKind, { name: string; allows: string }> = {
  calls: { name: 'Calls', allows: 'Prospects may phone, as often as agreed' },
  nda_slide: { name: 'Slide under NDA', allows: 'Name, title and company on a slide that people see under NDA' },
  linkedin: { name: 'LinkedIn', allows: 'A recommendation on LinkedIn' },
  web_release: { name: 'Our site', allows: 'Name, title, company and a quote on our site' },
  press_release: { name: 'Press release', allows: 'A press release of ours with the agreed quotes' },
  public_document: { name: 'Public document', allows: 'A case study, white paper or conference paper' },
  joint_press_release: { name: 'Joint press release', allows: 'A press release by both of us' },
  logo: { name: 'Logo', allows: 'The company’s logo' },
}

export const useWords: Record<UseKind, string> = {
  wall: 'Our public wall',
  quote: 'The quotes that sites embed',
  site: 'A website',
  print: 'Print',
  slide: 'A slide',
  press: 'Press',
  social: 'Social media',
}

export const documentWords: Record<DocumentKind, string> = {
  case_study: 'Case study',
  white_paper: 'White paper',
  conference_paper: 'Conference paper',
}

/** Choices of a list of words, as a select field takes them. */
export const optionsOf = <Key extends string>(words: Record<Key, string>): { value: Key; label: string }[] =>
  (Object.keys(words) as Key[]).map((value) => ({ value, label: words[value] })) // the keys of a record are its own

export const grantOptions = (Object.keys(grantWords) as GrantKind[]).map((value) => ({
  value,
  label: `${grantWords[value].name}: ${grantWords[value].allows}`,
}))
