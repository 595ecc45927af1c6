/** Who is who at Wrenmarch. Names are invented. */
export const staff = [
  { key: 'ingrid', name: 'Ingrid Solaas', email: 'ingrid@wrenmarch.example', roles: ['sales'] },
  { key: 'mateo', name: 'Mateo Brandl', email: 'mateo@wrenmarch.example', roles: ['sales'] },
  { key: 'priya', name: 'Priya Nandakumar', email: 'priya@wrenmarch.example', roles: ['finance'] },
  { key: 'colm', name: 'Colm Deasy', email: 'colm@wrenmarch.example', roles: ['approver'] },
  { key: 'niamh', name: 'Niamh Castellan', email: 'niamh@wrenmarch.example', roles: ['approver'] },
  { key: 'hanneke', name: 'Hanneke Vroom', email: 'hanneke@wrenmarch.example', roles: ['admin'] },
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
