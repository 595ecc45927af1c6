import type { Chapter } from './chapter.ts'
import { claiming } from './claims.ts'
import { clicks } from './clicks.ts'
import { makingCodes } from './codes.ts'
import { customersTold } from './customers.ts'
import { selling } from './deals.ts'
import { engagementsTold } from './engagements.ts'
import { ground, newTerms } from './ground.ts'
import { kindsTold } from './kinds.ts'
import { ladder } from './ladder.ts'
import { joining } from './partners.ts'
import { proposing } from './proposals.ts'
import { quotesTold } from './quotes.ts'
import { referencesTold } from './references.ts'
import { registering } from './registrations.ts'
import { relationships } from './relationships.ts'
import { runs } from './runs.ts'
import { salthavenTalks } from './salthaven.ts'
import { selfReferral } from './signals.ts'

/** The demo story in the order of its days; what happens on the same day keeps this order. */
export const chapters: Chapter[] = [
  ...ground,
  newTerms,
  ...customersTold,
  ...joining,
  ...makingCodes,
  ...registering,
  ...selling,
  ...claiming,
  ...kindsTold,
  ...engagementsTold,
  ...ladder,
  selfReferral,
  ...referencesTold,
  ...proposing,
  ...relationships,
  ...salthavenTalks,
  ...quotesTold,
  ...runs,
  ...clicks,
].sort((one, other) => one.day - other.day)
