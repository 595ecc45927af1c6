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

/** The partners of Wrenmarch: their people, their first link, when they joined and how many clicks it drew in all. */
export const partners = [
  {
    key: 'ostervane',
    name: 'Ostervane Textiles',
    domain: 'ostervane.example',
    country: 'NL',
    group: 'standard',
    code: 'ada',
    joined: -536,
    clicks: 12_480,
    people: [
      { key: 'ada', name: 'Ada Verhulst', email: 'ada@ostervane.example' },
      { key: 'jonas', name: 'Jonas Peeters', email: 'jonas@ostervane.example' },
    ],
  },
  {
    key: 'pennyroyal',
    name: 'Pennyroyal Ovens',
    domain: 'pennyroyal.example',
    country: 'GB',
    group: 'standard',
    code: 'pennyroyal',
    joined: -520,
    clicks: 6_905,
    people: [{ key: 'tom', name: 'Tom Ashgrove', email: 'tom@pennyroyal.example' }],
  },
  {
    key: 'kestrel',
    name: 'Kestrel Yard Freight',
    domain: 'kestrelyard.example',
    country: 'US',
    group: 'standard',
    code: 'kestrel',
    joined: -470,
    clicks: 3_150,
    people: [{ key: 'delia', name: 'Delia Roake', email: 'delia@kestrelyard.example' }],
  },
  {
    key: 'brackenmoor',
    name: 'Brackenmoor Clinics',
    domain: 'brackenmoor.example',
    country: 'IE',
    group: 'standard',
    code: 'brackenmoor',
    joined: -400,
    clicks: 2_216,
    people: [{ key: 'siobhan', name: 'Siobhán Keane', email: 'siobhan@brackenmoor.example' }],
  },
  {
    key: 'fjellhus',
    name: 'Fjellhus Care',
    domain: 'fjellhus.example',
    country: 'NO',
    group: 'trade',
    code: 'fjellhus',
    joined: -450,
    clicks: 8_640,
    people: [
      { key: 'liv', name: 'Liv Torvik', email: 'liv@fjellhus.example' },
      { key: 'even', name: 'Even Moen', email: 'even@fjellhus.example' },
    ],
  },
  {
    key: 'quill',
    name: 'Quill & Anvil Studio',
    domain: 'quillandanvil.example',
    country: 'CA',
    group: 'standard',
    code: 'quill',
    joined: -210,
    clicks: 611,
    people: [{ key: 'noor', name: 'Noor Lacroix', email: 'noor@quillandanvil.example' }],
  },
] as const

export type PartnerKey = (typeof partners)[number]['key']
