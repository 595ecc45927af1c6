/** Who is who at Wrenmarch. Names are invented. */
export const admin = { key: 'hanneke', name: 'Hanneke Vroom', email: 'hanneke@wrenmarch.example' } as const

export const staff = [
  { key: 'ingrid', name: 'Ingrid Solaas', email: 'ingrid@wrenmarch.example', roles: ['sales'] },
  { key: 'mateo', name: 'Mateo Brandl', email: 'mateo@wrenmarch.example', roles: ['sales'] },
  { key: 'priya', name: 'Priya Nandakumar', email: 'priya@wrenmarch.example', roles: ['finance'] },
  { key: 'colm', name: 'Colm Deasy', email: 'colm@wrenmarch.example', roles: ['approver'] },
  { key: 'niamh', name: 'Niamh Castellan', email: 'niamh@wrenmarch.example', roles: ['approver'] },
  { key: 'ruth', name: 'Ruth Abara', email: 'ruth@wrenmarch.example', roles: ['auditor'] },
] as const

/** The partners in the order in which they joined, each with its first owner. */
export const partners = [
  {
    key: 'ostervane',
    name: 'Ostervane Textiles',
    country: 'NL',
    group: 'standard',
    domain: 'ostervane.example',
    owner: 'Ada Verhulst',
    day: -538,
  },
  {
    key: 'pennyroyal',
    name: 'Pennyroyal Ovens',
    country: 'GB',
    group: 'standard',
    domain: 'pennyroyal.example',
    owner: 'Tom Ashgrove',
    day: -470,
  },
  {
    key: 'kestrel',
    name: 'Kestrel Yard Freight',
    country: 'US',
    group: 'standard',
    domain: 'kestrel-yard.example',
    owner: 'Delia Roake',
    day: -400,
  },
  { key: 'fjellhus', name: 'Fjellhus Care', country: 'NO', group: 'trade', domain: 'fjellhus.example', owner: 'Liv Torvik', day: -390 },
  {
    key: 'brackenmoor',
    name: 'Brackenmoor Clinics',
    country: 'IE',
    group: 'standard',
    domain: 'brackenmoor.example',
    owner: 'Siobhán Keane',
    day: -330,
  },
  {
    key: 'quill',
    name: 'Quill & Anvil Studio',
    country: 'CA',
    group: 'standard',
    domain: 'quill-anvil.example',
    owner: 'Noor Lacroix',
    day: -260,
  },
] as const

export type PartnerOfStory = (typeof partners)[number]

/** `ada@ostervane.example` of Ada Verhulst. */
export const addressOf = (name: string, domain: string): string =>
  `${(name.split(' ')[0] ?? '').normalize('NFD').replace(/[^\w]/g, '').toLowerCase()}@${domain}`

/** One person a role, for whoever wants to look around. */
export const oneOfEach = [
  { role: 'partner', email: 'ada@ostervane.example' },
  { role: 'sales', email: 'ingrid@wrenmarch.example' },
  { role: 'finance', email: 'priya@wrenmarch.example' },
  { role: 'approver', email: 'colm@wrenmarch.example' },
  { role: 'admin', email: 'hanneke@wrenmarch.example' },
  { role: 'auditor', email: 'ruth@wrenmarch.example' },
] as const

/** The link whose address is printed at the start. */
export const linkToTry = 'ada'
